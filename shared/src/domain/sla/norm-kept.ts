import { fraction, type Fraction, fractionOfDecimal, isAtLeastFraction, shownDown } from '../availability/index.js';

/** Clocks of a ticket that a service level counts: 派单 15, 接单 30, 修复 limit, 恢复确认 15. */
export const NORM_TIMERS = ['DISPATCH', 'ACCEPT', 'RESTORE', 'CONFIRM'] as const;
export type NormTimer = (typeof NORM_TIMERS)[number];

/** A ticket and how its clocks went; kinds that are not counted may be among them. */
export interface JudgedTicket {
  readonly clocks: readonly { readonly kind: string; readonly isKept: boolean }[];
}

/** How the tickets of a month kept their limits. */
export interface NormKept {
  readonly target: string;
  /** Tickets, and those of them that kept every clock that is counted. */
  readonly tickets: number;
  readonly kept: number;
  /** Percent, rounded down; null without a ticket. */
  readonly value: string | null;
  readonly isMet: boolean | null;
  readonly timers: readonly { readonly timer: NormTimer; readonly all: number; readonly kept: number }[];
}

/** @param target percent as decimal text: so many of the tickets keep every clock, at least */
export function reckonNorm(tickets: readonly JudgedTicket[], target: string): NormKept {
  const kept = tickets.filter(({ clocks }) => clocks.every(({ kind, isKept }) => isKept || !isCounted(kind))).length;
  const share: Fraction | null = tickets.length === 0 ? null : fraction(100n * BigInt(kept), BigInt(tickets.length));
  return {
    ...{ target, tickets: tickets.length, kept },
    value: share === null ? null : shownDown(share),
    isMet: share === null ? null : isAtLeastFraction(share, fractionOfDecimal(target)),
    timers: NORM_TIMERS.map((timer) => {
      const clocks = tickets.flatMap((ticket) => ticket.clocks.filter(({ kind }) => kind === timer));
      return { timer, all: clocks.length, kept: clocks.filter(({ isKept }) => isKept).length };
    }),
  };
}

function isCounted(kind: string): boolean {
  return NORM_TIMERS.some((timer) => timer === kind);
}
