const HOUR_MS = 60 * 60_000;

/** How long before a planned work customers are told, where their contract says nothing else (P-AVAIL). */
export const NOTICE_HOURS = 72;

/** What the house asks of itself beyond the contract, by the customer's grade (code of domain `customerGrade`). */
const NOTICE_HOURS_BY_GRADE: ReadonlyMap<string, number> = new Map([
  ['GROUP', 120],
  ['PROVINCE', 96],
]);
/** How long before the start a customer's answer is wanted, by grade: who is larger has more people to ask. */
const ANSWER_HOURS_BY_GRADE: ReadonlyMap<string, number> = new Map([
  ['GROUP', 24],
  ['PROVINCE', 24],
]);
const ANSWER_HOURS = 48;

/** Hours before the start at which customers of a grade are to have been told: never less than the contract has. */
export function noticeHours(grade: string, contractHours: number): number {
  return Math.max(contractHours, NOTICE_HOURS_BY_GRADE.get(grade) ?? NOTICE_HOURS);
}

/** Until when an answer to an announced work is wanted; ms. Never before a quarter of the time that was left for it. */
export function answerDueAt(grade: string, noticedAt: number, plannedStart: number): number {
  const wanted = plannedStart - (ANSWER_HOURS_BY_GRADE.get(grade) ?? ANSWER_HOURS) * HOUR_MS;
  return Math.max(wanted, noticedAt + Math.floor((plannedStart - noticedAt) / 4));
}

/** Whether a notice at `at` comes `hours` before the start, or earlier. All in ms but the hours. */
export function isNoticedInTime(at: number, plannedStart: number, hours: number): boolean {
  return plannedStart - at >= hours * HOUR_MS;
}
