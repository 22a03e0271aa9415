import {
  type CircuitEndLive,
  type CircuitLive,
  type CoveringWork,
  isStale,
  type OperatingStatus,
  type PortStatus,
} from '@linewatch/shared';
import type { CoveredStatus } from '../../../ui/status/status-look';

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

/** What is written of a circuit: while a planned work covers it, that, and otherwise the status that may be shown. */
export function shownWord(circuit: CircuitLive, now: number): OperatingStatus | CoveredStatus {
  const status = shownStatus(circuit, now);
  return status !== 'stopped' && coveringWork(circuit, now) !== null ? 'inWork' : status;
}

/** The work that covers a circuit at a time (ms). */
export function coveringWork({ work }: CircuitLive, now: number): CoveringWork | null {
  return work !== undefined && work !== null && now < Date.parse(work.until) ? work : null;
}
