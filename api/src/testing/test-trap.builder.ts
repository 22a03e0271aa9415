import { randomUUID } from 'node:crypto';
import type { TrapNote } from '@linewatch/shared';

/** A linkDown of a device as its collector hands it over; a spec names only what it is about. */
export function aTrapNote(overrides: Partial<TrapNote> & Pick<TrapNote, 'deviceId' | 'trapAt'>): TrapNote {
  return {
    id: randomUUID(),
    source: '192.0.2.1:161',
    agentAddress: null,
    version: 'V2C',
    isInform: false,
    oid: '1.3.6.1.6.3.1.1.5.3',
    sysUpTime: 4_711,
    ifIndex: 7,
    varbinds: [{ oid: '1.3.6.1.2.1.2.2.1.1.7', type: 'INTEGER', value: '7' }],
    leftOut: 0,
    ...overrides,
  };
}
