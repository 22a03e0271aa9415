import { fraction, type Fraction, fractionOfDecimal, isAtLeastFraction, shownDown } from '../availability/index.js';

/** Clocks of a ticket that a service level counts: 派单 15, 接单 30, 修复 limit, 恢复确认 15. */
export const NORM_TIMERS = ['DISPATCH', 'ACCEPT', 'RESTORE', 'CONFIRM'] as const;
export type NormTimer = (typeof NORM_TIMERS)[number];

/** A ticket and how its clocks went; kinds that are not counted may be among them. */
export interface JudgedTicket {
  readonly clocks: readonly { readonly kind: string; readonly isKept: boolean }[];
}

/** How tickets kept their limits, whatever was promised about it. */
export interface NormSums {
  /** Tickets, and those of them that kept every clock that is counted. */
  readonly tickets: number;
  readonly kept: number;
  /** Percent, rounded down; null without a ticket. */
  readonly value: string | null;
  readonly timers: readonly { readonly timer: NormTimer; readonly all: number; readonly kept: number }[];
}

/** How the tickets of a month kept their limits, beside what was promised. */
export interface NormKept extends NormSums {
  readonly target: string;
  readonly isMet: boolean | null;
}

/** How often each clock was kept, and how many tickets kept them all. */
export function sumNorm(tickets: readonly JudgedTicket[]): NormSums {
  const kept = keptAll(tickets);
  const share = shareOf(kept, tickets.length);
  return {
    ...{ tickets: tickets.length, kept, value: share === null ? null : shownDown(share) },
    timers: NORM_TIMERS.map((timer) => {
      const clocks = tickets.flatMap((ticket) => ticket.clocks.filter(({ kind }) => kind === timer));
      return { timer, all: clocks.length, kept: clocks.filter(({ isKept }) => isKept).length };
    }),
  };
}

/** @param target percent as decimal text: so many of the tickets keep every clock, at least */
export function reckonNorm(tickets: readonly JudgedTicket[], target: string): NormKept {
  const share = shareOf(keptAll(tickets), tickets.length);
  const isMet = share === null ? null : isAtLeastFraction(share, fractionOfDecimal(target));
  return { target, ...sumNorm(tickets), isMet };
}

/** The clocks of a ticket that are counted and ran out, each once, in their order. */
export function brokenNorms({ clocks }: JudgedTicket): NormTimer[] {
  return NORM_TIMERS.filter((timer) => clocks.some(({ kind, isKept }) => kind === timer && !isKept));
}

function keptAll(tickets: readonly JudgedTicket[]): number {
  return tickets.filter((ticket) => brokenNorms(ticket).length === 0).length;
}

/** Percent; null of nothing. */
function shareOf(kept: number, all: number): Fraction | null {
  return all === 0 ? null : fraction(100n * BigInt(kept), BigInt(all));
}
