import { type Fraction, fraction, fractionOfDecimal } from '../availability/index.js';
import { type Amount, amountOf, shareOf } from './money.js';

/** From `from` seconds of down time in the month on, up to the next tier, so many percent of the monthly charge. */
export interface CreditTier {
  readonly from: number;
  readonly percent: number;
}

/** How a month's down time becomes a credit. */
export type CreditTable =
  | { readonly basis: 'DOWN_SECONDS'; readonly tiers: readonly CreditTier[]; readonly capPercent: number }
  /** Each started hour of down time is a day's share of the monthly charge. */
  | { readonly basis: 'STARTED_HOURS'; readonly capPercent: number };

export type CreditTableFault = 'TIER_GAP' | 'TIER_OVERLAP' | 'TIER_ORDER';

/** A tier as a person writes it, with both ends; `to` null for the last. Seconds, half open. */
export interface WrittenTier {
  readonly from: number;
  readonly to: number | null;
  readonly percent: number;
}

/** What is wrong with a table as it was written, and between which tiers; null when it can be kept. */
export function tableFault(tiers: readonly WrittenTier[]): { fault: CreditTableFault; at: number } | null {
  const [first] = tiers;
  if (first !== undefined && first.from !== 0) return { fault: 'TIER_GAP', at: 0 };
  for (const [index, tier] of tiers.entries()) {
    const next = tiers[index + 1];
    if (tier.to !== null && tier.to <= tier.from) return { fault: 'TIER_ORDER', at: index };
    if (next === undefined) return tier.to === null ? null : { fault: 'TIER_GAP', at: index };
    if (tier.to === null || next.from < tier.to) return { fault: 'TIER_OVERLAP', at: index };
    if (next.from > tier.to) return { fault: 'TIER_GAP', at: index };
  }
  return { fault: 'TIER_GAP', at: 0 };
}

export interface Credit {
  /** Of the tier; null where the table knows no percent. */
  readonly percent: number | null;
  readonly startedHours: number;
  readonly amount: Amount;
}

/**
 * The credit that is proposed for one circuit and month (rule P-CREDIT). A person grants it; it is no invoice.
 *
 * @param monthly the circuit's charge on the first day of the month
 * @param downS cumulative seconds of down time that count
 * @param daysInMonth for tables that go by the day
 */
export function creditFor(table: CreditTable, monthly: Amount, downS: number, daysInMonth: number): Credit {
  const startedHours = Math.ceil(downS / 3_600);
  if (table.basis === 'STARTED_HOURS') {
    const charge = fractionOfDecimal(monthly);
    const byHours = fraction(charge.numerator * BigInt(startedHours), charge.denominator * BigInt(daysInMonth));
    return { percent: null, startedHours, amount: amountOf(atMost(byHours, charge, table.capPercent)) };
  }
  const tier = table.tiers.findLast(({ from }) => downS >= from);
  const percent = Math.min(tier?.percent ?? 0, table.capPercent);
  return { percent, startedHours, amount: shareOf(monthly, percent) };
}

function atMost(amount: Fraction, charge: Fraction, capPercent: number): Fraction {
  const cap = fraction(charge.numerator * BigInt(capPercent), charge.denominator * 100n);
  return amount.numerator * cap.denominator > cap.numerator * amount.denominator ? cap : amount;
}
