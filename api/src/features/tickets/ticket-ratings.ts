import { Injectable } from '@nestjs/common';
import {
  CALL_BACK_RATING,
  type CallBackList,
  DomainError,
  RATED_STEPS,
  type RatingForm,
  type RatingOffer,
  workingTimeDue,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { allowsRating } from './allowed-actions.js';
import { RatingLinks } from './rating-links.js';
import { TicketActs } from './ticket-acts.js';
import { noteOf } from './ticket-audit.js';
import { TicketDesk, type TicketWork } from './ticket-desk.js';
import type { TicketReader } from './ticket-reach.js';
import { type Actor, SYSTEM } from './ticket.rows.js';

interface CallBackRow {
  readonly id: string;
  readonly ticketId: string;
  readonly ticketNumber: string;
  readonly customerId: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly score: number;
  readonly comment: string | null;
  readonly createdAt: number | string;
  readonly dueAt: number | string;
  readonly doneAt: number | string | null;
  readonly note: string | null;
}

const HOUR_MS = 60 * 60_000;
const SHOWN = 200;

/** How satisfied customers are, step by step, and whom somebody has to call back. */
@Injectable()
export class TicketRatings {
  constructor(
    private readonly database: Database,
    private readonly acts: TicketActs,
    private readonly desk: TicketDesk,
    private readonly links: RatingLinks,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** @throws DomainError `ticket.not-found`, `session.forbidden`, `ticket.step-impossible` before it is closed */
  async rate(reader: TicketReader, actor: Actor, id: string, form: RatingForm): Promise<void> {
    requireOnce(form);
    await this.database.transaction(async (tx) => {
      const work = await this.acts.take(tx, reader, id);
      allowsRating(work.ticket, reader.role);
      await this.write(work, actor, form);
    });
  }

  /** What a link is for. @throws DomainError `ticket.rating-link-refused` */
  async offer(token: string): Promise<RatingOffer> {
    const ticketId = await this.links.ticketOf(this.database.reader, token, this.clock.now());
    const rows = await this.database.read<{ number: string; closedAt: number | string | null }>(
      'SELECT number AS number, closed_at AS closedAt FROM ticket WHERE id = ?',
      [ticketId ?? ''],
    );
    const [row] = rows;
    if (row === undefined) throw refusedLink();
    return {
      number: row.number,
      closedAt: row.closedAt === null ? null : iso(Number(row.closedAt)),
      steps: [...RATED_STEPS],
    };
  }

  /** Rates by a link, which works once. @throws DomainError `ticket.rating-link-refused` */
  async rateByLink(token: string, form: RatingForm): Promise<void> {
    requireOnce(form);
    await this.database.transaction(async (tx) => {
      const ticketId = this.links.read(token);
      const work = ticketId === undefined ? undefined : await this.desk.take(tx, ticketId, this.clock.now());
      if (work === undefined || !(await this.links.use(tx, token, this.clock.now()))) throw refusedLink();
      await this.write(work, SYSTEM, form);
    });
  }

  async callBacks(scope: Scope): Promise<CallBackList> {
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    const rows = await this.database.read<CallBackRow>(
      `SELECT b.id AS id, b.ticket_id AS ticketId, t.number AS ticketNumber, b.customer_id AS customerId,
         cu.name_zh AS customerNameZh, cu.name_en AS customerNameEn, b.score AS score, b.comment AS comment,
         b.created_at AS createdAt, b.due_at AS dueAt, b.done_at AS doneAt, b.note AS note
       FROM callback_task b JOIN ticket t ON t.id = b.ticket_id JOIN customer cu ON cu.id = b.customer_id
       WHERE ${mine.sql} ORDER BY CASE WHEN b.done_at IS NULL THEN 0 ELSE 1 END, b.due_at, b.id LIMIT ?`,
      [...mine.values, SHOWN],
    );
    const now = this.clock.now();
    const items = rows.map(({ createdAt, dueAt, doneAt, ...row }) => ({
      ...row,
      createdAt: iso(Number(createdAt)),
      dueAt: iso(Number(dueAt)),
      doneAt: doneAt === null ? null : iso(Number(doneAt)),
      isBreached: Number(doneAt ?? now) > Number(dueAt),
    }));
    return { items };
  }

  /** Notes that somebody called. Pressed twice, the first call stands. @throws DomainError `call-back.not-found` */
  async called(scope: Scope, actor: Actor, id: string, note: string): Promise<void> {
    const mine = scopeCondition(scope, { customer: 'customer_id', wholeCustomer: true });
    const [found] = await this.database.read<{ ticketId: string }>(
      `SELECT ticket_id AS ticketId FROM callback_task WHERE id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    if (found === undefined) throw new DomainError('call-back.not-found', 'There is no such call-back');
    await this.database.transaction(async (tx) => {
      const work = await this.desk.take(tx, found.ticketId, this.clock.now());
      const changed = await tx.execute(
        'UPDATE callback_task SET done_at = ?, done_by = ?, note = ? WHERE id = ? AND done_at IS NULL',
        [this.clock.now(), actor.userId, note, id],
      );
      if (changed === 0 || work === undefined) return;
      work.clocks.stop(['CALL_BACK'], work.now);
      await this.desk.put(work);
      const object = { type: 'call-back', id, name: work.ticket.number };
      await this.audit.note(tx, { action: 'call-back.done', customerId: work.ticket.customerId, object });
    });
  }

  /** Writes a rating of a ticket on the desk, and puts it back. */
  async write(work: TicketWork, actor: Actor, form: RatingForm): Promise<void> {
    const { tx, ticket, now } = work;
    await tx.insertMany(
      'ticket_rating',
      ['ticket_id', 'step', 'score', 'at', 'user_id'],
      ['ticket_id', 'step'],
      form.scores.map(({ step, score }) => [ticket.id, step, score, now, actor.userId]),
      'update',
    );
    if (form.comment !== null) {
      const row = [ticket.id, form.comment];
      await tx.insertMany('ticket_rating_comment', ['ticket_id', 'comment'], ['ticket_id'], [row], 'update');
    }
    const worst = Math.min(...form.scores.map(({ score }) => score));
    work.events.push({ kind: 'RATING', visibility: 'CUSTOMER', actor, at: now, to: String(worst) });
    if (worst <= CALL_BACK_RATING) await this.callBack(tx, work, worst, form.comment);
    await this.desk.put(work);
    await this.audit.note(tx, noteOf('ticket.rated', ticket, { worst }));
  }

  /** One call-back for a ticket, however often it is rated. */
  private async callBack(tx: Transaction, work: TicketWork, score: number, comment: string | null): Promise<void> {
    const { ticket, now, norm, working, clocks } = work;
    const allowedMs = norm.callBackWorkingHours * HOUR_MS;
    const due = working.calendar === null ? now + allowedMs : workingTimeDue(now, allowedMs, working.calendar);
    const made = await tx.insertMany(
      'callback_task',
      ['id', 'ticket_id', 'customer_id', 'score', 'comment', 'created_at', 'due_at'],
      ['ticket_id'],
      [[uuidv7(), ticket.id, ticket.customerId, score, comment, now, due ?? now + allowedMs]],
      'ignore',
    );
    if (made > 0) clocks.start('CALL_BACK', now, allowedMs, working.calendarId);
  }
}

function requireOnce({ scores }: RatingForm): void {
  if (new Set(scores.map(({ step }) => step)).size < scores.length)
    throw new InvalidRequest([{ field: 'scores', reason: 'duplicate' }]);
}

function refusedLink(): DomainError {
  return new DomainError('ticket.rating-link-refused', 'This link is not valid, has expired or was used');
}
