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
    const isTheSame = other.slot === reading.slot && other.takenAt === reading.takenAt;
    if (isTheSame || other.dtMs === null) return false;
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

/** What a stored reading counted, by the names of a reading. */
export interface CountedDeltas extends CountedStretch {
  readonly inOctets: number | null;
  readonly outOctets: number | null;
  readonly inErrors: number | null;
  readonly outErrors: number | null;
  readonly inDiscards: number | null;
  readonly outDiscards: number | null;
  readonly inPackets: number | null;
  readonly outPackets: number | null;
}

const DELTAS = [
  'inOctets',
  'outOctets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
  'inPackets',
  'outPackets',
] as const;
/** Share of a port's speed that no rate may be above. */
const FASTEST_SHARE = 1.05;
const BITS_PER_OCTET = 8;
const MS_PER_SECOND = 1_000;

/**
 * The reading without its beginning, where others have counted exactly that: they follow each other without a hole
 * from where it began. Counters only grow, so what is left of each delta is what was counted after them.
 *
 * It happens when a device's collector was silent for so long that it lost the device, and then read it once more:
 * its successor began from the same last count.
 *
 * @param others readings of the same port, in any order
 * @param clocksDifferMs by how much the clocks of two collectors may differ
 * @returns null when what they counted is not exactly its beginning
 */
export function remainder(reading: Reading, others: readonly CountedDeltas[], clocksDifferMs: number): Reading | null {
  const { dtMs, takenAt } = reading;
  if (dtMs === null) return null;
  const began = takenAt - dtMs;
  const within = others
    .filter(({ takenAt: end, dtMs: ms }) => ms !== null && end - clocksDifferMs > began && end - ms < takenAt)
    .sort((one, other) => one.takenAt - other.takenAt);
  let upTo = began;
  for (const other of within) {
    if (Math.abs(other.takenAt - (other.dtMs ?? 0) - upTo) > clocksDifferMs) return null;
    upTo = other.takenAt;
  }
  const leftMs = takenAt - upTo;
  if (within.length === 0 || leftMs <= 0) return null;
  const left = { ...reading, dtMs: leftMs };
  for (const name of DELTAS) {
    const own = reading[name];
    const counted = within.map((other) => other[name]);
    const isKnown = own !== null && counted.every((value) => value !== null);
    const rest = isKnown ? counted.reduce((most, value) => most - value, own) : null;
    if (rest !== null && rest < 0) return null;
    left[name] = rest;
  }
  if (left.inOctets === null || left.outOctets === null) return null;
  const [inBps, outBps] = [perSecond(left.inOctets, leftMs), perSecond(left.outOctets, leftMs)];
  // So little time is left that the clocks' difference is most of it.
  const isTooFast = Math.max(inBps, outBps) > FASTEST_SHARE * (reading.speedBps ?? Number.POSITIVE_INFINITY);
  return isTooFast ? null : { ...left, inBps, outBps };
}

function perSecond(octets: number, ms: number): number {
  return Math.round((octets * BITS_PER_OCTET * MS_PER_SECOND) / ms);
}
