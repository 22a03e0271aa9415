import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import type { StoredPack } from './evidence.repository.js';

export type Row = Readonly<Record<string, string | number | null>>;

interface Span {
  readonly from: number;
  readonly to: number;
}

const MOST = 20_000;
const IDS_A_QUERY = 500;
/** A notice of the last minute of a span is sent after it. */
const SENT_UNTIL_MS = 7 * 24 * 60 * 60_000;

/** Tickets and notices of a circuit as its customer may read them. For the job, of a pack that a scope has let in. */
@Injectable()
export class EvidenceFactsRepository {
  constructor(private readonly database: Database) {}

  /** Tickets about the circuit that were open at any time of the span. Times in ms. */
  tickets({ circuitId, customerId }: StoredPack, { from, to }: Span): Promise<Row[]> {
    return this.database.read<Row>(
      `SELECT t.id AS id, t.number AS number, t.priority AS priority, t.status AS state, t.reported_at AS reportedAt,
         t.restored_at AS restoredAt
       FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
       WHERE tc.circuit_id = ? AND t.customer_id = ? AND t.reported_at < ?
         AND (t.restored_at IS NULL OR t.restored_at >= ?)
       ORDER BY t.reported_at, t.id LIMIT ${String(MOST)}`,
      [circuitId, customerId, to, from],
    );
  }

  /** What happened to tickets and what was said, without what is internal; the operator's people by their role alone. */
  async trail(ticketIds: readonly string[]): Promise<Row[]> {
    const rows: Row[] = [];
    for (const ids of toChunks(ticketIds, IDS_A_QUERY)) {
      const places = ids.map(() => '?').join(',');
      const found = await this.database.read<Row>(
        `SELECT e.ticket_id AS ticketId, e.at AS at, e.kind AS kind, e.role AS role, e.old_value AS oldValue,
           e.new_value AS newValue, e.reason AS words
         FROM ticket_event e WHERE e.ticket_id IN (${places}) AND e.visibility = 'CUSTOMER'
         UNION ALL
         SELECT n.ticket_id, n.at, 'NOTE', n.role, NULL, NULL, n.body
         FROM ticket_note n WHERE n.ticket_id IN (${places}) AND n.visibility = 'CUSTOMER'
         ORDER BY at LIMIT ${String(MOST)}`,
        [...ids, ...ids],
      );
      rows.push(...found);
    }
    return rows;
  }

  /** What the customer was told of the circuit, once for each way it went; without names and addresses. */
  async notices({ circuitId, customerId }: StoredPack, { from, to }: Span): Promise<Row[]> {
    const events = await this.database.read<{ id: string; at: number | string; kind: string; severity: string | null }>(
      `SELECT e.id AS id, e.at AS at, e.kind AS kind, e.severity AS severity FROM notice_event e
       WHERE e.customer_id = ? AND e.at >= ? AND e.at < ? AND e.circuit_ids LIKE ? ORDER BY e.at, e.id
       LIMIT ${String(MOST)}`,
      [customerId, from, to, `%"${circuitId}"%`],
    );
    const deliveries = await this.database.read<{
      events: string;
      way: string;
      state: string;
      sentAt: number | string | null;
    }>(
      `SELECT d.event_ids AS events, d.way AS way, d.state AS state, d.sent_at AS sentAt FROM notice_delivery d
       WHERE d.customer_id = ? AND d.is_staff = 0 AND d.at >= ? AND d.at < ? ORDER BY d.at, d.id LIMIT ${String(MOST)}`,
      [customerId, from, to + SENT_UNTIL_MS],
    );
    const told = new Map<string, typeof deliveries>();
    for (const delivery of deliveries) {
      for (const id of JSON.parse(delivery.events) as string[]) told.set(id, [...(told.get(id) ?? []), delivery]);
    }
    return events.flatMap(({ id, at, kind, severity }) => {
      const ways = told.get(id) ?? [{ way: null, state: null, sentAt: null }];
      return ways.map(({ way, state, sentAt }) => ({ at, kind, severity, way, state, sentAt }));
    });
  }
}
