import { fractionOfDecimal } from '../availability/index.js';

/** How much of what a month may lose is lost already. Whole seconds. */
export interface Allowance {
  /** What the target lets the month lose, rounded down: one second more and the target is missed. */
  readonly allowedS: number;
  readonly usedS: number;
  /** Below zero once the target is missed. */
  readonly leftS: number;
}

/** Shares of the allowance at which people are warned, percent. */
export const WARNING_LEVELS = [50, 80, 100] as const;
export type WarningLevel = (typeof WARNING_LEVELS)[number];

/**
 * @param target percent as decimal text, at most 100
 * @param scheduledS what the whole month will have scheduled, as far as it is known
 */
export function allowanceOf(target: string, scheduledS: number, usedS: number): Allowance {
  const { numerator, denominator } = fractionOfDecimal(target);
  const allowed = (BigInt(scheduledS) * (100n * denominator - numerator)) / (100n * denominator);
  const allowedS = Number(allowed);
  return { allowedS, usedS, leftS: allowedS - usedS };
}

/**
 * The highest level that was reached; 100 as soon as the target is missed. Nothing lost warns of nothing, also where
 * nothing may be lost.
 */
export function warningLevel({ allowedS, usedS }: Allowance): WarningLevel | null {
  if (usedS === 0) return null;
  if (usedS > allowedS) return 100;
  return WARNING_LEVELS.findLast((level) => level < 100 && usedS * 100 >= level * allowedS) ?? null;
}
