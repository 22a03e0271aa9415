import { Injectable } from '@nestjs/common';
import type { FaultReportPage, FaultReportQuery, Priority } from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { iso, isoOrNull } from '../../database/instants.js';
import { Clock } from '../../platform/clock/clock.js';
import {
  after,
  type Keyed,
  keyColumns,
  orderBy,
  positionOf,
  readCursor,
  type SortKey,
  writeCursor,
} from '../../platform/listing/keyset.js';
import { TicketListRepository } from './ticket-list.repository.js';
import { ticketReach, type TicketReader } from './ticket-reach.js';
import { titleOf } from './ticket.mapper.js';

type Row = Keyed<{
  readonly ticketId: string;
  readonly number: string;
  readonly description: string;
  readonly customerNameZh: string;
  readonly customerNameEn: string;
  readonly priority: Priority;
  readonly state: 'DRAFT' | 'PUBLISHED';
  readonly restoredAt: number | string | null;
  readonly dueAt: number | string | null;
  readonly publishedAt: number | string | null;
}>;

/** Owed ones by when they are due, then published ones, the newest first. */
const KEYS: readonly SortKey[] = [
  { sql: "CASE WHEN r.state = 'DRAFT' THEN 0 ELSE 1 END", type: 'number', direction: 'asc' },
  {
    sql: "CASE WHEN r.state = 'DRAFT' THEN COALESCE(d.due_at, 0) ELSE -r.published_at END",
    type: 'number',
    direction: 'asc',
  },
  { sql: 'r.ticket_id', type: 'text', direction: 'asc' },
];
/** The clock of a report is that of its last round: a line that is restored twice is reported on anew. */
const FROM = `FROM fault_report r JOIN ticket t ON t.id = r.ticket_id JOIN customer cu ON cu.id = t.customer_id
  LEFT JOIN ticket_timer d ON d.ticket_id = r.ticket_id AND d.kind = 'FAULT_REPORT' AND d.round = (
    SELECT MAX(m.round) FROM ticket_timer m WHERE m.ticket_id = r.ticket_id AND m.kind = 'FAULT_REPORT')`;

/** Fault reports of all tickets in reach: which are owed, and until when. Their texts are read ticket by ticket. */
@Injectable()
export class FaultReportList {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketListRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async page(reader: TicketReader, { limit, cursor, ...filter }: FaultReportQuery): Promise<FaultReportPage> {
    const now = this.clock.now();
    const from = readCursor(filter, KEYS, cursor);
    const mine = ticketReach(reader);
    const shown = shownBy(filter.state, now);
    const later = from === undefined ? { sql: '(1=1)', values: [] } : after(KEYS, from);
    const found = await this.database.read<Row>(
      `SELECT r.ticket_id AS ticketId, t.number AS number, t.description AS description, cu.name_zh AS customerNameZh,
         cu.name_en AS customerNameEn, t.priority AS priority, r.state AS state, t.restored_at AS restoredAt,
         d.due_at AS dueAt, r.published_at AS publishedAt, ${keyColumns(KEYS)}
       ${FROM} WHERE ${mine.sql} AND ${shown.sql} AND ${later.sql} ORDER BY ${orderBy(KEYS)} LIMIT ?`,
      [...mine.values, ...shown.values, ...later.values, limit + 1],
    );
    const rows = found.slice(0, limit);
    const last = found.length > limit ? rows.at(-1) : undefined;
    const ids = rows.map(({ ticketId }) => ticketId);
    const circuits = await this.tickets.circuitsOf(reader.scope, ids);
    return {
      items: rows.map(
        ({ ticketId, number, description, customerNameZh, customerNameEn, priority, state, ...times }) => ({
          ...{ ticketId, number, title: titleOf(description), customerNameZh, customerNameEn, priority, state },
          circuits: circuits.get(ticketId) ?? [],
          restoredAt: isoOrNull(times.restoredAt),
          dueAt: isoOrNull(times.dueAt),
          isLate: times.dueAt !== null && Number(times.publishedAt ?? now) > Number(times.dueAt),
          publishedAt: isoOrNull(times.publishedAt),
        }),
      ),
      nextCursor: last === undefined ? null : writeCursor(filter, positionOf(last, KEYS)),
      open: await this.open(reader, now),
      now: iso(now),
    };
  }

  private async open(reader: TicketReader, now: number): Promise<FaultReportPage['open']> {
    const mine = ticketReach(reader);
    const [row] = await this.database.read<{ due: number | string; overdue: number | string | null }>(
      `SELECT COUNT(*) AS due, SUM(CASE WHEN d.due_at < ? THEN 1 ELSE 0 END) AS overdue
       ${FROM} WHERE ${mine.sql} AND r.state = 'DRAFT'`,
      [now, ...mine.values],
    );
    return { due: Number(row?.due ?? 0), overdue: Number(row?.overdue ?? 0) };
  }
}

function shownBy(state: FaultReportQuery['state'], now: number): { sql: string; values: SqlValue[] } {
  if (state === undefined) return { sql: '(1=1)', values: [] };
  if (state === 'OVERDUE') return { sql: "(r.state = 'DRAFT' AND d.due_at < ?)", values: [now] };
  return { sql: 'r.state = ?', values: [state] };
}
