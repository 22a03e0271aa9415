import { type CreditTableForm, type CreditTableView, tableFault } from '@linewatch/shared';

const MINUTE_S = 60;

/** A tier as it is typed: minutes, and percent of the monthly charge; `to` is empty in the last. */
export interface TypedTier {
  readonly from: string;
  readonly to: string;
  readonly percent: string;
}

export const FIRST_TIERS: readonly TypedTier[] = [{ from: '0', to: '', percent: '0' }];

export function typedTiers({ tiers }: Pick<CreditTableView, 'tiers'>): TypedTier[] {
  return tiers.map(({ from, to, percent }) => ({
    from: minutes(from),
    to: to === null ? '' : minutes(to),
    percent: String(percent),
  }));
}

export function tiersOf(typed: readonly TypedTier[]): CreditTableForm['tiers'] {
  return typed.map(({ from, to, percent }) => ({
    from: Math.round(Number(from) * MINUTE_S),
    to: to.trim() === '' ? null : Math.round(Number(to) * MINUTE_S),
    percent: Number(percent),
  }));
}

/** What is wrong with a table before it is sent, by the row it is at: a gap, an overlap, or an end before its begin. */
export function faultOf(typed: readonly TypedTier[]): { readonly at: number; readonly reason: string } | null {
  const found = tableFault(tiersOf(typed));
  return found === null ? null : { at: found.at, reason: found.fault.toLowerCase() };
}

/** A tier as it is read: minutes from and to, and percent of the monthly charge. */
export function writtenTiers({ tiers }: Pick<CreditTableView, 'tiers'>): TypedTier[] {
  return typedTiers({ tiers }).map((tier) => ({ ...tier, to: tier.to === '' ? '∞' : tier.to }));
}

function minutes(seconds: number): string {
  return String(Number((seconds / MINUTE_S).toFixed(2)));
}
