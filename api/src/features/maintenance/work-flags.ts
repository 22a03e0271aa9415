import { answerDueAt, type WorkAnswerKind, type WorkFlag } from '@linewatch/shared';
import type { AnswerRow, WorkCustomerRow } from './work.repository.js';
import type { Work } from './work.rows.js';

/** A work is late when it has not begun so long after its planned start. */
const LATE_MS = 10 * 60_000;

/** The last word of each customer to the revision of a work that stands; nothing for those who said none. */
export function lastAnswers(work: Work, answers: readonly AnswerRow[]): Map<string, AnswerRow> {
  const own = answers.filter(({ windowId, revision }) => windowId === work.id && revision === work.revision);
  return new Map(own.map((answer) => [answer.customerId, answer]));
}

/** Until when a customer is to answer; ms. Null before it was told. */
export function dueAt(work: Work, { grade }: Pick<WorkCustomerRow, 'grade'>): number | null {
  return work.noticedAt === null ? null : answerDueAt(grade, work.noticedAt, work.plannedStart);
}

/** What needs somebody's eye, as far as some customers of the work are concerned. */
export function flagsOf(
  work: Work,
  customers: readonly WorkCustomerRow[],
  answers: readonly AnswerRow[],
  now: number,
): WorkFlag[] {
  const last = lastAnswers(work, answers);
  const says = (kind: WorkAnswerKind, isOpen: boolean): boolean =>
    [...last.values()].some((answer) => answer.kind === kind && (!isOpen || answer.reply === null));
  const isAhead = work.state === 'scheduled';
  const isRunning = work.state === 'inProgress';
  const isUnanswered = customers.some(
    (customer) => !last.has(customer.customerId) && (isRunning || now >= (dueAt(work, customer) ?? Infinity)),
  );
  const flags: [WorkFlag, boolean][] = [
    ['notStarted', isAhead && now > work.plannedStart + LATE_MS],
    ['overrun', isRunning && now >= work.plannedEnd],
    ['unanswered', (isAhead || isRunning) && isUnanswered],
    ['objected', (isAhead || isRunning) && says('objection', false)],
    ['questioned', isAhead && says('question', true)],
    ['worse', work.checkState === 'worse'],
  ];
  return flags.filter(([, isSet]) => isSet).map(([flag]) => flag);
}
