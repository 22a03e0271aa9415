import { type Fraction, fraction, fractionOfDecimal } from '../availability/index.js';
import { halfUp } from '../decimals/index.js';

/** Decimal digits of an amount. */
const PLACES = 2;

/** An amount as text with two places, in a currency that stands beside it. */
export type Amount = string;

/** Rounds once, at the end of the reckoning, half-up (rule P-MONEY). */
export function amountOf({ numerator, denominator }: Fraction): Amount {
  return halfUp(numerator, denominator, PLACES);
}

/** A share of an amount. @param percent as a decimal text or whole number */
export function shareOf(amount: Amount, percent: number | string): Amount {
  const [base, share] = [fractionOfDecimal(amount), fractionOfDecimal(String(percent))];
  return amountOf(fraction(base.numerator * share.numerator, base.denominator * share.denominator * 100n));
}
