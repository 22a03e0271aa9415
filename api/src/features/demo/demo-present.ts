import type { CircuitEndSide, OperatingStatus, PortStatus } from '@linewatch/shared';
import type { DemoCircuit } from '@linewatch/shared/demo';
import { type EndsReadAt, endsReadAt } from '../telemetry/index.js';
import type { PastPiece } from './demo-states.js';
import type { PastReading } from './demo-traffic.js';

const MS = 1_000;
const PERCENT = 100;
/** How long after the slot an agent on the same machine answers. */
export const ANSWER_MS = 20;

/** What was told of one watched end. */
export interface PastEnd {
  readonly portId: number;
  readonly side: CircuitEndSide;
  readonly past: readonly PastPiece<PortStatus, number>[];
  readonly readings: readonly PastReading[];
}

/** What is known at the founding. Times in ms; null where nothing was ever read. */
export interface Present<Status> {
  readonly status: Status;
  readonly since: number;
  readonly sampleAt: number | null;
  /** Epoch seconds. */
  readonly slot: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  /** Percent of the contracted bandwidth; circuits only. */
  readonly utilisation: number | null;
}

interface Told<Status> {
  readonly pieces: readonly PastPiece<Status>[];
  readonly state: Present<Status>;
}

/** A port as its told past leaves it: its last piece is open. Without a past nothing is known since the founding. */
export function portPresent({ past, readings }: PastEnd, foundedAt: number): Told<PortStatus> {
  return open<PortStatus>(past, readings.at(-1), { status: 'UNKNOWN', sides: '' }, foundedAt);
}

/** The same of a circuit; its rates are those of the A end, or what the Z end mirrors. */
export function circuitPresent(
  { contractedBps }: Pick<DemoCircuit, 'contractedBps'>,
  past: readonly PastPiece<OperatingStatus, number>[],
  ends: readonly PastEnd[],
  foundedAt: number,
): Told<OperatingStatus> & { readonly read: EndsReadAt } {
  const sides = [...new Set(ends.map(({ side }) => side))].sort().join(',');
  const shown = ends.find(({ side }) => side === 'A') ?? ends[0];
  const last = shown?.readings.at(-1);
  const seenFromA =
    last === undefined || shown?.side === 'A' ? last : { ...last, inBps: last.outBps, outBps: last.inBps };
  const { pieces, state } = open<OperatingStatus>(past, seenFromA, { status: 'unknown', sides }, foundedAt);
  const busier = Math.max(state.inBps ?? 0, state.outBps ?? 0);
  const utilisation = state.inBps === null ? null : (PERCENT * busier) / contractedBps;
  const read = endsReadAt(ends.map(({ readings }) => ({ sampleAt: takenAt(readings.at(-1)) })));
  return { pieces, state: { ...state, utilisation }, read };
}

function open<Status>(
  past: readonly PastPiece<Status>[],
  last: PastReading | undefined,
  nothing: { readonly status: Status; readonly sides: string },
  foundedAt: number,
): Told<Status> {
  const newest = past.at(-1);
  // A past without a reading at its end says nothing of the present.
  const present =
    newest === undefined || last === undefined
      ? { ...nothing, from: foundedAt, to: null, evidence: 'SILENCE' }
      : { ...newest, to: null };
  const before = newest === undefined || last === undefined ? past : past.slice(0, -1);
  return {
    pieces: [...before, present],
    state: {
      status: present.status,
      since: present.from,
      sampleAt: takenAt(last),
      slot: last?.slot ?? null,
      inBps: last?.inBps ?? null,
      outBps: last?.outBps ?? null,
      utilisation: null,
    },
  };
}

function takenAt(reading: PastReading | undefined): number | null {
  return reading === undefined ? null : reading.slot * MS + ANSWER_MS;
}
