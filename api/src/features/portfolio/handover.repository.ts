import { Injectable } from '@nestjs/common';
import { type HandoverPack, HandoverView, HANDOVER_SHOWN } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { iso } from '../../database/instants.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** What a pack says beside the standing of the customer. */
export type HandoverRecords = Omit<HandoverPack, 'standing' | 'endangered'>;

interface TicketRow {
  readonly id: string;
  readonly number: string;
  readonly status: HandoverPack['tickets'][number]['status'];
  readonly priority: HandoverPack['tickets'][number]['priority'];
  readonly reportedAt: number | string;
  readonly nextDueAt: number | string | null;
  readonly breaches: number;
}

interface DueRow {
  readonly ticketId: string;
  readonly number: string;
  readonly dueAt: number | string;
}

type RatingRow = Omit<HandoverPack['ratings'][number], 'at'> & { readonly at: number | string };
type FaultyRow = Omit<HandoverPack['faulty'][number], 'faults'> & { readonly faults: number | string };

interface HandoverRow {
  readonly id: string;
  readonly at: number | string;
  readonly fromNames: string;
  readonly toName: string;
  readonly pack: string;
}

/** Packs of one customer that are kept. */
const KEPT = 5;
const LIMIT = `LIMIT ${String(HANDOVER_SHOWN)}`;
const IS_OPEN = "t.status NOT IN ('rejected','cancelled','closed')";

/** The only class that reads or writes `customer_handover`; it also reads what is put into a pack. */
@Injectable()
export class HandoverRepository {
  constructor(private readonly database: Database) {}

  /** What a customer of the scope has open and what it thought of us. */
  async records(scope: Scope, customerId: string): Promise<HandoverRecords> {
    const [tickets, calls, faulty, ratings, contacts] = await Promise.all([
      this.tickets(scope, customerId),
      this.callBacks(scope, customerId),
      this.faulty(scope, customerId),
      this.ratings(scope, customerId),
      this.contacts(scope, customerId),
    ]);
    const due = tickets.flatMap(({ id, number, nextDueAt }) =>
      nextDueAt === null ? [] : [{ kind: 'TICKET' as const, ticketId: id, number, dueAt: iso(nextDueAt) }],
    );
    const called = calls.map(({ dueAt, ...call }) => ({ kind: 'CALL_BACK' as const, ...call, dueAt: iso(dueAt) }));
    return {
      tickets: tickets.map(({ id, number, status, priority, reportedAt, breaches }) => ({
        ...{ id, number, status, priority, reportedAt: iso(reportedAt), breaches },
      })),
      promises: [...called, ...due].sort((one, other) => one.dueAt.localeCompare(other.dueAt)),
      faulty: faulty.map(({ faults, ...circuit }) => ({ ...circuit, faults: Number(faults) })),
      ratings: ratings.map(({ at, ...rating }) => ({ ...rating, at: iso(at) })),
      contacts,
    };
  }

  /** Keeps a pack, and of those before the latest few. */
  async keep(
    tx: Transaction,
    handover: Omit<HandoverView, 'at'> & { readonly customerId: string; readonly at: number },
  ): Promise<void> {
    const { id, customerId, at, from, to, pack } = handover;
    const columns = ['id', 'customer_id', 'at', 'from_names', 'to_name', 'pack'];
    const row = [id, customerId, at, JSON.stringify(from), to, JSON.stringify(pack)];
    await tx.insertMany('customer_handover', columns, ['id'], [row]);
    const [last] = await tx.query<{ at: number | string }>(
      `SELECT at FROM customer_handover WHERE customer_id = ? ORDER BY at DESC LIMIT 1 OFFSET ${String(KEPT)}`,
      [customerId],
    );
    if (last === undefined) return;
    await tx.execute('DELETE FROM customer_handover WHERE customer_id = ? AND at <= ?', [customerId, Number(last.at)]);
  }

  /** The latest first. */
  async list(scope: Scope, customerId: string): Promise<HandoverView[]> {
    const mine = scopeCondition(scope, { customer: 'h.customer_id', wholeCustomer: true });
    const rows = await this.database.read<HandoverRow>(
      `SELECT h.id AS id, h.at AS at, h.from_names AS fromNames, h.to_name AS toName, h.pack AS pack
       FROM customer_handover h WHERE h.customer_id = ? AND ${mine.sql}
       ORDER BY h.at DESC, h.id DESC LIMIT ${String(KEPT)}`,
      [customerId, ...mine.values],
    );
    return rows.map(({ id, at, fromNames, toName, pack }) =>
      HandoverView.parse({ id, at: iso(at), from: stored(fromNames), to: toName, pack: stored(pack) }),
    );
  }

  private tickets(scope: Scope, customerId: string): Promise<TicketRow[]> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
    return this.database.read<TicketRow>(
      `SELECT t.id AS id, t.number AS number, t.status AS status, t.priority AS priority,
         t.reported_at AS reportedAt, t.next_due_at AS nextDueAt, t.breaches AS breaches
       FROM ticket t WHERE t.customer_id = ? AND ${IS_OPEN} AND ${mine.sql} ORDER BY t.reported_at, t.id ${LIMIT}`,
      [customerId, ...mine.values],
    );
  }

  private callBacks(scope: Scope, customerId: string): Promise<DueRow[]> {
    const mine = scopeCondition(scope, { customer: 'b.customer_id', wholeCustomer: true });
    return this.database.read<DueRow>(
      `SELECT b.ticket_id AS ticketId, t.number AS number, b.due_at AS dueAt
       FROM callback_task b JOIN ticket t ON t.id = b.ticket_id
       WHERE b.customer_id = ? AND b.done_at IS NULL AND ${mine.sql} ORDER BY b.due_at, b.id ${LIMIT}`,
      [customerId, ...mine.values],
    );
  }

  private faulty(scope: Scope, customerId: string): Promise<FaultyRow[]> {
    const mine = scopeCondition(scope, { customer: 'f.customer_id', circuit: 'f.circuit_id' });
    return this.database.read<FaultyRow>(
      `SELECT c.id AS circuitId, c.code AS code, c.name AS name, COUNT(*) AS faults
       FROM fault f JOIN circuit c ON c.id = f.circuit_id
       WHERE f.customer_id = ? AND f.active_key IS NOT NULL AND ${mine.sql}
       GROUP BY c.id, c.code, c.name ORDER BY MAX(f.severity_rank) DESC, c.code ${LIMIT}`,
      [customerId, ...mine.values],
    );
  }

  private ratings(scope: Scope, customerId: string): Promise<RatingRow[]> {
    const mine = scopeCondition(scope, { customer: 't.customer_id', wholeCustomer: true });
    return this.database.read<RatingRow>(
      `SELECT t.id AS ticketId, t.number AS number, r.score AS score, r.at AS at, k.comment AS comment
       FROM ticket t JOIN ticket_rating r ON r.ticket_id = t.id AND r.step = 'OVERALL'
       LEFT JOIN ticket_rating_comment k ON k.ticket_id = t.id
       WHERE t.customer_id = ? AND ${mine.sql} ORDER BY r.at DESC, t.id ${LIMIT}`,
      [customerId, ...mine.values],
    );
  }

  private contacts(scope: Scope, customerId: string): Promise<HandoverPack['contacts']> {
    const mine = scopeCondition(scope, { customer: 'k.customer_id', site: 'k.site_id' });
    return this.database.read<HandoverPack['contacts'][number]>(
      `SELECT k.name AS name, k.role AS role, k.phone AS phone, k.email AS email
       FROM contact k WHERE k.customer_id = ? AND ${mine.sql} ORDER BY k.name, k.id ${LIMIT}`,
      [customerId, ...mine.values],
    );
  }
}

/** What was written as JSON; the contract says what it must be. */
function stored(text: string): unknown {
  return JSON.parse(text);
}
