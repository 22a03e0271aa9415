import type { NoticeKind } from './notice-kinds.js';
import { quietUntil } from './quiet-hours.js';

const MINUTE_MS = 60_000;

/** Kinds that go on to the next contact while nobody acknowledges them, and what ends them by itself. */
export const ENDED_BY: Readonly<Partial<Record<NoticeKind, NoticeKind>>> = {
  'fault.raised': 'fault.cleared',
  'threshold.raised': 'threshold.cleared',
};

/** When escalation may happen: local times, `HH:MM`, [from, to); the same time twice means the whole day. */
export interface LadderHours {
  readonly from: string;
  readonly to: string;
}

/**
 * When the next contact is told: after the delay, and where that lies outside the hours, when they begin.
 *
 * @param from ms, of the message or of the step before
 * @returns ms
 *
 * @example
 * stepDueAt(at('22:50'), 15, { from: '08:00', to: '23:00' }, 'Asia/Shanghai') // 08:00 of the next day
 */
export function stepDueAt(from: number, afterMinutes: number, hours: LadderHours | null, timeZone: string): number {
  const due = from + afterMinutes * MINUTE_MS;
  if (hours === null) return due;
  // What is not within the hours is the quiet time between their end and their next beginning.
  return quietUntil(due, { from: hours.to, to: hours.from }, timeZone) ?? due;
}
