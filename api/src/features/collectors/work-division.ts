import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { deviceOwner, type DividedCollector, type OwnProbe } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { InventoryReader, type InventoriedDevice, type PolledInventory } from '../inventory/index.js';
import { DeviceHolds } from './device-holds.repository.js';
import { LiveCollectors } from './live-collectors.js';
import { type ShareOfWork, shareOfWork } from './share-of-work.js';

/** What one collector polls and probes. The same version means the same work, done in the same way. */
export interface DividedWork {
  readonly version: string;
  readonly devices: readonly InventoriedDevice[];
  readonly probes: readonly OwnProbe[];
}

interface Owners {
  readonly of: string;
  readonly owners: ReadonlyMap<string, string | null>;
}

/** Divides the devices and probes among the live collectors, and sees that each has one holder at a time. */
@Injectable()
export class WorkDivision {
  private owners: Owners | undefined;
  private holders: { readonly version: string; readonly byDevice: ReadonlyMap<string, string> } | undefined;

  constructor(
    private readonly inventory: InventoryReader,
    private readonly holds: DeviceHolds,
    private readonly collectors: LiveCollectors,
    private readonly database: Database,
  ) {}

  /**
   * What a collector polls from now on. It asks, so it lives: this is its heartbeat.
   *
   * @param knownVersion the version of the list that it polls by; with the present one it has let go of all else
   */
  async workOf(collectorId: string, knownVersion: string | undefined): Promise<DividedWork> {
    const live = await this.collectors.heard(collectorId);
    const inventory = await this.inventory.polledDevices();
    const found = this.share(collectorId, inventory, live, await this.currentHolders());
    const version = versionOf(inventory, found);
    const mayRelease = found.leaving.length > 0 && knownVersion === version;
    if (found.taken.length === 0 && !mayRelease) return workFrom(inventory, found);
    const settled = await this.database.transaction(async (tx) => {
      await this.holds.lock(tx);
      // Looked at again within: another instance may have given a device away between the look and the lock.
      const share = this.share(collectorId, inventory, live, await this.holds.read(tx));
      await this.holds.set(tx, share.taken, collectorId);
      if (knownVersion === versionOf(inventory, share)) await this.holds.set(tx, share.leaving, null);
      return share;
    });
    return workFrom(inventory, settled);
  }

  private share(
    collectorId: string,
    inventory: PolledInventory,
    live: readonly DividedCollector[],
    holders: ReadonlyMap<string, string>,
  ): ShareOfWork {
    const owners = this.ownersAmong(inventory, live);
    return shareOfWork({ collectorId, live: new Set(live.map(({ id }) => id)), owners, holders });
  }

  private ownersAmong(inventory: PolledInventory, live: readonly DividedCollector[]): Owners['owners'] {
    const of = JSON.stringify([inventory.version, live.map(({ id, region, tags }) => [id, region, tags])]);
    if (this.owners?.of !== of) {
      const places = [...inventory.places, ...inventory.probes];
      this.owners = { of, owners: new Map(places.map((place) => [place.id, deviceOwner(place, live)])) };
    }
    return this.owners.owners;
  }

  /** Kept in memory until a holder changes; asking again costs one row. */
  private async currentHolders(): Promise<ReadonlyMap<string, string>> {
    // Before the rows: they are then at least as new as the version says.
    const version = await this.holds.version();
    if (this.holders?.version !== version) this.holders = { version, byDevice: await this.holds.read() };
    return this.holders.byDevice;
  }
}

function workFrom(inventory: PolledInventory, share: ShareOfWork): DividedWork {
  const own = new Set(share.devices);
  return {
    version: versionOf(inventory, share),
    devices: inventory.devices.filter(({ id }) => own.has(id)),
    probes: inventory.probes.filter(({ id }) => own.has(id)).map(({ probe }) => probe),
  };
}

/** Another list has another version, be it that the inventory changed or who polls what. */
function versionOf(inventory: PolledInventory, { devices }: ShareOfWork): string {
  const hash = createHash('sha256').update(inventory.version);
  for (const id of devices) hash.update(id);
  return hash.digest('base64url');
}
