import { DEVICE_FAULTS, knownNotification, TrapVarbind, type TrapView } from '@linewatch/shared';
import * as z from 'zod';
import { iso } from '../../database/instants.js';
import type { TrapRecord } from './trap.repository.js';

const VERSIONS = ['V1', 'V2C', 'V3'] as const;
const Varbinds = z.array(TrapVarbind);

/** What operations staff see of a trap. */
export function toTrapView(row: TrapRecord): TrapView {
  return {
    id: row.id,
    device: { id: row.deviceId, code: row.deviceCode, name: row.deviceName },
    trapAt: iso(row.trapAt),
    source: row.source,
    agentAddress: row.agentAddress,
    version: VERSIONS.find((known) => known === row.version) ?? 'V2C',
    isInform: Boolean(row.isInform),
    oid: row.oid,
    name: knownNotification(row.oid)?.name ?? null,
    sysUpTime: numberOrNull(row.sysUpTime),
    ifIndex: numberOrNull(row.ifIndex),
    varbinds: Varbinds.parse(JSON.parse(row.varbinds)),
    leftOut: row.leftOut,
    reading: readingOf(row),
  };
}

function readingOf({ readAt, readFault, readAdminStatus, readOperStatus }: TrapRecord): TrapView['reading'] {
  if (readAt === null) return null;
  const fault = DEVICE_FAULTS.find((known) => known === readFault) ?? null;
  return { at: iso(readAt), fault, adminStatus: readAdminStatus, operStatus: readOperStatus };
}

function numberOrNull(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}
