import type { CircuitEndLive, CircuitLive, CoveringWork } from '@linewatch/shared';
import type { RunningWork } from '../works-cover/index.js';
import { presentCircuit, presentEnd, type StoredState } from './circuit-freshness.js';
import type { EndRow, StateRow } from './circuit.rows.js';

/** Poll interval that a circuit without any stored state is judged by, seconds. */
const DEFAULT_INTERVAL_S = 60;

/** The part of a circuit that changes by itself, as it may be said at `now` (ms). */
export function toCircuitLive(row: StateRow, ends: readonly EndRow[], now: number, work?: RunningWork): CircuitLive {
  const intervalS = row.intervalS ?? DEFAULT_INTERVAL_S;
  const stored = storedState(row);
  const watched = ends.filter(isWatched).map(({ sampleAt }) => toMs(sampleAt));
  const present = presentCircuit(stored, watched, intervalS, now);
  return {
    id: row.id,
    status: present.status,
    since: toInstant(present.since),
    sampleAt: toInstant(stored.sampleAt),
    intervalS,
    inBps: present.inBps,
    outBps: present.outBps,
    utilisation: present.inBps === null && present.outBps === null ? null : row.utilisation,
    ends: ends.map((end) => toEndLive(end, intervalS, now)),
    work: work === undefined ? null : toCoveringWork(work),
  };
}

function toCoveringWork({ windowId, number, until }: RunningWork): CoveringWork {
  return { id: windowId, number, until: new Date(until).toISOString() };
}

function toEndLive(row: EndRow, intervalS: number, now: number): CircuitEndLive {
  const stored = storedState(row);
  const present = presentEnd(stored, intervalS, now);
  return {
    id: row.id,
    side: row.side,
    status: present.status,
    since: toInstant(present.since),
    sampleAt: toInstant(stored.sampleAt),
    inBps: present.inBps,
    outBps: present.outBps,
  };
}

function storedState(row: Pick<StateRow, 'status' | 'since' | 'sampleAt' | 'inBps' | 'outBps'>): StoredState {
  return { ...row, since: toMs(row.since), sampleAt: toMs(row.sampleAt) };
}

function toMs(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

/** ISO 8601 in UTC, or null. */
export function toInstant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** Only watched ends say something of the circuit (P-COMPOSE). */
function isWatched({ portId, monitoring }: EndRow): boolean {
  return portId !== null && monitoring !== 'UNMONITORED';
}
