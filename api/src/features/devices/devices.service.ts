import { Injectable } from '@nestjs/common';
import type { DevicePage, DeviceQuery } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { DeviceListRepository, deviceOrder } from './device-list.repository.js';
import { toDeviceView } from './device.mapper.js';

/** What operations staff read of devices. */
@Injectable()
export class DevicesService {
  constructor(
    private readonly devices: DeviceListRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, query: DeviceQuery): Promise<DevicePage> {
    const now = this.clock.now();
    const { cursor, limit, ...selection } = query;
    const keys = deviceOrder(now);
    const position = readCursor(selection, keys, cursor);
    const [found, total] = await Promise.all([
      this.devices.findPage(scope, query, position, limit + 1, now),
      this.devices.count(scope, query),
    ]);
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map(toDeviceView),
      total,
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, keys)),
    };
  }
}
