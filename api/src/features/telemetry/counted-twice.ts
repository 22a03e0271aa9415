import type { Reading } from '@linewatch/shared';

/** The stretch of time that the deltas of a reading belong to; `dtMs` null: it has none. */
export interface CountedStretch {
  readonly slot: number;
  readonly takenAt: number;
  readonly dtMs: number | null;
}

/** Status of a reading whose deltas are in another reading already. */
export const OVERLAP = 'OVERLAP';

/**
 * Whether a reading counts what another one of the same port has counted: their stretches share more than half of the
 * shorter one. Neighbours touch, and differ by what the clocks of agent and collector do.
 *
 * It happens when a device has another collector: one that was cut off polled on, or died with readings that it had
 * not delivered, and who took the device over had counted across them.
 */
export function countsTwice(reading: CountedStretch, others: readonly CountedStretch[]): boolean {
  const { dtMs } = reading;
  if (dtMs === null) return false;
  return others.some((other) => {
    if (other.slot === reading.slot || other.dtMs === null) return false;
    const from = Math.max(reading.takenAt - dtMs, other.takenAt - other.dtMs);
    const shared = Math.min(reading.takenAt, other.takenAt) - from;
    return shared > Math.min(dtMs, other.dtMs) / 2;
  });
}

/** The reading with what it says of the port's state, and without what would be counted again. */
export function withoutDeltas(reading: Reading): Reading {
  return {
    ...reading,
    status: OVERLAP,
    dtMs: null,
    inBps: null,
    outBps: null,
    inOctets: null,
    outOctets: null,
    inErrors: null,
    outErrors: null,
    inDiscards: null,
    outDiscards: null,
    inPackets: null,
    outPackets: null,
  };
}
