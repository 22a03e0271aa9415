import { Injectable } from '@nestjs/common';
import type { TicketCircuit, TicketQuery, TicketQueueQuery, TicketSharing } from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';
import { ticketReach, type TicketReader } from './ticket-reach.js';
import { SELECT_TICKET, type StoredTicket, toTicket } from './ticket.repository.js';
import type { Ticket } from './ticket.rows.js';

/** A ticket with the names that a list shows. */
export interface ListedTicket {
  readonly ticket: Ticket;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly assigneeName: string | null;
  readonly reporterName: string | null;
}

interface Names {
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly assigneeName: string | null;
  readonly reporterName: string | null;
}

export const TICKET_KEYS: readonly SortKey[] = [
  { sql: 't.reported_at', type: 'number', direction: 'desc' },
  { sql: 't.id', type: 'text', direction: 'desc' },
];
const QUEUE = 500;
const OVER = "('rejected','cancelled','closed')";
/** Whose turn it is by the status; a held ticket waits for the customer where the customer is the reason. */
const CUSTOMERS_TURN = `(t.status IN ('pending','resolved') OR (t.status = 'held' AND t.hold_reason LIKE 'CUSTOMER%'))`;
const FROM = `FROM ticket t JOIN customer cu ON cu.id = t.customer_id
  LEFT JOIN user_account ua ON ua.id = t.assignee_id LEFT JOIN user_account ur ON ur.id = t.reporter_id`;
const SELECT = `SELECT ${SELECT_TICKET}, cu.name_zh AS customerNameZh, cu.name_en AS customerNameEn,
  ua.name AS assigneeName, ur.name AS reporterName`;

/** Reads lists of tickets. */
@Injectable()
export class TicketListRepository {
  constructor(private readonly database: Database) {}

  async page(
    reader: TicketReader,
    query: TicketQuery,
    from: Position | undefined,
  ): Promise<{ row: ListedTicket; keyed: Keyed<object> }[]> {
    const where = this.where(reader, query);
    const later = from === undefined ? { sql: '(1=1)', values: [] } : after(TICKET_KEYS, from);
    const rows = await this.database.read<Keyed<StoredTicket & Names>>(
      `${SELECT}, ${keyColumns(TICKET_KEYS)} ${FROM} WHERE ${where.sql} AND ${later.sql}
       ORDER BY ${orderBy(TICKET_KEYS)} LIMIT ?`,
      [...where.values, ...later.values, query.limit + 1],
    );
    return rows.map((row) => ({ row: toListed(row), keyed: row }));
  }

  /** So many tickets after the first `offset` of those that a query leaves, newest first. */
  async counted(
    reader: TicketReader,
    query: TicketQuery,
    offset: number,
  ): Promise<{ rows: ListedTicket[]; total: number }> {
    const where = this.where(reader, query);
    const rows = await this.database.read<StoredTicket & Names>(
      `${SELECT} ${FROM} WHERE ${where.sql} ORDER BY ${orderBy(TICKET_KEYS)} LIMIT ? OFFSET ?`,
      [...where.values, query.limit, offset],
    );
    return { rows: rows.map(toListed), total: await this.total(reader, query) };
  }

  /** How many tickets a query leaves. */
  async total(reader: TicketReader, query: TicketQuery): Promise<number> {
    const where = this.where(reader, query);
    const [row] = await this.database.read<{ n: number | string }>(
      `SELECT COUNT(*) AS n FROM ticket t WHERE ${where.sql}`,
      where.values,
    );
    return Number(row?.n ?? 0);
  }

  async one(reader: TicketReader, id: string): Promise<ListedTicket | undefined> {
    const mine = ticketReach(reader);
    const [row] = await this.database.read<StoredTicket & Names>(`${SELECT} ${FROM} WHERE t.id = ? AND ${mine.sql}`, [
      id,
      ...mine.values,
    ]);
    return row === undefined ? undefined : toListed(row);
  }

  /** How many tickets that are not over wait for whom. */
  async open(reader: TicketReader): Promise<{ operator: number; customer: number }> {
    const mine = ticketReach(reader);
    const [row] = await this.database.read<{ total: number | string; customer: number | string | null }>(
      `SELECT COUNT(*) AS total, SUM(CASE WHEN ${CUSTOMERS_TURN} THEN 1 ELSE 0 END) AS customer
       FROM ticket t WHERE t.status NOT IN ${OVER} AND ${mine.sql}`,
      mine.values,
    );
    const customer = Number(row?.customer ?? 0);
    return { operator: Number(row?.total ?? 0) - customer, customer };
  }

  /** Open tickets by the time that is left, what stands still last. One more than is shown, to tell that there are more. */
  async queue(reader: TicketReader, query: TicketQueueQuery, userId: string): Promise<ListedTicket[]> {
    const mine = ticketReach(reader);
    const filters: [string, SqlValue][] = [];
    if (query.workGroup !== undefined) filters.push(['t.work_group = ?', query.workGroup]);
    if (query.priority !== undefined) filters.push(['t.priority = ?', query.priority]);
    if (query.mine === 'true') filters.push(['t.assignee_id = ?', userId]);
    const more = filters.map(([sql]) => ` AND ${sql}`).join('');
    const rows = await this.database.read<StoredTicket & Names>(
      `${SELECT} ${FROM} WHERE t.status NOT IN ${OVER} AND ${mine.sql}${more}
       ORDER BY CASE WHEN t.next_due_at IS NULL THEN 1 ELSE 0 END, t.next_due_at, t.priority, t.id LIMIT ?`,
      [...mine.values, ...filters.map(([, value]) => value), QUEUE + 1],
    );
    return rows.map(toListed);
  }

  /** Circuits of tickets, as far as they are in scope. */
  async circuitsOf(scope: Scope, ticketIds: readonly string[]): Promise<ReadonlyMap<string, TicketCircuit[]>> {
    const circuits = new Map<string, TicketCircuit[]>();
    if (ticketIds.length === 0) return circuits;
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<TicketCircuit & { ticketId: string }>(
      `SELECT tc.ticket_id AS ticketId, c.id AS id, c.code AS code, c.name AS name, c.alias AS alias
       FROM ticket_circuit tc JOIN circuit c ON c.id = tc.circuit_id
       WHERE tc.ticket_id IN (${ticketIds.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY c.code`,
      [...ticketIds, ...mine.values],
    );
    const seen = await namesSeenBy(
      this.database,
      scope,
      rows.map(({ id }) => id),
    );
    for (const { ticketId, ...row } of rows) {
      const circuit = { ...row, code: seen.code(row.id, row.code), name: seen.name(row.id, row.name) };
      circuits.set(ticketId, [...(circuits.get(ticketId) ?? []), circuit]);
    }
    return circuits;
  }

  async sharingOf(customerId: string): Promise<TicketSharing> {
    const [row] = await this.database.read<{ viewers: TicketSharing }>(
      'SELECT viewers AS viewers FROM ticket_sharing WHERE customer_id = ?',
      [customerId],
    );
    return row?.viewers ?? 'NONE';
  }

  private where(reader: TicketReader, query: TicketQuery): { sql: string; values: SqlValue[] } {
    const mine = ticketReach(reader);
    const parts = [mine.sql];
    const values: SqlValue[] = [...mine.values];
    const add = (sql: string, ...own: SqlValue[]): void => {
      parts.push(sql);
      values.push(...own);
    };
    const { q, state, turn } = query;
    if (state === 'open') add(`t.status NOT IN ${OVER}`);
    else if (state === 'over') add(`t.status IN ${OVER}`);
    else if (state !== undefined) add('t.status = ?', state);
    if (turn !== undefined) add(`t.status NOT IN ${OVER} AND ${turn === 'OPERATOR' ? 'NOT ' : ''}${CUSTOMERS_TURN}`);
    if (query.priority !== undefined) add('t.priority = ?', query.priority);
    if (query.ticketType !== undefined) add('t.ticket_type = ?', query.ticketType);
    if (query.externalId !== undefined) add('t.external_id = ?', query.externalId);
    if (query.from !== undefined) add('t.reported_at >= ?', query.from);
    if (query.to !== undefined) add('t.reported_at < ?', query.to);
    if (query.circuit !== undefined) {
      const own = scopeCondition(reader.scope, { customer: 'fc.customer_id', circuit: 'fc.circuit_id' });
      add(
        `t.id IN (SELECT fc.ticket_id FROM ticket_circuit fc WHERE fc.circuit_id = ? AND ${own.sql})`,
        query.circuit,
        ...own.values,
      );
    }
    if (q !== undefined && q !== '') {
      const pattern = likePattern(q);
      const columns = ['t.number', 't.external_id', 't.description'];
      add(
        `(${columns.map((column) => containsText(this.database.dialect, column)).join(' OR ')})`,
        ...columns.map(() => pattern),
      );
    }
    return { sql: parts.join(' AND '), values };
  }
}

function toListed(row: StoredTicket & Names): ListedTicket {
  const { customerNameZh, customerNameEn, assigneeName, reporterName, ...stored } = row;
  return { ticket: toTicket(stored), customerNameZh, customerNameEn, assigneeName, reporterName };
}
