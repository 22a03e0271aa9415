import { Injectable } from '@nestjs/common';
import type { Priority, Responsibility, TimerKind } from '@linewatch/shared';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { SqlReader } from './open-tickets.js';
import { ticketReach, type TicketReader } from './ticket-reach.js';

/** A ticket as a service level counts it. Times in ms. */
export interface TicketFact {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly circuitIds: readonly string[];
  readonly priority: Priority;
  readonly responsibility: Responsibility | null;
  readonly reportedAt: number;
  readonly restoredAt: number | null;
  /** Running time of the repair without what the customer caused: what MTTR sums up (standards, means). */
  readonly restoreMs: number | null;
  readonly clocks: readonly ClockFact[];
}

/** How one clock of the norm went. */
export interface ClockFact {
  readonly kind: TimerKind;
  readonly targetMs: number;
  /** Null while it runs. */
  readonly elapsedMs: number | null;
  readonly isKept: boolean;
}

interface TicketRow {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly circuitId: string;
  readonly priority: Priority;
  readonly responsibility: Responsibility | null;
  readonly reportedAt: number | string;
  readonly restoredAt: number | string | null;
}

interface ClockRow {
  readonly ticketId: string;
  readonly kind: TimerKind;
  readonly targetMs: number | string;
  readonly elapsedMs: number | string | null;
  readonly breachedAt: number | string | null;
}

const IDS_A_QUERY = 500;

/** Tickets as the ledger of service levels reads them: what was restored in a period, and how the norm was kept. */
@Injectable()
export class TicketFacts {
  /** Tickets of type incident about any of the circuits that were restored in [from, to), by their restoration. */
  async between(
    reader: SqlReader,
    circuitIds: readonly string[],
    from: number,
    to: number,
  ): Promise<readonly TicketFact[]> {
    const circuits = new Map<string, string[]>();
    const tickets = new Map<string, TicketRow>();
    for (const some of parts(circuitIds)) {
      const rows = await reader.query<TicketRow>(
        `SELECT t.id AS id, t.number AS number, t.customer_id AS customerId, tc.circuit_id AS circuitId,
           t.priority AS priority, t.responsibility AS responsibility, t.reported_at AS reportedAt,
           t.restored_at AS restoredAt
         FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
         WHERE t.restored_at >= ? AND t.restored_at < ? AND t.ticket_type = 'incident'
           AND t.status NOT IN ('rejected','cancelled') AND tc.circuit_id IN (${some.map(() => '?').join(',')})
         ORDER BY t.restored_at, t.id`,
        [from, to, ...some],
      );
      for (const row of rows) {
        tickets.set(row.id, row);
        circuits.set(row.id, [...(circuits.get(row.id) ?? []), row.circuitId]);
      }
    }
    const clocks = await this.clocksOf(reader, [...tickets.keys()]);
    return [...tickets.values()].map((row) => toFact(row, circuits.get(row.id) ?? [], clocks.get(row.id) ?? []));
  }

  /**
   * Tickets of type incident that somebody may read and that were restored in [from, to), by their restoration, with
   * those of their circuits that are in reach.
   *
   * @param limit tickets at most
   */
  async seenBy(
    source: SqlReader,
    reader: TicketReader,
    { from, to }: { readonly from: number; readonly to: number },
    limit: number,
  ): Promise<readonly TicketFact[]> {
    const reach = ticketReach(reader);
    const rows = await source.query<Omit<TicketRow, 'circuitId'>>(
      `SELECT t.id AS id, t.number AS number, t.customer_id AS customerId, t.priority AS priority,
         t.responsibility AS responsibility, t.reported_at AS reportedAt, t.restored_at AS restoredAt
       FROM ticket t WHERE t.restored_at >= ? AND t.restored_at < ? AND t.ticket_type = 'incident'
         AND t.status NOT IN ('rejected','cancelled') AND ${reach.sql} ORDER BY t.restored_at, t.id LIMIT ?`,
      [from, to, ...reach.values, limit],
    );
    const ids = rows.map(({ id }) => id);
    const circuits = await this.circuitsOf(source, reader.scope, ids);
    const clocks = await this.clocksOf(source, ids);
    return rows.map((row) => toFact(row, circuits.get(row.id) ?? [], clocks.get(row.id) ?? []));
  }

  private async circuitsOf(
    reader: SqlReader,
    scope: Scope,
    ticketIds: readonly string[],
  ): Promise<Map<string, string[]>> {
    const circuits = new Map<string, string[]>();
    const mine = scopeCondition(scope, { customer: 'tc.customer_id', circuit: 'tc.circuit_id' });
    for (const some of parts(ticketIds)) {
      const rows = await reader.query<{ ticketId: string; circuitId: string }>(
        `SELECT tc.ticket_id AS ticketId, tc.circuit_id AS circuitId FROM ticket_circuit tc
         WHERE tc.ticket_id IN (${some.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY tc.circuit_id`,
        [...some, ...mine.values],
      );
      for (const { ticketId, circuitId } of rows)
        circuits.set(ticketId, [...(circuits.get(ticketId) ?? []), circuitId]);
    }
    return circuits;
  }

  private async clocksOf(reader: SqlReader, ticketIds: readonly string[]): Promise<Map<string, ClockRow[]>> {
    const clocks = new Map<string, ClockRow[]>();
    for (const some of parts(ticketIds)) {
      const rows = await reader.query<ClockRow>(
        `SELECT ticket_id AS ticketId, kind AS kind, target_ms AS targetMs, elapsed_ms AS elapsedMs,
           breached_at AS breachedAt
         FROM ticket_timer WHERE ticket_id IN (${some.map(() => '?').join(',')}) ORDER BY started_at, kind, round`,
        some,
      );
      for (const row of rows) clocks.set(row.ticketId, [...(clocks.get(row.ticketId) ?? []), row]);
    }
    return clocks;
  }
}

function* parts(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) yield ids.slice(start, start + IDS_A_QUERY);
}

function toFact(
  row: Omit<TicketRow, 'circuitId'>,
  circuitIds: readonly string[],
  clocks: readonly ClockRow[],
): TicketFact {
  const restoreMs = clocks.find(({ kind }) => kind === 'RESTORE')?.elapsedMs ?? null;
  const { id, number, customerId, priority, responsibility } = row;
  return {
    ...{ id, number, customerId, circuitIds, priority, responsibility },
    reportedAt: Number(row.reportedAt),
    restoredAt: row.restoredAt === null ? null : Number(row.restoredAt),
    restoreMs: restoreMs === null ? null : Number(restoreMs),
    clocks: clocks.map((clock) => ({
      kind: clock.kind,
      targetMs: Number(clock.targetMs),
      elapsedMs: clock.elapsedMs === null ? null : Number(clock.elapsedMs),
      isKept: clock.breachedAt === null,
    })),
  };
}
