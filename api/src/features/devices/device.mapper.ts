import { DEVICE_FAULTS, type DeviceView, REACHABILITIES } from '@linewatch/shared';
import type { DeviceRecord } from './device-list.repository.js';

/** What operations staff see of a device: never its credential. */
export function toDeviceView(row: DeviceRecord): DeviceView {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    vendor: row.vendor,
    model: row.model,
    address: row.address,
    port: row.port,
    snmpVersion: row.snmpVersion,
    reachability: REACHABILITIES.find((known) => known === row.reachability) ?? 'UNKNOWN',
    fault: DEVICE_FAULTS.find((known) => known === row.fault) ?? null,
    failures: row.failures,
    lastSeenAt: row.lastSeenAt === null ? null : new Date(Number(row.lastSeenAt)).toISOString(),
    circuits: Number(row.circuits),
    customers: Number(row.customers),
  };
}
