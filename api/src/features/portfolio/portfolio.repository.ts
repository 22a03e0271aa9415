import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

export interface ServedCustomer {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly grade: string;
  readonly timeZone: string;
}

/** Open tickets of a customer; `nextDueAt` in ms. */
export interface TicketCounts {
  readonly open: number;
  readonly breached: number;
  readonly nextDueAt: number | null;
}

export interface CallBackCounts {
  readonly open: number;
  readonly late: number;
}

export interface Ratings {
  readonly sum: number;
  readonly count: number;
}

export interface EndingContract {
  readonly id: string;
  readonly customerId: string;
  readonly number: string;
  /** ISO date, the last day. */
  readonly validTo: string;
}

/** A circuit that was warned of this month. */
export interface WarnedLine {
  readonly circuitId: string;
  readonly customerId: string;
  readonly code: string;
  readonly name: string;
}

/** A row of figures, by the customer that they are of; drivers give sums as text at times. */
type Figures<Name extends string> = { readonly customerId: string } & Readonly<Record<Name, number | string | null>>;

/** More customers than anybody is in charge of; who sees the whole house gets the first by their codes. */
const MOST_CUSTOMERS = 5_000;
/** More than one answer tells of. */
const MOST_CONTRACTS = 2_000;
/** The most endangered circuits are reckoned anew for each answer. */
const MOST_WARNED = 500;

/** Reads what a portfolio says of customers: one statement for each figure, however many customers there are. */
@Injectable()
export class PortfolioRepository {
  constructor(private readonly database: Database) {}

  /** Customers in scope, by their codes. */
  customers(scope: Scope): Promise<ServedCustomer[]> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    return this.database.read<ServedCustomer>(
      `SELECT cu.id AS id, cu.code AS code, cu.name_zh AS nameZh, cu.name_en AS nameEn, cu.grade AS grade,
         cu.time_zone AS timeZone
       FROM customer cu WHERE ${mine.sql} ORDER BY cu.code, cu.id LIMIT ${String(MOST_CUSTOMERS)}`,
      mine.values,
    );
  }

  async hasCustomer(scope: Scope, id: string): Promise<boolean> {
    const mine = scopeCondition(scope, { customer: 'cu.id', wholeCustomer: true });
    const rows = await this.database.read<{ id: string }>(
      `SELECT cu.id AS id FROM customer cu WHERE cu.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return rows.length > 0;
  }

  async openFaults(scope: Scope): Promise<Map<string, number>> {
    const mine = scopeCondition(scope, { customer: 'f.customer_id', circuit: 'f.circuit_id' });
    const rows = await this.database.read<Figures<'open'>>(
      `SELECT f.customer_id AS customerId, COUNT(*) AS open FROM fault f
       WHERE f.active_key IS NOT NULL AND ${mine.sql} GROUP BY f.customer_id`,
      mine.values,
    );
    return new Map(rows.map(({ customerId, open }) => [customerId, Number(open)]));
  }

  async openTickets(scope: Scope): Promise<Map<string, TicketCounts>> {
    const rows = await this.counted<'open' | 'breached' | 'nextDueAt'>(
      whole(scope, 't.customer_id'),
      (mine) => `SELECT t.customer_id AS customerId, COUNT(*) AS open,
         SUM(CASE WHEN t.breaches > 0 THEN 1 ELSE 0 END) AS breached, MIN(t.next_due_at) AS nextDueAt
       FROM ticket t WHERE t.status NOT IN ('rejected','cancelled','closed') AND ${mine} GROUP BY t.customer_id`,
    );
    return new Map(
      rows.map(({ customerId, open, breached, nextDueAt }) => [
        customerId,
        { open: Number(open), breached: Number(breached), nextDueAt: nextDueAt === null ? null : Number(nextDueAt) },
      ]),
    );
  }

  /** @param now ms */
  async openCallBacks(scope: Scope, now: number): Promise<Map<string, CallBackCounts>> {
    const rows = await this.counted<'open' | 'late'>(
      whole(scope, 'b.customer_id'),
      (mine) => `SELECT b.customer_id AS customerId, COUNT(*) AS open,
         SUM(CASE WHEN b.due_at < ? THEN 1 ELSE 0 END) AS late
       FROM callback_task b WHERE b.done_at IS NULL AND ${mine} GROUP BY b.customer_id`,
      [now],
    );
    return new Map(rows.map(({ customerId, open, late }) => [customerId, { open: Number(open), late: Number(late) }]));
  }

  /** Overall ratings since `from` (ms). */
  async ratings(scope: Scope, from: number): Promise<Map<string, Ratings>> {
    const rows = await this.counted<'total' | 'ratings'>(
      whole(scope, 't.customer_id'),
      (mine) => `SELECT t.customer_id AS customerId, SUM(r.score) AS total, COUNT(*) AS ratings
       FROM ticket_rating r JOIN ticket t ON t.id = r.ticket_id
       WHERE r.step = 'OVERALL' AND r.at >= ? AND ${mine} GROUP BY t.customer_id`,
      [from],
    );
    return new Map(
      rows.map(({ customerId, total, ratings }) => [customerId, { sum: Number(total), count: Number(ratings) }]),
    );
  }

  /** Contracts whose last day lies between two ISO dates, the next first. */
  endingContracts(scope: Scope, from: string, to: string): Promise<EndingContract[]> {
    const mine = whole(scope, 'co.customer_id');
    return this.database.read<EndingContract>(
      `SELECT co.id AS id, co.customer_id AS customerId, co.number AS number, co.valid_to AS validTo
       FROM contract co WHERE co.valid_to >= ? AND co.valid_to <= ? AND ${mine.sql}
       ORDER BY co.valid_to, co.number LIMIT ${String(MOST_CONTRACTS)}`,
      [from, to, ...mine.values],
    );
  }

  /** Circuits that have lost half of a month's minutes or more, those that have lost most first. */
  warnedLines(scope: Scope, months: readonly string[]): Promise<WarnedLine[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    return this.database.read<WarnedLine>(
      `SELECT c.id AS circuitId, c.customer_id AS customerId, c.code AS code, c.name AS name
       FROM sla_warning w JOIN circuit c ON c.id = w.circuit_id
       WHERE w.month IN (${months.map(() => '?').join(',')}) AND ${mine.sql}
       GROUP BY c.id, c.customer_id, c.code, c.name ORDER BY MAX(w.level) DESC, c.code LIMIT ${String(MOST_WARNED)}`,
      [...months, ...mine.values],
    );
  }

  private counted<Name extends string>(
    mine: SqlCondition,
    sql: (mine: string) => string,
    values: readonly SqlValue[] = [],
  ): Promise<Figures<Name>[]> {
    return this.database.read<Figures<Name>>(sql(mine.sql), [...values, ...mine.values]);
  }
}

/** What concerns a customer as such; portfolios are of whole customers. */
function whole(scope: Scope, customer: string): SqlCondition {
  return scopeCondition(scope, { customer, wholeCustomer: true });
}
