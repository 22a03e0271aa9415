import {
  actionsFor,
  CircuitFacts,
  type ComparedCircuit,
  isAllowed,
  isExcluded,
  MAINTENANCE_WINDOW_LIFE,
  type MaintenanceWindowAction,
  type Role,
  type WorkAnswer,
  type WorkRow,
  type WorkView,
} from '@linewatch/shared';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import type { NamedCircuit } from '../circuits/index.js';
import { dueAt, flagsOf, lastAnswers } from './work-flags.js';
import type { AnswerRow, WorkCircuitRow, WorkCustomerRow } from './work.repository.js';
import { type Big, instant, type Work } from './work.rows.js';

/** What belongs to a work in the eyes of somebody, with the time (ms). */
export interface WorkSurroundings {
  readonly customers: readonly WorkCustomerRow[];
  readonly answers: readonly AnswerRow[];
  readonly now: number;
}

/** The house's own part of a work. */
export interface HousePart {
  readonly names: ReadonlyMap<string, string>;
  readonly targets: NonNullable<WorkView['targets']>;
}

export function toWorkRow(work: Work, role: Role, surroundings: WorkSurroundings): WorkRow {
  const customers = surroundings.customers.filter(({ windowId }) => windowId === work.id);
  const last = lastAnswers(work, surroundings.answers);
  return {
    id: work.id,
    number: work.number,
    kind: work.kind,
    title: work.title,
    impact: work.impact,
    state: work.state,
    plannedStart: instant(work.plannedStart),
    plannedEnd: instant(work.plannedEnd),
    actualStart: toInstant(work.actualStart),
    actualEnd: toInstant(work.actualEnd),
    revision: work.revision,
    circuits: customers.reduce((sum, { circuits }) => sum + circuits, 0),
    customers: customers.length,
    answer: ofCustomer(role) ? ([...last.values()][0]?.kind ?? null) : null,
    flags: flagsOf(work, customers, surroundings.answers, surroundings.now),
  };
}

/** @param house null for those who are not of the house */
export function toWorkView(
  work: Work,
  caller: UserCaller,
  surroundings: WorkSurroundings,
  circuits: readonly ComparedCircuit[],
  house: HousePart | null,
): WorkView {
  const { customers, answers, now } = surroundings;
  const [first] = customers;
  const { role } = caller;
  return {
    ...toWorkRow(work, role, surroundings),
    impactText: work.impactText,
    noticedAt: toInstant(work.noticedAt),
    answerDueAt: ofCustomer(role) && first !== undefined ? toInstant(dueAt(work, first)) : null,
    blackoutReason: work.blackoutReason,
    shortNoticeReason: work.shortNoticeReason,
    stateReason: work.stateReason,
    result: work.result,
    checkState: work.checkState,
    checkedAt: toInstant(work.checkedAt),
    circuitList: [...circuits],
    answers: answers.map((answer) => toAnswer(answer)),
    plan: house === null ? null : planOf(work, house),
    customerList: house === null ? null : customers.map((customer) => toCustomer(work, customer, answers)),
    targets: house === null ? null : house.targets,
    actions: house === null ? [] : actionsOf(work, caller, now),
    mayChange: house !== null && mayChange(work, caller),
    mayAnswer: isAllowed(role, 'works:answer') && work.state === 'scheduled' && now < work.plannedStart,
    version: work.version,
  };
}

/** A circuit as it is named, with what was compared of it. */
export function toComparedCircuit(circuit: NamedCircuit, row: WorkCircuitRow | undefined): ComparedCircuit {
  return {
    ...circuit,
    before: factsOf(row?.beforeFacts ?? null),
    after: factsOf(row?.afterFacts ?? null),
    verdict: row?.verdict ?? null,
  };
}

/** Whether somebody may change a plan: a draft whoever plans, an agreed one who may approve and did not write it. */
export function mayChange({ state, authorId }: Work, { role, userId }: UserCaller): boolean {
  if (!isAllowed(role, 'works:plan')) return false;
  if (state === 'draft') return true;
  return (state === 'approved' || state === 'scheduled') && isAllowed(role, 'works:approve') && authorId !== userId;
}

/** Whether a work may be started at a time (ms): not before it covers its circuits, and not when it would cover nothing. */
export function mayStart({ plannedStart, plannedEnd }: Work, now: number): boolean {
  return now >= plannedStart && now < plannedEnd;
}

function actionsOf(work: Work, { role, userId }: UserCaller, now: number): MaintenanceWindowAction[] {
  const isAuthor = work.authorId === userId;
  return actionsFor(MAINTENANCE_WINDOW_LIFE, work.state, role).filter((action) => {
    if (action === 'approve') return !isAuthor;
    if (action === 'withdraw') return isAuthor;
    return action !== 'start' || mayStart(work, now);
  });
}

function planOf(work: Work, { names }: HousePart): NonNullable<WorkView['plan']> {
  return {
    risk: work.risk,
    fallbackPlan: work.fallbackPlan,
    diversityReason: work.diversityReason,
    author: names.get(work.authorId) ?? '',
    approver: work.approverId === null ? null : (names.get(work.approverId) ?? ''),
  };
}

function toCustomer(
  work: Work,
  customer: WorkCustomerRow,
  answers: readonly AnswerRow[],
): NonNullable<WorkView['customerList']>[number] {
  const { customerId, nameZh, nameEn, grade, circuits, noticeHours, emergencyExcluded } = customer;
  return {
    id: customerId,
    nameZh,
    nameEn,
    grade,
    circuits,
    answer: lastAnswers(work, answers).get(customerId)?.kind ?? null,
    answerDueAt: toInstant(dueAt(work, customer)),
    excluded: isExcluded({ ...work, noticeHours, emergencyExcluded }),
  };
}

function toAnswer(row: AnswerRow): WorkAnswer {
  return {
    id: row.id,
    customerId: row.customerId,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    revision: row.revision,
    kind: row.kind,
    text: row.text,
    slotStart: toInstant(row.slotStart),
    slotEnd: toInstant(row.slotEnd),
    by: row.userName ?? '',
    at: instant(Number(row.at)),
    reply: row.reply,
    repliedAt: toInstant(row.repliedAt),
  };
}

function factsOf(json: string | null): CircuitFacts | null {
  return json === null ? null : CircuitFacts.parse(JSON.parse(json));
}

function toInstant(ms: Big | null): string | null {
  return ms === null ? null : instant(Number(ms));
}

function ofCustomer(role: Role): boolean {
  return role.startsWith('CUSTOMER_');
}
