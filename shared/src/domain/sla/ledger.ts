import {
  availability,
  type Availability,
  fractionOfDecimal,
  isAtLeastFraction,
  longOutages,
  meanTimeBetweenFailures,
  wholeSeconds,
} from '../availability/index.js';
import { coveredMs, type Interval, intersectIntervals, subtractIntervals } from '../intervals/index.js';
import { cutByLayers } from './layers.js';
import { type SlaTerms, targetOf } from './terms.js';

/** What the line was when it was not up. The rest of its life it was up. */
export interface LineTime extends Interval {
  readonly state: 'down' | 'unknown';
  /** How it is known: code of domain `evidence`. */
  readonly evidence: string;
  /** Why, as the NOC judged; null while nobody did. */
  readonly cause: string | null;
  /** The outage's id. */
  readonly ref: string | null;
}

/** Why time is taken out, the strongest first: of two exclusions over the same second the first one is named. */
export const EXCLUSION_REASONS = ['SUSPENDED', 'WORK', 'CUSTOMER', 'THIRD_PARTY', 'FORCE_MAJEURE', 'OTHER'] as const;
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number];

export interface ExcludedTime extends Interval {
  readonly reason: ExclusionReason;
  /** Of the work or the exclusion. */
  readonly ref: string | null;
  /** Whether the customer objected and nobody has answered yet. */
  readonly isDisputed: boolean;
}

/** All that is known of one circuit's period; lists in any order, overlapping as they like. */
export interface LedgerInput {
  readonly period: Interval;
  /** When the circuit was in service, suspensions included. */
  readonly life: readonly Interval[];
  /** What the contract counts of the period (`contractTime`). */
  readonly hours: readonly Interval[];
  readonly line: readonly LineTime[];
  readonly excluded: readonly ExcludedTime[];
}

/** A stretch of the period that was not up, with its reason. */
export interface LedgerPiece extends Interval {
  readonly kind: 'down' | 'excluded' | 'unknown';
  readonly reason: ExclusionReason | null;
  readonly ref: string | null;
  /** What the line was; an excluded piece may have been up. */
  readonly line: 'up' | 'down' | 'unknown';
  readonly evidence: string | null;
  readonly cause: string | null;
  readonly outageId: string | null;
  readonly isDisputed: boolean;
}

export interface Ledger {
  /** What the line did, around the clock, without any exclusion but suspension (运行). */
  readonly operational: Availability;
  /** What the contract counts (合同). */
  readonly contractual: Availability;
  /** The same without the exclusions that the customer objects to; null when there are none. */
  readonly withoutDisputed: Availability | null;
  /** Of `contractual`: each second that was not up, once, in order. */
  readonly pieces: readonly LedgerPiece[];
  /** Outages that began in the period and count. */
  readonly outages: number;
  readonly longestOutageS: number;
  /** Mean length of those outages within the period; null without any. */
  readonly meanOutageS: number | null;
  readonly meanBetweenS: number | null;
  /** Null: no target, or nothing was scheduled. */
  readonly isMet: boolean | null;
  readonly isRestorationMet: boolean | null;
}

type Source = (LineTime & { readonly reason?: never }) | ExcludedTime;

/**
 * The ledger of one circuit and period (P-AVAIL): every second is up, down, excluded or unknown, exactly once.
 *
 * An exclusion that the contract does not know (force majeure where it says so) and time of works beyond the monthly
 * cap, counted from the period's begin, take nothing out.
 */
export function reckonLedger(input: LedgerInput, terms: SlaTerms): Ledger {
  const { period } = input;
  const line = input.line.map((time) => ({ ...time, ...wholeSeconds(time) }));
  const inService = intersectIntervals(input.life.map(wholeSeconds), [wholeSeconds(period)]);
  const within = intersectIntervals(input.hours.map(wholeSeconds), inService);
  const excluded = allowedExclusions(input.excluded, terms, within);
  const outages = line.filter(({ state }) => state === 'down');
  const noData = line.filter(({ state }) => state === 'unknown');
  const rules = { noDataPolicy: terms.noDataPolicy, denominator: terms.denominator, minOutageS: terms.minOutageS };
  const known = { period, outages, noData };
  const contractual = availability({ ...known, ...rules, within, excluded });
  const suspended = excluded.filter(({ reason }) => reason === 'SUSPENDED');
  const undisputed = excluded.filter(({ isDisputed }) => !isDisputed);
  const counts = outageCounts(contractual, longOutages(outages, terms.minOutageS), period);
  const target = targetOf(terms, 'AVAILABILITY');
  return {
    operational: availability({ ...known, within: inService, excluded: suspended }),
    contractual,
    withoutDisputed:
      undisputed.length === excluded.length ? null : availability({ ...known, ...rules, within, excluded: undisputed }),
    pieces: ledgerPieces(contractual, line, excluded),
    ...counts,
    isMet:
      target === null || contractual.percent === null
        ? null
        : isAtLeastFraction(contractual.percent, fractionOfDecimal(target)),
    isRestorationMet: restorationMet(counts.longestOutageS, targetOf(terms, 'RESTORATION')),
  };
}

/** @param target minutes as decimal text */
function restorationMet(longestS: number, target: string | null): boolean | null {
  if (target === null) return null;
  const minutes = fractionOfDecimal(target);
  return BigInt(longestS) * minutes.denominator <= 60n * minutes.numerator;
}

function allowedExclusions(
  all: readonly ExcludedTime[],
  terms: SlaTerms,
  within: readonly Interval[],
): readonly ExcludedTime[] {
  const known = all
    .map((time) => ({ ...time, ...wholeSeconds(time) }))
    .filter(({ reason }) => reason !== 'FORCE_MAJEURE' || terms.excludesForceMajeure);
  if (terms.monthlyCapS === null) return known;
  const works = known.filter(({ reason }) => reason === 'WORK');
  const others = known.filter(({ reason }) => reason !== 'WORK');
  const allowed = firstSeconds(subtractIntervals(intersectIntervals(works, within), others), terms.monthlyCapS);
  const capped = works.flatMap((work) => intersectIntervals([work], allowed).map((part) => ({ ...work, ...part })));
  return [...others, ...capped];
}

/** The first so many seconds of covered time. */
function firstSeconds(intervals: readonly Interval[], seconds: number): Interval[] {
  let leftMs = seconds * 1_000;
  const first: Interval[] = [];
  for (const { from, to } of intervals) {
    if (leftMs <= 0) break;
    first.push({ from, to: Math.min(to, from + leftMs) });
    leftMs -= to - from;
  }
  return first;
}

function outageCounts(
  { down, scheduledS, downS }: Availability,
  long: readonly Interval[],
  period: Interval,
): Pick<Ledger, 'outages' | 'longestOutageS' | 'meanOutageS' | 'meanBetweenS'> {
  const lengths = new Map<Interval, number>();
  for (const { from, to, over } of cutByLayers(down, [long], (one, other) => one.from - other.from)) {
    const [outage] = over;
    if (outage) lengths.set(outage, (lengths.get(outage) ?? 0) + to - from);
  }
  const begun = [...lengths].filter(([outage]) => outage.from >= wholeSeconds(period).from).map(([, ms]) => ms / 1_000);
  const sumS = begun.reduce((sum, lengthS) => sum + lengthS, 0);
  return {
    outages: begun.length,
    longestOutageS: [...lengths.values()].reduce((longest, ms) => Math.max(longest, ms / 1_000), 0),
    meanOutageS: begun.length === 0 ? null : sumS / begun.length,
    meanBetweenS: meanTimeBetweenFailures(scheduledS, downS, begun.length),
  };
}

function ledgerPieces(
  { down, excluded, unknown }: Availability,
  line: readonly LineTime[],
  exclusions: readonly ExcludedTime[],
): LedgerPiece[] {
  const pieces: LedgerPiece[] = [];
  for (const [kind, covered] of [
    ['down', down],
    ['excluded', excluded],
    ['unknown', unknown],
  ] as const) {
    const of = kind === 'excluded' ? line : line.filter(({ state }) => state === kind);
    for (const piece of cutByLayers<Source>(covered, [exclusions, of], precedence)) {
      const [why, was] = piece.over as [ExcludedTime | null, LineTime | null];
      pieces.push({
        from: piece.from,
        to: piece.to,
        kind,
        reason: kind === 'excluded' ? (why?.reason ?? null) : null,
        ref: kind === 'excluded' ? (why?.ref ?? null) : null,
        line: was?.state ?? 'up',
        evidence: was?.evidence ?? null,
        cause: was?.cause ?? null,
        outageId: was?.ref ?? null,
        isDisputed: kind === 'excluded' && (why?.isDisputed ?? false),
      });
    }
  }
  return pieces.sort((one, other) => one.from - other.from);
}

/** Exclusions by their reason, evidence of an outage before missing data; then whichever began first. */
function precedence(one: Source, other: Source): number {
  return rank(one) - rank(other) || one.from - other.from || compareRefs(one.ref ?? '', other.ref ?? '');
}

function rank(source: Source): number {
  if (source.reason !== undefined) {
    return EXCLUSION_REASONS.indexOf(source.reason) + (source.isDisputed ? EXCLUSION_REASONS.length : 0);
  }
  return source.state === 'down' ? 0 : 1;
}

function compareRefs(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Seconds of the pieces of one kind: the sum of what a page lists. */
export function secondsOfPieces(pieces: readonly LedgerPiece[], kind: LedgerPiece['kind']): number {
  return coveredMs(pieces.filter((piece) => piece.kind === kind)) / 1_000;
}
