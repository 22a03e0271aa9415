import { Injectable } from '@nestjs/common';
import { type Blackout, type BlackoutForm, type Blackouts, DomainError, type Saved } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { Database, type Transaction } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { InvalidRequest } from '../../platform/errors/invalid-request.js';
import { BlackoutRepository, type BlackoutRow } from './blackout.repository.js';
import { instant } from './work.rows.js';

const DAY_MS = 24 * 60 * 60_000;
/** A year-end closing lasts weeks; what lasts longer would stop the house from working at all. */
const LONGEST_MS = 92 * DAY_MS;
const FURTHEST_MS = 800 * DAY_MS;
const MOST_AHEAD = 100;

/** Times in which a customer wants no works. Planning must respect them, or say to the customer why not. */
@Injectable()
export class BlackoutsService {
  constructor(
    private readonly database: Database,
    private readonly blackouts: BlackoutRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async list(scope: Scope): Promise<Blackouts> {
    const rows = await this.blackouts.findAhead(scope, this.clock.now());
    return { items: rows.map(toBlackout) };
  }

  /** @throws DomainError `customer.not-found`; InvalidRequest for its times, or when there are too many */
  async add(scope: Scope, caller: UserCaller, form: BlackoutForm): Promise<Saved> {
    const now = this.clock.now();
    requireTimes(form, now);
    return this.database.transaction(async (tx) => {
      const customerId = await this.blackouts.findCustomer(tx, scope, form.customerId);
      if (customerId === undefined) throw new DomainError('customer.not-found', 'There is no such customer');
      if ((await this.blackouts.countAhead(tx, customerId, now)) >= MOST_AHEAD) {
        throw new InvalidRequest([{ field: 'from', reason: 'too_many' }]);
      }
      const id = uuidv7();
      await this.blackouts.insert(tx, { ...form, id, customerId }, caller.userId, now);
      await this.note(tx, customerId, { id, name: form.title }, null, form);
      return { id, version: 1 };
    });
  }

  /** @throws DomainError `blackout.not-found`, `edit.conflict`; InvalidRequest for its times */
  async change(scope: Scope, id: string, form: BlackoutForm): Promise<Saved> {
    requireTimes(form, this.clock.now());
    return this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, id);
      if (form.version === null || !(await this.blackouts.update(tx, id, form.version, form))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile', { version: before.version });
      }
      await this.note(tx, before.customerId, { id, name: form.title }, before, form);
      return { id, version: form.version + 1 };
    });
  }

  /** @throws DomainError `blackout.not-found` */
  async remove(scope: Scope, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const before = await this.find(tx, scope, id);
      await this.blackouts.remove(tx, id);
      await this.note(tx, before.customerId, { id, name: before.title }, before, null);
    });
  }

  private async find(tx: Transaction, scope: Scope, id: string): Promise<BlackoutRow> {
    const row = z.uuid().safeParse(id).success ? await this.blackouts.findOne(tx, scope, id) : undefined;
    if (row === undefined) throw new DomainError('blackout.not-found', 'There is no such period');
    return row;
  }

  private note(
    tx: Transaction,
    customerId: string,
    object: { readonly id: string; readonly name: string },
    before: Period | null,
    after: Period | null,
  ): Promise<void> {
    return this.audit.note(tx, {
      action: 'blackout.changed',
      customerId,
      object: { type: 'blackout', ...object },
      before: wordsOf(before),
      after: wordsOf(after),
    });
  }
}

type Period = Pick<BlackoutRow, 'title' | 'from' | 'to'>;

function wordsOf(period: Period | null): Record<string, unknown> {
  return period === null ? {} : { title: period.title, from: instant(period.from), to: instant(period.to) };
}

function toBlackout({ from, to, ...row }: BlackoutRow): Blackout {
  return { ...row, from: instant(from), to: instant(to) };
}

function requireTimes({ from, to }: BlackoutForm, now: number): void {
  const refuse = (field: string, reason: string): never => {
    throw new InvalidRequest([{ field, reason }]);
  };
  if (to <= from) refuse('to', 'before_begin');
  if (to - from > LONGEST_MS) refuse('to', 'too_long');
  if (to <= now) refuse('to', 'in_past');
  if (from > now + FURTHEST_MS) refuse('from', 'too_far');
}
