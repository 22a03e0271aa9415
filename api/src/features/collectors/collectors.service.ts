import { Injectable } from '@nestjs/common';
import type { CollectorList, CollectorView } from '@linewatch/shared';
import { isoOrNull } from '../../database/instants.js';
import { Clock } from '../../platform/clock/clock.js';
import { type CollectorEntity, CollectorRepository, tagsOf } from '../identity/index.js';
import { InventoryReader } from '../inventory/index.js';
import { DeviceHolds } from './device-holds.repository.js';
import { LiveCollectors } from './live-collectors.js';

/** What operations staff read of collectors. They are the house's own: no customer's, and never shown to one. */
@Injectable()
export class CollectorsService {
  constructor(
    private readonly collectors: CollectorRepository,
    private readonly live: LiveCollectors,
    private readonly holds: DeviceHolds,
    private readonly inventory: InventoryReader,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<CollectorList> {
    const [all, counts, { devices }] = await Promise.all([
      this.collectors.all(),
      this.holds.counts(),
      this.inventory.polledDevices(),
    ]);
    const live = this.live.among(all, this.clock.now());
    const items = all.map((collector) => toView(collector, live.has(collector.id), counts.get(collector.id) ?? 0));
    const owned = items.reduce((sum, item) => sum + item.devices, 0);
    return { items, unowned: Math.max(0, devices.length - owned) };
  }
}

/** Never the token, nor what of it is kept. */
function toView(collector: CollectorEntity, isLive: boolean, devices: number): CollectorView {
  const { id, code, region, tags, lastSeenAt, impairedSince } = collector;
  const state = isLive ? 'LIVE' : 'SILENT';
  const times = { lastSeenAt: isoOrNull(lastSeenAt), impairedSince: isoOrNull(impairedSince) };
  return { id, code, region, tags: tagsOf(tags), state, devices, ...times };
}
