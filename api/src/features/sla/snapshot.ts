import { createHash } from 'node:crypto';
import {
  type Availability,
  type DegradedPiece,
  type Interval,
  type Ledger,
  type LedgerInput,
  type LedgerPiece,
  type NormKept,
  type Quality,
  shownDown,
  type SlaTerms,
} from '@linewatch/shared';

/** Seconds of one figure, with the exact share as text. */
export interface StoredFigure {
  readonly percent: string | null;
  readonly exact: string | null;
  readonly totalS: number;
  readonly scheduledS: number;
  readonly downS: number;
  readonly excludedS: number;
  readonly unknownS: number;
  readonly lostS: number;
}

/** What lists show of a month. */
export interface StoredFigures {
  readonly contractual: StoredFigure;
  readonly operational: StoredFigure;
  readonly withoutDisputed: StoredFigure | null;
  readonly isMet: boolean | null;
  readonly isRestorationMet: boolean | null;
  readonly outages: number;
  readonly longestOutageS: number;
  readonly meanOutageS: number | null;
  readonly meanBetweenS: number | null;
  /** Of rule 2, where something is promised that is measured. */
  readonly quality?: Omit<Quality, 'pieces'>;
  /** Of rule 2, where a share of tickets is promised. */
  readonly norm?: NormKept;
}

/** A ticket of the month with the clocks that were counted. ms */
export interface CountedTicket {
  readonly id: string;
  readonly restoredAt: number | null;
  readonly clocks: readonly {
    readonly kind: string;
    readonly targetMs: number;
    readonly elapsedMs: number | null;
    readonly isKept: boolean;
  }[];
}

/** A month as it was closed: all it was reckoned from, by which terms, and the result. Changed only by a new `rule`. */
export interface Snapshot {
  /**
   * 1: availability and restoration. 2: the same, with what is measured and with tickets; only where a contract promises
   * any of it, so that every month of rule 1 still reckons to the same text.
   */
  readonly rule: 1 | 2;
  readonly circuitId: string;
  readonly month: string;
  readonly agreed: string | null;
  readonly terms: SlaTerms;
  readonly input: Omit<LedgerInput, 'hours'>;
  readonly figures: StoredFigures;
  readonly pieces: readonly LedgerPiece[];
  readonly degraded?: readonly DegradedPiece[];
  readonly tickets?: readonly CountedTicket[];
}

const PLACES = 3;

/** Text and hash of a snapshot: the same inputs give the same text to the last letter, on every database. */
export function sealed(snapshot: Snapshot): { readonly text: string; readonly hash: string } {
  const text = JSON.stringify(ordered(snapshot));
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/** Lists that come in any order from the database, and keys of every object, in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  );
}

/** Inputs in order of time, so that the order in which things became known makes no difference. */
export function inOrder({ period, life, line, excluded }: LedgerInput): Snapshot['input'] {
  return { period, life: [...life].sort(byTime), line: [...line].sort(byTime), excluded: [...excluded].sort(byTime) };
}

function byTime(one: Interval, other: Interval): number {
  return one.from - other.from || one.to - other.to || (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
}

export function toFigures(ledger: Ledger): StoredFigures {
  return {
    contractual: toFigure(ledger.contractual),
    operational: toFigure(ledger.operational),
    withoutDisputed: ledger.withoutDisputed === null ? null : toFigure(ledger.withoutDisputed),
    isMet: ledger.isMet,
    isRestorationMet: ledger.isRestorationMet,
    outages: ledger.outages,
    longestOutageS: ledger.longestOutageS,
    meanOutageS: ledger.meanOutageS,
    meanBetweenS: ledger.meanBetweenS,
  };
}

function toFigure({
  percent,
  totalS,
  scheduledS,
  downS,
  excludedS,
  unknownS,
  countedDownS,
}: Availability): StoredFigure {
  return {
    percent: percent === null ? null : shownDown(percent, PLACES),
    exact: percent === null ? null : `${percent.numerator.toString()}/${percent.denominator.toString()}`,
    totalS,
    scheduledS,
    downS,
    excludedS,
    unknownS,
    lostS: countedDownS,
  };
}
