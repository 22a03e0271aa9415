import { portStatus, type Reading } from '@linewatch/shared';
import type { PortFacts, PortNow } from './port-state.repository.js';
import { isSilent, portHistory, type PortSample, silenceBegins } from './port-transitions.js';
import type { StateSample } from './sample-rows.js';
import type { HistoryWindow } from './state-history.js';

/** A port after new readings: its row, and the stretches of its history that they make anew. */
export interface PortStep {
  readonly now: PortNow;
  readonly windows: readonly HistoryWindow[];
}

/** A stored reading as the history sees it. */
export function toPortSample(sample: StateSample | Reading, { role }: PortFacts): PortSample {
  const status = portStatus(sample.adminStatus, sample.operStatus, role);
  return { takenAt: sample.takenAt, status, lastChangeAt: sample.lastChangeAt };
}

/**
 * A port after readings that are newer than all before.
 *
 * @param before null when the port never answered
 * @param last the newest reading before, null when there is none or it is no longer stored
 * @param readings at least one, in order of `takenAt`
 * @param judgedAt ms, or null while nothing may be called silent
 */
export function advance(
  facts: PortFacts,
  before: PortNow | null,
  last: PortSample | null,
  readings: readonly Reading[],
  judgedAt: number | null,
): PortStep {
  const newest = readings.at(-1);
  if (newest === undefined) throw new Error('a port cannot advance without a reading');
  if (
    readings.length === 1 &&
    before !== null &&
    last !== null &&
    goesOnQuietly(facts, before, last, newest, judgedAt)
  ) {
    return { now: { ...presentOf(newest), status: before.status, since: before.since }, windows: [] };
  }
  const samples = [...(last === null ? [] : [last]), ...readings.map((reading) => toPortSample(reading, facts))];
  const pieces = portHistory(samples, facts.intervalMs, judgedAt);
  const present = pieces.at(-1);
  const [first] = pieces;
  if (present === undefined || first === undefined) throw new Error('readings make at least one piece of history');
  const goesOn = before !== null && before.sampleAt !== null && pieces.length === 1 && present.status === before.status;
  const silent = present.evidence === 'SILENCE';
  const now: PortNow = {
    ...presentOf(newest),
    status: present.status,
    since: goesOn ? before.since : present.from,
    ...(silent && { inBps: null, outBps: null }),
  };
  return { now, windows: goesOn ? [] : [{ from: first.from, to: null, pieces }] };
}

/** Whether a reading says what the one before said, and nothing was silent between or after: what nearly all do. */
function goesOnQuietly(
  facts: PortFacts,
  before: PortNow,
  last: PortSample,
  newest: Reading,
  judgedAt: number | null,
): boolean {
  const { intervalMs } = facts;
  if (before.sampleAt === null || before.status === 'UNKNOWN' || last.status !== before.status) return false;
  if (portStatus(newest.adminStatus, newest.operStatus, facts.role) !== before.status) return false;
  if (isSilent(last.takenAt, intervalMs, newest.takenAt)) return false;
  return judgedAt === null || !isSilent(newest.takenAt, intervalMs, judgedAt);
}

function presentOf(newest: Reading): Omit<PortNow, 'status' | 'since'> {
  return {
    portId: newest.portId,
    sampleAt: newest.takenAt,
    slot: newest.slot,
    inBps: newest.inBps,
    outBps: newest.outBps,
    ifIndex: newest.ifIndex,
    speedBps: newest.speedBps,
    resume: newest.resume,
  };
}

/**
 * The stretch of a port's history that readings from before its newest one make anew. They never change what is true
 * now, but they may show that a silence was none.
 *
 * @param samples the late readings with all stored ones between, the last before and the first after them
 */
export function repair(facts: PortFacts, samples: readonly StateSample[]): HistoryWindow[] {
  const first = samples[0];
  const last = samples.at(-1);
  if (first === undefined || last === undefined || last.takenAt <= first.takenAt) return [];
  const pieces = portHistory(
    samples.map((sample) => toPortSample(sample, facts)),
    facts.intervalMs,
    null,
  );
  const within = pieces
    .filter((piece) => piece.from < last.takenAt)
    .map((piece) => ({ ...piece, to: piece.to === null || piece.to > last.takenAt ? last.takenAt : piece.to }));
  return [{ from: first.takenAt, to: last.takenAt, pieces: within }];
}

/**
 * A port of which nothing was heard: unknown from one interval after its newest reading.
 *
 * @param at ms; when it is said to be silent
 * @param gaveUp the device did not answer several polls in a row, so that there is nothing to wait for
 * @returns null when it is too early to say so
 */
export function fallSilent(facts: PortFacts, before: PortNow, at: number, gaveUp: boolean): PortStep | null {
  const { sampleAt } = before;
  if (sampleAt === null || before.status === 'UNKNOWN') return null;
  const from = silenceBegins(sampleAt, facts.intervalMs);
  if (gaveUp ? at < from : !isSilent(sampleAt, facts.intervalMs, at)) return null;
  const piece = { status: 'UNKNOWN', from, to: null, sides: '', evidence: 'SILENCE' } as const;
  const now: PortNow = { ...before, status: 'UNKNOWN', since: from, inBps: null, outBps: null };
  return { now, windows: [{ from, to: null, pieces: [piece] }] };
}
