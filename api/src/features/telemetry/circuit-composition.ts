import {
  type CircuitEndSide,
  type ComposeMode,
  type OperatingStatus,
  operatingStatus,
  type PortStatus,
} from '@linewatch/shared';
import { joinEqual, type Piece } from './state-history.js';

/** What the composition needs to know of a circuit. */
export interface CircuitRule {
  readonly composeMode: ComposeMode;
  /** TMF638 service state. */
  readonly state: string;
  /** ms; when it came into this state, or null: before anybody wrote it down. */
  readonly stateSince?: number | null;
}

/** The state of a watched end at one moment. Ends that nobody watches are not handed in: they do not count. */
export interface EndStatus {
  readonly side: CircuitEndSide;
  readonly status: PortStatus;
}

/** The history of a watched end. */
export interface EndHistory {
  readonly side: CircuitEndSide;
  readonly pieces: readonly Piece[];
}

/** Rates of one end, bit/s, as its port counts them. */
export interface EndRates {
  readonly side: CircuitEndSide;
  readonly sampleAt: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
}

/** Rates of a circuit, seen from its A end. */
export interface CircuitRates {
  readonly sampleAt: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  /** The larger of both, percent of the contracted bandwidth, two places. */
  readonly utilisation: number | null;
}

/** Between which moments the newest readings of a circuit's watched ends were taken, ms. */
export interface EndsReadAt {
  /** Null while one of them was never read. */
  readonly oldestEndAt: number | null;
  /** Null while none was read. */
  readonly newestEndAt: number | null;
}

/** Operating status of a circuit from its watched ends (P-COMPOSE). */
export function composeStatus(ends: readonly EndStatus[], rule: CircuitRule): OperatingStatus {
  return operatingStatus(
    ends.map(({ status }) => ({ monitored: true, status })),
    rule.composeMode,
    rule.state,
  );
}

/**
 * The history of a circuit over [from, to) from the histories of its watched ends. Where an end has no history,
 * nothing is known of it.
 *
 * @param to ms, or null: up to now and on
 */
export function composeHistory(
  ends: readonly EndHistory[],
  rule: CircuitRule,
  from: number,
  to: number | null,
): Piece<OperatingStatus>[] {
  const cuts = cutsOf(ends, from, to);
  return joinEqual(cuts.map((at, index) => composedPiece(ends, rule, at, cuts[index + 1] ?? to)));
}

/**
 * The A ends' rates, added up where a side has several ports; without a watched A end the Z ends', mirrored: what
 * enters at Z leaves at A. A bundle has no rate while that of a port is not known; ports that were never read do not
 * count yet.
 */
export function circuitRates(ends: readonly EndRates[], contractedBps: number): CircuitRates {
  const side = ends.some((end) => end.side === 'A') ? 'A' : 'Z';
  let sampleAt: number | null = null;
  let into: number | null = null;
  let out: number | null = null;
  for (const end of ends) {
    if (end.side !== side || end.sampleAt === null) continue;
    into = sampleAt === null ? end.inBps : added(into, end.inBps);
    out = sampleAt === null ? end.outBps : added(out, end.outBps);
    sampleAt = sampleAt === null ? end.sampleAt : Math.max(sampleAt, end.sampleAt);
  }
  const [inBps, outBps] = side === 'A' ? [into, out] : [out, into];
  return { sampleAt, inBps, outBps, utilisation: utilisation(inBps, outBps, contractedBps) };
}

/** See `EndsReadAt`. */
export function endsReadAt(ends: readonly Pick<EndRates, 'sampleAt'>[]): EndsReadAt {
  let [oldest, newest] = [Infinity, -Infinity];
  let isWhole = ends.length > 0;
  for (const { sampleAt } of ends) {
    if (sampleAt === null) {
      isWhole = false;
      continue;
    }
    if (sampleAt < oldest) oldest = sampleAt;
    if (sampleAt > newest) newest = sampleAt;
  }
  return { oldestEndAt: isWhole ? oldest : null, newestEndAt: newest === -Infinity ? null : newest };
}

/** @returns null as soon as one is not known */
function added(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function utilisation(inBps: number | null, outBps: number | null, contractedBps: number): number | null {
  if (contractedBps <= 0 || (inBps === null && outBps === null)) return null;
  return Math.round((Math.max(inBps ?? 0, outBps ?? 0) / contractedBps) * 10_000) / 100;
}

/** Every moment at which something changes at an end, from the begin of the stretch on. */
function cutsOf(ends: readonly EndHistory[], from: number, to: number | null): number[] {
  const edges = ends.flatMap(({ pieces }) => pieces.flatMap((piece) => [piece.from, piece.to ?? piece.from]));
  const inside = edges.filter((edge) => edge > from && (to === null || edge < to));
  return [...new Set([from, ...inside])].sort((left, right) => left - right);
}

function composedPiece(
  ends: readonly EndHistory[],
  rule: CircuitRule,
  from: number,
  to: number | null,
): Piece<OperatingStatus> {
  const now = ends.map(({ side, pieces }) => ({ side, piece: pieces.find((piece) => covers(piece, from)) }));
  const statuses = now.map(({ side, piece }) => ({ side, status: statusOf(piece) }));
  const status = composeStatus(statuses, rule);
  const silent = status === 'unknown' && now.some(({ piece }) => piece === undefined || piece.evidence === 'SILENCE');
  return {
    status,
    from,
    to,
    sides: status === 'stopped' ? '' : sidesNotUp(statuses),
    evidence: silent ? 'SILENCE' : isTimedByTraps(status, now) ? 'TRAP' : 'POLL',
  };
}

/** Whether all that was down was seen by traps alone, between two readings that saw it up. */
function isTimedByTraps(status: OperatingStatus, ends: readonly { readonly piece: Piece | undefined }[]): boolean {
  const down = ends.filter(({ piece }) => statusOf(piece) === 'DOWN');
  return status === 'failed' && down.length > 0 && down.every(({ piece }) => piece?.evidence === 'TRAP');
}

function statusOf(piece: Piece | undefined): PortStatus {
  return (piece?.status ?? 'UNKNOWN') as PortStatus;
}

function covers(piece: Piece, at: number): boolean {
  return piece.from <= at && (piece.to === null || piece.to > at);
}

/** A standby leg that waits is where it should be. */
function sidesNotUp(ends: readonly EndStatus[]): string {
  const sides = ends.filter(({ status }) => status !== 'UP' && status !== 'STANDBY').map(({ side }) => side);
  return [...new Set(sides)].sort().join(',');
}
