import {
  type CircuitEndLive,
  type CircuitLive,
  isStale,
  type OperatingStatus,
  type PortStatus,
} from '@linewatch/shared';

function isOld(sampleAt: string | null, intervalS: number, now: number): boolean {
  return isStale(sampleAt === null ? null : Date.parse(sampleAt), intervalS, now);
}

/**
 * The status that may be shown now: what the network said last, or unknown when that is too old. A service that is
 * stopped is not polled and stays what it is.
 */
export function shownStatus(circuit: CircuitLive, now: number): OperatingStatus {
  if (circuit.status === 'stopped') return 'stopped';
  return isOld(circuit.sampleAt, circuit.intervalS, now) ? 'unknown' : circuit.status;
}

/** The same for one end of it. */
export function shownEndStatus(end: CircuitEndLive, circuit: CircuitLive, now: number): PortStatus {
  if (circuit.status === 'stopped') return end.status;
  return isOld(end.sampleAt, circuit.intervalS, now) ? 'UNKNOWN' : end.status;
}

/** Since when the shown status holds, ms: for a stale one, since the last reading; null when never known. */
export function shownSince(circuit: CircuitLive, now: number): number | null {
  const shown = shownStatus(circuit, now);
  const text = shown === circuit.status ? circuit.since : circuit.sampleAt;
  return text === null ? null : Date.parse(text);
}
