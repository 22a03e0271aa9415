import type { Interval } from '../intervals/index.js';
import type { OperatingStatus } from '../status/statuses.js';
import type { OutageCause } from './causes.js';

/** What a moment of a circuit counts as. */
export const TIME_STATES = ['up', 'down', 'excluded', 'unknown'] as const;
export type TimeState = (typeof TIME_STATES)[number];

/** What the network itself said of a moment, before works and suspensions: `stopped` is a line out of service. */
export const OBSERVED_STATES = ['up', 'down', 'unknown', 'stopped'] as const;
export type ObservedState = (typeof OBSERVED_STATES)[number];

/**
 * What a piece of time rests on: readings, traps, the silence of a collector or a device, a work, the circuit's being
 * out of service, or the judgement of the NOC.
 */
export const TIME_EVIDENCE = ['POLL', 'TRAP', 'SILENCE', 'WORK', 'SUSPENSION', 'JUDGEMENT'] as const;
export type TimeEvidenceKind = (typeof TIME_EVIDENCE)[number];

/** `refId` is the work's or the judgement's id; null where nothing but readings stands behind it. */
export interface TimeEvidence {
  readonly kind: TimeEvidenceKind;
  readonly refId: string | null;
}

/** One piece of a circuit's time, [from, to) in ms. */
export interface TimePiece extends Interval {
  readonly state: TimeState;
  /** The same moment without exclusions: the operational figure is made of it. */
  readonly observed: ObservedState;
  /** Why it was down or is excluded; null where there is nothing to explain. */
  readonly cause: OutageCause | null;
  readonly evidence: TimeEvidence;
  /** The outage that the piece belongs to, whether it counts or is excluded. */
  readonly outageId: string | null;
}

/** A piece of the stored history; `to` null while it holds. */
export interface ObservedPiece {
  readonly status: OperatingStatus;
  readonly from: number;
  readonly to: number | null;
  /** As stored: POLL, TRAP, SILENCE, MANUAL or WORK. */
  readonly evidence: string;
}

/** Time of a work that takes what happens within it out of the count. */
export interface ExcludingWork extends Interval {
  readonly id: string;
}

/** What is known of an outage beside its time; `judgementId` null until the NOC said something about it. */
export interface KnownOutage {
  readonly id: string;
  readonly from: number;
  readonly to: number | null;
  readonly cause: OutageCause;
  readonly judgementId: string | null;
}

export interface TimesInput {
  /** Cut by the circuit's life and by the present already. */
  readonly window: Interval;
  /** In order, without overlaps; where it has holes nothing is known. */
  readonly observed: readonly ObservedPiece[];
  readonly works: readonly ExcludingWork[];
  /** In order, without overlaps. */
  readonly outages: readonly KnownOutage[];
}

const OBSERVED_AS: Readonly<Record<OperatingStatus, ObservedState>> = {
  running: 'up',
  // One leg of a protected line is gone: it carries traffic all the same (P-COMPOSE).
  degraded: 'up',
  failed: 'down',
  unknown: 'unknown',
  stopped: 'stopped',
};

/**
 * One continuous, never overlapping history of a circuit in four states, each piece with what it rests on.
 * Silence is neither up nor down. Time out of service and time of excluding works is excluded, whatever was seen in it.
 * A judgement names the cause of down time and excludes nothing by itself: that takes a second person.
 *
 * @returns covers the window without holes, in order; equal neighbours are one piece
 */
export function circuitTimes({ window, observed, works, outages }: TimesInput): TimePiece[] {
  const pieces: TimePiece[] = [];
  let nextOutage = 0;
  for (const seen of withoutHoles(observed, window)) {
    for (const part of cutByWorks(seen, works)) {
      while ((outages[nextOutage]?.to ?? Number.POSITIVE_INFINITY) <= part.from) nextOutage += 1;
      const outage = outages[nextOutage];
      const isIn = seen.state === 'down' && outage !== undefined && outage.from <= part.from;
      append(pieces, { ...explained(seen, part, isIn ? outage : undefined), from: part.from, to: part.to });
    }
  }
  return pieces;
}

interface Seen extends Interval {
  readonly state: ObservedState;
  readonly evidence: string;
}

function withoutHoles(observed: readonly ObservedPiece[], window: Interval): Seen[] {
  const seen: Seen[] = [];
  let at = window.from;
  const silence = (to: number): void => {
    if (at < to) seen.push({ from: at, to, state: 'unknown', evidence: 'SILENCE' });
  };
  for (const { status, from, to, evidence } of observed) {
    const begin = Math.max(from, at);
    const end = Math.min(to ?? window.to, window.to);
    if (begin >= end) continue;
    silence(begin);
    seen.push({ from: begin, to: end, state: OBSERVED_AS[status], evidence });
    at = end;
  }
  silence(window.to);
  return seen;
}

interface Part extends Interval {
  readonly work: ExcludingWork | undefined;
}

function cutByWorks({ from, to }: Interval, works: readonly ExcludingWork[]): Part[] {
  const touching = works.filter((work) => work.from < to && from < work.to);
  if (touching.length === 0) return [{ from, to, work: undefined }];
  const edges = touching.flatMap((work) => [work.from, work.to]).filter((edge) => from < edge && edge < to);
  const cuts = [...new Set([from, ...edges, to])].sort((one, other) => one - other);
  return cuts.slice(0, -1).map((begin, index) => ({
    from: begin,
    to: cuts[index + 1] ?? to,
    work: touching.find((work) => work.from <= begin && begin < work.to),
  }));
}

function explained(
  { state, evidence }: Seen,
  { work }: Part,
  outage: KnownOutage | undefined,
): Omit<TimePiece, 'from' | 'to'> {
  const outageId = outage?.id ?? null;
  if (state === 'stopped') {
    return { state: 'excluded', observed: state, cause: null, evidence: by('SUSPENSION'), outageId };
  }
  if (work !== undefined) {
    return { state: 'excluded', observed: state, cause: 'PLANNED', evidence: by('WORK', work.id), outageId };
  }
  if (state === 'down') {
    const judgementId = outage?.judgementId ?? null;
    const cause = outage?.cause ?? 'UNKNOWN';
    const told = judgementId === null ? by(readBy(evidence)) : by('JUDGEMENT', judgementId);
    return { state, observed: state, cause, evidence: told, outageId };
  }
  return { state, observed: state, cause: null, evidence: by(readBy(evidence)), outageId };
}

function by(kind: TimeEvidenceKind, refId: string | null = null): TimeEvidence {
  return { kind, refId };
}

/** Entries by hand are steps of the circuit's life: after one of them nothing is known until it is read. */
function readBy(evidence: string): TimeEvidenceKind {
  if (evidence === 'MANUAL') return 'SILENCE';
  return (TIME_EVIDENCE as readonly string[]).includes(evidence) ? (evidence as TimeEvidenceKind) : 'POLL';
}

function append(pieces: TimePiece[], piece: TimePiece): void {
  const last = pieces.at(-1);
  if (last?.to === piece.from && saysTheSame(last, piece)) pieces[pieces.length - 1] = { ...last, to: piece.to };
  else pieces.push(piece);
}

function saysTheSame(one: TimePiece, other: TimePiece): boolean {
  return (
    one.state === other.state &&
    one.observed === other.observed &&
    one.cause === other.cause &&
    one.outageId === other.outageId &&
    one.evidence.kind === other.evidence.kind &&
    one.evidence.refId === other.evidence.refId
  );
}
