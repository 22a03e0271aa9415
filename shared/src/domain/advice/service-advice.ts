import { FIRST_NORM, type TimerKind } from '../tickets/index.js';

/** What a service report warns of and advises on, the most pressing first. */
export const ADVICE_KINDS = [
  /** The line lost more than was promised. */
  'TARGET_MISSED',
  /** It failed again and again. */
  'CHRONIC',
  /** Most of what it may lose is lost. */
  'MINUTES_TIGHT',
  /** It lost minutes, and no other line stands in for it. */
  'NO_BACKUP',
  /** It is as full as a line should be. */
  'CAPACITY_FULL',
  /** It will be, if its load goes on to grow as it does. */
  'CAPACITY_SOON',
  /** Tickets ran out of a time of the norm. */
  'NORM_MISSED',
] as const;
export type AdviceKind = (typeof ADVICE_KINDS)[number];

/** So full, in percent of the contracted bandwidth by the 95th percentile, a line is to be extended. */
export const FULL_PERCENT = 80;
/** A load below this is not asked where it is going: it would have to grow by more than half first. */
export const TREND_WORTH_PERCENT = 50;
/** Extending a line takes months, not years: what is further away is no advice yet. */
export const SOON_MS = 180 * 86_400_000;
/** From this share of the minutes that a line may lose on they are nearly used up. */
export const TIGHT_USED_PERCENT = 80;
/** Lines that are named for one kind: the worst of them. */
export const ADVICE_LINES_MOST = 5;

const DAY_MS = 86_400_000;

/** What a report knows of a line. Times in ms. */
export interface AdvisedLine {
  readonly code: string;
  readonly isMet: boolean | null;
  /** What the target lets the period lose, and what counts as lost; null without a target. Seconds. */
  readonly allowance: { readonly allowedS: number; readonly usedS: number } | null;
  /** Whether it lost time by contract at all, seconds. */
  readonly lostS: number;
  /** Begins of the outages in the period that nobody had planned. */
  readonly outagesAt: readonly number[];
  /** Whether another line or a second leg stands in for it. */
  readonly isGuarded: boolean;
  /** 95th percentile of the larger direction, percent of the contracted bandwidth. */
  readonly utilisation: number | null;
  /** When it reaches `FULL_PERCENT`, looked at from `end`; null without a trend. */
  readonly fullAt: number | null;
}

/** How often a clock of the norm ran, and was kept. */
export interface AdvisedNorm<Timer extends TimerKind = TimerKind> {
  readonly timer: Timer;
  readonly all: number;
  readonly kept: number;
}

/** One piece of advice with the numbers that it rests on. `code`: the line, `timer`: the clock. */
export type Advice<Timer extends TimerKind = TimerKind> =
  | {
      readonly kind: 'TARGET_MISSED' | 'MINUTES_TIGHT';
      readonly code: string;
      readonly usedS: number;
      readonly allowedS: number;
    }
  | { readonly kind: 'CHRONIC'; readonly code: string; readonly outages: number; readonly days: number }
  | { readonly kind: 'NO_BACKUP'; readonly code: string; readonly lostS: number }
  | { readonly kind: 'CAPACITY_FULL'; readonly code: string; readonly utilisation: number }
  | {
      readonly kind: 'CAPACITY_SOON';
      readonly code: string;
      readonly utilisation: number;
      readonly fullAt: number;
    }
  | { readonly kind: 'NORM_MISSED'; readonly timer: Timer; readonly missed: number; readonly all: number };

/** Whether it is worth asking where the load of a line is going. */
export function isTrendWorthKnowing(utilisation: number | null): boolean {
  return utilisation !== null && utilisation >= TREND_WORTH_PERCENT && utilisation < FULL_PERCENT;
}

/**
 * What to tell of a period: of each kind the worst lines, in an order that depends on nothing but the numbers.
 *
 * @param end of the period, ms: the trend is looked at from here
 */
export function adviceOf<Timer extends TimerKind>(
  lines: readonly AdvisedLine[],
  norms: readonly AdvisedNorm<Timer>[],
  end: number,
): Advice<Timer>[] {
  const ofLines: Advice<Timer>[] = lines.flatMap((line) => adviceOfLine(line, end));
  const found = [...ofLines, ...norms.flatMap(adviceOfNorm)];
  return ADVICE_KINDS.flatMap((kind) =>
    found
      .filter((advice) => advice.kind === kind)
      .sort((one, other) => pressure(other) - pressure(one) || compareNames(nameOf(one), nameOf(other)))
      .slice(0, ADVICE_LINES_MOST),
  );
}

function adviceOfLine(line: AdvisedLine, end: number): Advice<never>[] {
  const { code, lostS, utilisation, fullAt } = line;
  const outages = mostWithin(line.outagesAt, FIRST_NORM.chronicDays * DAY_MS);
  return [
    ...adviceOfMinutes(line),
    ...(outages >= FIRST_NORM.chronicCount
      ? [{ kind: 'CHRONIC', code, outages, days: FIRST_NORM.chronicDays } as const]
      : []),
    ...(lostS > 0 && !line.isGuarded ? [{ kind: 'NO_BACKUP', code, lostS } as const] : []),
    ...(utilisation !== null && utilisation >= FULL_PERCENT
      ? [{ kind: 'CAPACITY_FULL', code, utilisation } as const]
      : []),
    ...(isTrendWorthKnowing(utilisation) && utilisation !== null && fullAt !== null && fullAt - end <= SOON_MS
      ? [{ kind: 'CAPACITY_SOON', code, utilisation, fullAt } as const]
      : []),
  ];
}

function adviceOfMinutes({ code, isMet, allowance }: AdvisedLine): Advice<never>[] {
  if (isMet === null || allowance === null) return [];
  const { usedS, allowedS } = allowance;
  if (!isMet) return [{ kind: 'TARGET_MISSED', code, usedS, allowedS }];
  return usedS > 0 && usedS * 100 >= allowedS * TIGHT_USED_PERCENT
    ? [{ kind: 'MINUTES_TIGHT', code, usedS, allowedS }]
    : [];
}

function adviceOfNorm<Timer extends TimerKind>({ timer, all, kept }: AdvisedNorm<Timer>): Advice<Timer>[] {
  return kept < all ? [{ kind: 'NORM_MISSED', timer, missed: all - kept, all }] : [];
}

/** The most moments that lie together within a length of time. */
function mostWithin(moments: readonly number[], lengthMs: number): number {
  const sorted = [...moments].sort((one, other) => one - other);
  let most = 0;
  let first = 0;
  for (const [index, at] of sorted.entries()) {
    while (at - (sorted[first] ?? at) > lengthMs) first++;
    most = Math.max(most, index - first + 1);
  }
  return most;
}

/** The larger, the worse; compared within one kind alone. */
function pressure(advice: Advice): number {
  switch (advice.kind) {
    case 'TARGET_MISSED':
      return advice.usedS - advice.allowedS;
    case 'MINUTES_TIGHT':
      return advice.usedS / Math.max(1, advice.allowedS);
    case 'CHRONIC':
      return advice.outages;
    case 'NO_BACKUP':
      return advice.lostS;
    case 'CAPACITY_FULL':
      return advice.utilisation;
    case 'CAPACITY_SOON':
      return -advice.fullAt;
    case 'NORM_MISSED':
      return advice.missed;
  }
}

function nameOf(advice: Advice): string {
  return advice.kind === 'NORM_MISSED' ? advice.timer : advice.code;
}

function compareNames(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}
