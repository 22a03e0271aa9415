import { Injectable } from '@nestjs/common';
import { DomainError, LONGEST_WORK_MS, type Saved, type WorkAnswerForm, type WorkReplyForm } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { expectWholeHouse } from '../../platform/auth/whole-house.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { HourlyLimit } from '../../platform/limits/hourly-limit.js';
import { WorkNews } from './work-news.js';
import { forbidden } from './work-planning.js';
import { WorkRepository } from './work.repository.js';
import { instant, type Work } from './work.rows.js';
import { workNotFound } from './works.service.js';

const COLUMNS = [
  ...['id', 'window_id', 'customer_id', 'revision', 'kind', 'text', 'slot_start', 'slot_end', 'user_id', 'at'],
];
const ANSWERS_AN_HOUR = 60;

/** What customers say to a work that they were told of, and what the house says to that (MNT3). */
@Injectable()
export class WorkAnswers {
  constructor(
    private readonly database: Database,
    private readonly works: WorkRepository,
    private readonly news: WorkNews,
    private readonly limit: HourlyLimit,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /**
   * @throws DomainError `work.not-found`, `work.answers-closed` once it has begun or is off, `edit.conflict` when another
   *   revision was announced meanwhile, `request.too-many`; InvalidRequest for a question or a slot without content
   */
  async answer(scope: Scope, caller: UserCaller, id: string, form: WorkAnswerForm): Promise<Saved> {
    if (!z.uuid().safeParse(id).success) throw workNotFound();
    const now = this.clock.now();
    requireContent(form, now);
    const customerId = customerOf(scope);
    await this.limit.take('work-answer', caller.userId, ANSWERS_AN_HOUR);
    return this.database.transaction(async (tx) => {
      const work = await this.works.findOne(tx, scope, id);
      if (work === undefined) throw workNotFound();
      if (work.state !== 'scheduled' || now >= work.plannedStart) {
        throw new DomainError('work.answers-closed', 'Answers are taken until the work begins');
      }
      if (form.revision !== work.revision) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: work.version });
      }
      const { kind, text, slotStart, slotEnd } = form;
      const answerId = uuidv7();
      const row = [answerId, id, customerId, work.revision, kind, text, slotStart, slotEnd, caller.userId, now];
      await tx.insertMany('maintenance_answer', COLUMNS, ['id'], [row]);
      await this.show(tx, work, customerId, now);
      await this.audit.note(tx, {
        action: 'work.answered',
        customerId,
        object: { type: 'work', id, name: work.number },
        after: {
          kind,
          ...(text !== null && { text }),
          ...(slotStart !== null && slotEnd !== null && { slot: [instant(slotStart), instant(slotEnd)].join(' – ') }),
        },
      });
      return { id: answerId, version: work.version };
    });
  }

  /** @throws DomainError `work.not-found` for a work or an answer out of reach */
  async reply(scope: Scope, caller: UserCaller, id: string, answerId: string, { text }: WorkReplyForm): Promise<Saved> {
    expectWholeHouse(scope);
    if (!z.uuid().safeParse(id).success || !z.uuid().safeParse(answerId).success) throw workNotFound();
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const work = await this.works.findOne(tx, scope, id);
      const [answer] = await tx.query<{ customerId: string }>(
        'SELECT a.customer_id AS customerId FROM maintenance_answer a WHERE a.id = ? AND a.window_id = ?',
        [answerId, id],
      );
      if (work === undefined || answer === undefined) throw workNotFound();
      await tx.execute('UPDATE maintenance_answer SET reply = ?, replied_by = ?, replied_at = ? WHERE id = ?', [
        ...[text, caller.userId, now, answerId],
      ]);
      await this.show(tx, work, answer.customerId, now);
      await this.audit.note(tx, {
        action: 'work.replied',
        customerId: answer.customerId,
        object: { type: 'work', id, name: work.number },
        after: { text },
      });
      return { id: answerId, version: work.version };
    });
  }

  /** What one customer says is no news to the others. */
  private async show(tx: Transaction, work: Work, customerId: string, now: number): Promise<void> {
    const circuits = await this.news.circuitsOf(tx, work.id);
    const own = circuits.filter((circuit) => circuit.customerId === customerId);
    await this.news.show(tx, work, own, now);
  }
}

/** Only people of one customer answer. */
function customerOf(scope: Scope): string {
  if (scope.kind === 'customer' || scope.kind === 'sites') return scope.customerId;
  throw forbidden();
}

function requireContent({ kind, text, slotStart, slotEnd }: WorkAnswerForm, now: number): void {
  const refuse = (field: string, reason: string): never => {
    throw new InvalidRequest([{ field, reason }]);
  };
  if (kind === 'question' && text === null) refuse('text', 'required');
  if (kind !== 'objection') {
    if (slotStart !== null || slotEnd !== null) refuse('slotStart', 'unexpected');
    return;
  }
  if (slotStart === null || slotEnd === null) return refuse('slotStart', 'required');
  if (slotStart <= now) refuse('slotStart', 'in_past');
  if (slotEnd <= slotStart) refuse('slotEnd', 'before_begin');
  if (slotEnd - slotStart > LONGEST_WORK_MS) refuse('slotEnd', 'too_long');
}
