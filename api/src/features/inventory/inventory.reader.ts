import { Injectable, Logger } from '@nestjs/common';
import type { DeviceMeasure, PolledDevice, PolledPort, PollProfile, SnmpAccess } from '@linewatch/shared';
import { CredentialRepository } from './credential.repository.js';
import { InventoryVersion } from './inventory-version.js';
import { InventoryRepository, type PolledDeviceRow, type PolledPortRow } from './inventory.repository.js';
import { MeasurePointRepository } from './measure-point.repository.js';
import { measuredWork, type PlacedProbe } from './measured-work.js';

/** A device of the work list, without what changes with every reading. */
export type InventoriedDevice = Omit<PolledDevice, 'ports'> & { readonly ports: readonly Omit<PolledPort, 'resume'>[] };

/** Where a device lies, for the division among collectors. */
export interface DevicePlace {
  readonly id: string;
  readonly region: string | null;
  readonly requiredTag: string | null;
}

/** Everything that is polled. The same version means the same devices. */
export interface PolledInventory {
  readonly version: string;
  readonly devices: readonly InventoriedDevice[];
  /** The places of the same devices. */
  readonly places: readonly DevicePlace[];
  /** What collectors measure by themselves. */
  readonly probes: readonly PlacedProbe[];
}

/** What is polled and how, with the secrets opened: for the work list and for nobody else. */
@Injectable()
export class InventoryReader {
  private readonly logger = new Logger(InventoryReader.name);
  private last: PolledInventory | undefined;

  constructor(
    private readonly inventory: InventoryRepository,
    private readonly credentials: CredentialRepository,
    private readonly points: MeasurePointRepository,
    private readonly version: InventoryVersion,
  ) {}

  /** Kept in memory until the version changes; asking again costs one row. */
  async polledDevices(): Promise<PolledInventory> {
    // Before the rows: they are then at least as new as the version says.
    const version = await this.version.read();
    if (this.last?.version === version) return this.last;
    const [devices, ports, points, accesses] = await Promise.all([
      this.inventory.findPolledDevices(),
      this.inventory.findPolledPorts(),
      this.points.findMeasured(),
      this.credentials.openAll(),
    ]);
    const { byDevice, probes, unreadable } = measuredWork(points);
    if (unreadable.length > 0) {
      this.logger.error({ msg: 'points are not measured: their settings cannot be read', points: unreadable });
    }
    const polled = {
      version,
      devices: this.assemble(devices, portsByDevice(ports), byDevice, accesses),
      places: devices
        .filter(({ credentialId }) => accesses.has(credentialId))
        .map(({ id, region, requiredTag }) => ({ id, region, requiredTag })),
      probes,
    };
    this.last = polled;
    return polled;
  }

  private assemble(
    devices: readonly PolledDeviceRow[],
    ports: ReadonlyMap<string, readonly PolledPortRow[]>,
    measures: ReadonlyMap<string, readonly DeviceMeasure[]>,
    accesses: ReadonlyMap<string, SnmpAccess>,
  ): InventoriedDevice[] {
    return devices.flatMap((row) => {
      const { id, address, snmpPort, credentialId } = row;
      const profile = profileOf(row);
      const access = accesses.get(credentialId);
      if (access === undefined) {
        this.logger.error({
          msg: 'a device is not polled: its credential cannot be opened',
          deviceId: id,
          credentialId,
        });
        return [];
      }
      const own = (ports.get(id) ?? []).map(({ portId, ifName, ifAlias }) => ({ portId, ifName, ifAlias }));
      const device = { id, address, port: snmpPort, access, profile, ports: own };
      const measured = measures.get(id);
      return [measured === undefined ? device : { ...device, measures: [...measured] }];
    });
  }
}

/** What is as usual is left out, so that an older collector reads the rest. */
function profileOf(row: PolledDeviceRow): PollProfile {
  const { intervalS, timeoutMs, retries, backoff, maxRepetitions, statusS, countsAllPackets } = row;
  return {
    ...{ intervalS, timeoutMs, retries, backoff, maxRepetitions },
    ...(statusS !== null && { statusS }),
    ...(countsAllPackets !== 0 && { countsAllPackets: true }),
  };
}

function portsByDevice(rows: readonly PolledPortRow[]): Map<string, PolledPortRow[]> {
  const byDevice = new Map<string, PolledPortRow[]>();
  for (const row of rows) {
    const known = byDevice.get(row.deviceId);
    if (known === undefined) byDevice.set(row.deviceId, [row]);
    else known.push(row);
  }
  return byDevice;
}
