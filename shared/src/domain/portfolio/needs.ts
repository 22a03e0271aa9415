/**
 * Why a customer needs its account manager, the most pressing first. This order is the rule by which portfolios are
 * sorted; whoever changes it changes who is called first.
 */
export const NEEDS = [
  /** Circuits that are down now. */
  'LINES_DOWN',
  /** Open tickets of which a clock ran out. */
  'CLOCKS_BREACHED',
  /** Circuits that have lost more this month than was promised. */
  'SLA_MISSED',
  /** Call-backs that should have been made by now. */
  'CALL_BACKS_LATE',
  /** Share of this month's minutes that the tightest circuit has left, percent, rounded down. */
  'SLA_TIGHT',
  /** Unhappy customers who wait for a call that is not late yet. */
  'CALL_BACKS_DUE',
  /** Mean of the ratings of the last 90 days, in tenths. */
  'UNSATISFIED',
  /** Circuits that are degraded now. */
  'LINES_DEGRADED',
  /** Circuits of which nothing is known. */
  'LINES_UNKNOWN',
  /** Faults that stand open at circuits that are neither down nor degraded. */
  'FAULTS_OPEN',
  /** Days until the next contract ends. */
  'CONTRACT_ENDS',
  /** Tickets that are being worked at in time. */
  'TICKETS_OPEN',
] as const;
export type Need = (typeof NEEDS)[number];

/** Those that put a customer at risk: something was promised and is broken, or is about to be. */
const RISKS: ReadonlySet<Need> = new Set([
  'LINES_DOWN',
  'CLOCKS_BREACHED',
  'SLA_MISSED',
  'CALL_BACKS_LATE',
  'SLA_TIGHT',
  'UNSATISFIED',
]);
/** Of these the smaller number is the worse one. */
const LESS_IS_WORSE: ReadonlySet<Need> = new Set(['SLA_TIGHT', 'UNSATISFIED', 'CONTRACT_ENDS']);

/** Less than this share of a month's minutes left is tight, percent. */
export const TIGHT_BELOW_PERCENT = 20;
/** A mean below this calls for a talk; in tenths of the scale from 1 to 5. */
export const UNSATISFIED_BELOW_TENTHS = 35;
/** So long before its end a contract is talked about. */
export const CONTRACT_NOTICE_DAYS = 90;
/** So far back ratings count. */
export const SATISFACTION_DAYS = 90;

/** What is known of a customer. Counts are of what the asking manager may see. */
export interface CustomerStanding {
  readonly down: number;
  readonly degraded: number;
  readonly unknown: number;
  readonly openFaults: number;
  readonly openTickets: number;
  /** Open tickets of which a clock ran out. */
  readonly breachedTickets: number;
  readonly openCallBacks: number;
  readonly lateCallBacks: number;
  /** Circuits that have lost more than they may. */
  readonly missedLines: number;
  /** What the tightest circuit may lose and has left, seconds; null when none has lost half of it. */
  readonly tightest: { readonly allowedS: number; readonly leftS: number } | null;
  /** Sum and number of the overall ratings of the last 90 days. */
  readonly ratings: { readonly sum: number; readonly count: number };
  /** Whole days until the next end of a contract; null when none ends soon. */
  readonly contractEndsInDays: number | null;
}

/** A reason with the number that it rests on. */
export interface StatedNeed {
  readonly need: Need;
  readonly value: number;
}

/** Why a customer needs attention, the most pressing reason first; none of a healthy one. */
export function needsOf(standing: CustomerStanding): StatedNeed[] {
  const { openCallBacks, lateCallBacks, openTickets, breachedTickets, down, degraded, openFaults } = standing;
  const values: Readonly<Record<Need, number | null>> = {
    LINES_DOWN: atLeastOne(down),
    CLOCKS_BREACHED: atLeastOne(breachedTickets),
    SLA_MISSED: atLeastOne(standing.missedLines),
    CALL_BACKS_LATE: atLeastOne(lateCallBacks),
    SLA_TIGHT: tightShare(standing.tightest),
    CALL_BACKS_DUE: atLeastOne(openCallBacks - lateCallBacks),
    UNSATISFIED: lowMean(standing.ratings),
    LINES_DEGRADED: atLeastOne(degraded),
    LINES_UNKNOWN: atLeastOne(standing.unknown),
    FAULTS_OPEN: down + degraded === 0 ? atLeastOne(openFaults) : null,
    CONTRACT_ENDS: soonEnd(standing.contractEndsInDays),
    TICKETS_OPEN: atLeastOne(openTickets - breachedTickets),
  };
  return NEEDS.flatMap((need) => {
    const value = values[need];
    return value === null ? [] : [{ need, value }];
  });
}

/** Whether a promise is broken or about to be, for the list of customers at risk. */
export function isAtRisk(needs: readonly StatedNeed[]): boolean {
  return needs.some(({ need }) => RISKS.has(need));
}

/**
 * Orders customers by need: the most pressing reason decides, then its number, then the next reason. Who has no
 * reason left comes after who has one. Zero: equally in need.
 */
export function compareNeeds(first: readonly StatedNeed[], second: readonly StatedNeed[]): number {
  for (let index = 0; ; index++) {
    const [one, other] = [first[index], second[index]];
    if (one === undefined || other === undefined) return Number(one === undefined) - Number(other === undefined);
    const order = compareReasons(one, other);
    if (order !== 0) return order;
  }
}

function compareReasons(one: StatedNeed, other: StatedNeed): number {
  if (one.need !== other.need) return NEEDS.indexOf(one.need) - NEEDS.indexOf(other.need);
  return LESS_IS_WORSE.has(one.need) ? one.value - other.value : other.value - one.value;
}

function atLeastOne(count: number): number | null {
  return count > 0 ? count : null;
}

/** A missed target is told as such, not as a share. */
function tightShare(tightest: CustomerStanding['tightest']): number | null {
  if (tightest === null || tightest.leftS < 0 || tightest.allowedS <= 0) return null;
  const share = Math.floor((tightest.leftS * 100) / tightest.allowedS);
  return share < TIGHT_BELOW_PERCENT ? share : null;
}

function lowMean({ sum, count }: CustomerStanding['ratings']): number | null {
  if (count === 0 || sum * 10 >= UNSATISFIED_BELOW_TENTHS * count) return null;
  return Math.floor((sum * 10) / count);
}

function soonEnd(days: number | null): number | null {
  return days === null || days < 0 || days > CONTRACT_NOTICE_DAYS ? null : days;
}
