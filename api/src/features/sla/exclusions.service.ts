import { Injectable } from '@nestjs/common';
import {
  actionsFor,
  DomainError,
  EXCLUSION_LIFE,
  EXCLUSION_MAX_DAYS,
  type ExclusionAction,
  type ExclusionForm,
  type ExclusionPage,
  type ExclusionQuery,
  type ExclusionState,
  type ExclusionView,
  isAllowed,
  isCustomerRole,
  monthOf,
  type Role,
  shiftMonth,
  stepOf,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Caller } from '../../platform/auth/policy.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { NoticeBoard } from '../../platform/notices/notice-board.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { AgreedTermsRepository } from './agreed-terms.repository.js';
import { ExclusionRepository, type NewStep, type StoredExclusion, type StoredStep } from './exclusion.repository.js';
import { MonthClosing } from './month-closing.js';

type Person = Extract<Caller, { kind: 'user' }>;

const DAY_MS = 86_400_000;
/** What the operator has not decided, or took back before it decided, concerns those who may propose it alone. */
const INTERNAL: readonly ExclusionState[] = ['proposed', 'rejected', 'withdrawn'];

/**
 * Taking time out of an availability: proposed by one of the operator's people, approved by another, open to the
 * customer's objection, answered. Every step is told, audited, and reckoned into the months that are closed already.
 */
@Injectable()
export class ExclusionsService {
  constructor(
    private readonly database: Database,
    private readonly exclusions: ExclusionRepository,
    private readonly circuits: AgreedTermsRepository,
    private readonly closing: MonthClosing,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly board: NoticeBoard,
  ) {}

  async list(scope: Scope, caller: Person, query: ExclusionQuery): Promise<ExclusionPage> {
    const hidden = isAllowed(caller.role, 'sla:exclude') ? [] : INTERNAL;
    const found = await this.exclusions.list(this.database, scope, query, hidden);
    const ids = found.map(({ id }) => id);
    const steps = await this.exclusions.steps(this.database, ids);
    return {
      items: found.map((exclusion) => toView(exclusion, steps.get(exclusion.id) ?? [], caller, this.clock.now())),
      next: found.length < query.limit ? null : (ids.at(-1) ?? null),
    };
  }

  /** @throws InvalidRequest naming the field, DomainError `circuit.not-found` */
  async propose(scope: Scope, caller: Person, form: ExclusionForm): Promise<ExclusionView> {
    const [from, to] = [Date.parse(form.from), Date.parse(form.to)];
    if (to <= from) throw wrong('to', 'before_begin');
    if (to - from > EXCLUSION_MAX_DAYS * DAY_MS) throw wrong('to', 'too_long');
    if (from > this.clock.now()) throw wrong('from', 'in_future');
    return this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const circuit = await this.circuits.find(tx, scope, form.circuitId, monthOf(from, 'Asia/Shanghai'));
      if (circuit === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
      const { id: circuitId, customerId, code, name } = circuit;
      const exclusion: StoredExclusion = {
        ...{ id: uuidv7(), circuitId, customerId, code, name, from, to, reason: form.reason },
        ...{ state: 'proposed' as const, proposedBy: caller.userId, objectionUntil: null, version: 1 },
      };
      const step = { action: 'propose' as const, role: caller.role, userId: caller.userId, comment: form.comment };
      await this.exclusions.add(tx, exclusion, step, at);
      await this.note(tx, exclusion, step, 'proposed');
      return this.viewOf(tx, scope, caller, exclusion.id);
    });
  }

  /**
   * One step further.
   *
   * @throws DomainError `exclusion.not-found`, `session.forbidden` for a step of others, `exclusion.same-person`,
   *   `exclusion.objection-late`, `exclusion.step-impossible`, `edit.conflict`
   */
  step(
    scope: Scope,
    caller: Person,
    id: string,
    wish: { readonly action: ExclusionAction; readonly comment: string; readonly version: number },
  ): Promise<ExclusionView> {
    const { action, comment, version } = wish;
    return this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const exclusion = await this.find(tx, scope, caller, id);
      const arrow = stepOf(EXCLUSION_LIFE, exclusion.state, action, caller.role);
      if (arrow === 'refused')
        throw new DomainError('session.forbidden', 'The role of this session does not allow that');
      if (arrow === 'impossible') {
        throw new DomainError('exclusion.step-impossible', 'That cannot be done any more', { state: exclusion.state });
      }
      if (action === 'approve' && exclusion.proposedBy === caller.userId) {
        throw new DomainError('exclusion.same-person', 'A second person has to approve this');
      }
      if (action === 'object' && at > (exclusion.objectionUntil ?? 0)) {
        throw new DomainError('exclusion.objection-late', 'The time to object is over');
      }
      const step = { action, role: caller.role, userId: caller.userId, comment };
      const objectionUntil =
        action === 'approve' ? at + (await this.objectionDays(tx, exclusion)) * DAY_MS : exclusion.objectionUntil;
      if (!(await this.exclusions.move(tx, { id, version }, { state: arrow.to, objectionUntil }, step, at))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: exclusion.version });
      }
      await this.note(tx, exclusion, step, arrow.to);
      await this.follow(tx, { ...exclusion, state: arrow.to, objectionUntil }, action, at);
      return this.viewOf(tx, scope, caller, id);
    });
  }

  /** What follows from a step that changes figures: revisions, notices, pages. */
  private async follow(
    tx: Transaction,
    exclusion: StoredExclusion,
    action: ExclusionAction,
    at: number,
  ): Promise<void> {
    if (action === 'reject' || action === 'withdraw') return;
    const { id, circuitId, customerId, code, from, to, reason, state } = exclusion;
    await this.closing.revise(tx, circuitId, monthsOf(from, to), `exclusion.${action}`);
    const siteIds = await this.exclusions.sitesOf(tx, circuitId);
    const facts = {
      code,
      state,
      reason,
      from: iso(from),
      to: iso(to),
      answerUntil: iso(exclusion.objectionUntil ?? at),
    };
    const once = `exclusion:${id}:${action}:${String(exclusion.version)}`;
    const about = { customerId, circuitIds: [circuitId], siteIds, severity: null, cause: `exclusion:${id}` };
    const object = { type: 'exclusion' as const, id };
    await this.board.pin(tx, [{ kind: 'exclusion.decided', ...about, object, once, facts }], at);
    const changed = { siteIds, body: { kind: 'sla', id: circuitId } };
    await appendToOutbox(tx, [{ feed: customerId, topic: 'records.changed', items: [changed] }], at);
  }

  private note(tx: Transaction, exclusion: StoredExclusion, step: NewStep, state: ExclusionState): Promise<void> {
    const { id, circuitId, code, from, to, reason } = exclusion;
    return this.audit.note(tx, {
      action: step.action === 'object' ? 'exclusion.objected' : 'exclusion.changed',
      customerId: exclusion.customerId,
      object: { type: 'exclusion', id, name: code },
      before: step.action === 'propose' ? {} : { state: exclusion.state },
      after: { state, comment: step.comment, circuitId, from: iso(from), to: iso(to), reason },
    });
  }

  private async objectionDays(tx: Transaction, { circuitId, from }: StoredExclusion): Promise<number> {
    const [circuit] = await this.circuits.of(tx, [circuitId], monthOf(from, 'Asia/Shanghai'));
    return circuit?.terms.objectionDays ?? 0;
  }

  private async find(tx: Transaction, scope: Scope, { role }: Person, id: string): Promise<StoredExclusion> {
    const found = z.uuid().safeParse(id).success ? await this.exclusions.find(tx, scope, id) : undefined;
    if (found === undefined || (!isAllowed(role, 'sla:exclude') && INTERNAL.includes(found.state))) {
      throw new DomainError('exclusion.not-found', 'There is no such exclusion');
    }
    return found;
  }

  private async viewOf(tx: Transaction, scope: Scope, caller: Person, id: string): Promise<ExclusionView> {
    const exclusion = await this.find(tx, scope, caller, id);
    const steps = (await this.exclusions.steps(tx, [id])).get(id) ?? [];
    return toView(exclusion, steps, caller, this.clock.now());
  }
}

/** The months that a stretch of time may lie in, whatever the zone. */
function monthsOf(from: number, to: number): string[] {
  const last = monthOf(to + DAY_MS, 'UTC');
  const months: string[] = [];
  for (let month = monthOf(from - DAY_MS, 'UTC'); month <= last; month = shiftMonth(month, 1)) months.push(month);
  return months;
}

function toView(
  { from, to, objectionUntil, proposedBy, ...exclusion }: StoredExclusion,
  steps: readonly StoredStep[],
  { role, userId }: { readonly role: Role; readonly userId: string },
  now: number,
): ExclusionView {
  const isCustomer = isCustomerRole(role);
  const actions = actionsFor(EXCLUSION_LIFE, exclusion.state, role).filter(
    (action) =>
      (action !== 'approve' || proposedBy !== userId) && (action !== 'object' || now <= (objectionUntil ?? 0)),
  );
  return {
    ...exclusion,
    from: iso(from),
    to: iso(to),
    objectionUntil: objectionUntil === null ? null : iso(objectionUntil),
    steps: steps.map(({ action, at, role: by, userName, comment }) => ({
      ...{ action, at: iso(Number(at)), role: by, comment },
      by: isCustomer && !isCustomerRole(by) ? null : userName,
    })),
    actions,
  };
}

function wrong(field: string, reason: string): InvalidRequest {
  return new InvalidRequest([{ field, reason }]);
}
