import { Injectable } from '@nestjs/common';
import type { NormedLine, TicketLink } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A circuit as far as filing needs it. */
export interface FiledCircuit extends NormedLine {
  readonly id: string;
  readonly customerId: string;
}

/** Reads what a ticket is filed about, and writes who follows it and what it is linked to. */
@Injectable()
export class FilingRepository {
  /** Those of the circuits that are in scope. */
  circuits(tx: Transaction, scope: Scope, ids: readonly string[]): Promise<FiledCircuit[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    return tx.query<FiledCircuit>(
      `SELECT c.id AS id, c.customer_id AS customerId, c.product AS product, c.network_grade AS networkGrade,
         cu.grade AS grade
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id
       WHERE c.id IN (${ids.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY c.code`,
      [...ids, ...mine.values],
    );
  }

  /** How many of the sites are in scope. */
  async sites(tx: Transaction, scope: Scope, ids: readonly string[]): Promise<number> {
    const mine = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
    const rows = await tx.query(
      `SELECT s.id FROM site s WHERE s.id IN (${ids.map(() => '?').join(',')}) AND ${mine.sql}`,
      [...ids, ...mine.values],
    );
    return rows.length;
  }

  /** The oldest open ticket of type incident about any of the circuits; with `id` whether that one is. */
  async openIncident(
    tx: Transaction,
    circuitIds: readonly string[],
    id?: string,
  ): Promise<{ id: string; number: string } | undefined> {
    const [row] = await tx.query<{ id: string; number: string }>(
      `SELECT t.id AS id, t.number AS number FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
       WHERE tc.circuit_id IN (${circuitIds.map(() => '?').join(',')}) AND t.ticket_type = 'incident'
         AND t.status NOT IN ('rejected','cancelled','closed') ${id === undefined ? '' : 'AND t.id = ?'}
       ORDER BY t.reported_at, t.id LIMIT 1`,
      [...circuitIds, ...(id === undefined ? [] : [id])],
    );
    return row;
  }

  /** @returns false when they followed it already */
  async follow(tx: Transaction, ticketId: string, userId: string, at: number): Promise<boolean> {
    const columns = ['ticket_id', 'user_id', 'at'];
    return (
      (await tx.insertMany('ticket_follower', columns, ['ticket_id', 'user_id'], [[ticketId, userId, at]], 'ignore')) >
      0
    );
  }

  async link(tx: Transaction, ticketId: string, otherId: string, type: TicketLink): Promise<void> {
    const columns = ['ticket_id', 'other_id', 'type'];
    await tx.insertMany('ticket_link', columns, ['ticket_id', 'other_id'], [[ticketId, otherId, type]], 'ignore');
  }

  /** A circuit, for the product itself. */
  anyCircuit(tx: Transaction, id: string): Promise<FiledCircuit[]> {
    return tx.query<FiledCircuit>(
      `SELECT c.id AS id, c.customer_id AS customerId, c.product AS product, c.network_grade AS networkGrade,
         cu.grade AS grade
       FROM circuit c JOIN customer cu ON cu.id = c.customer_id WHERE c.id = ?`,
      [id],
    );
  }

  /** How many faults of a circuit began in (from, to]. */
  async faultsSince(tx: Transaction, circuitId: string, from: number, to: number): Promise<number> {
    const [row] = await tx.query<{ faults: number | string }>(
      'SELECT COUNT(*) AS faults FROM fault WHERE circuit_id = ? AND since > ? AND since <= ?',
      [circuitId, from, to],
    );
    return Number(row?.faults ?? 0);
  }

  /** Whether the product itself has asked why a circuit keeps failing, and the answer is due or not long ago. */
  async hasProblem(tx: Transaction, circuitId: string, since: number): Promise<boolean> {
    const rows = await tx.query(
      `SELECT 1 FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
       WHERE tc.circuit_id = ? AND t.made_by_key LIKE 'chronic:%'
         AND (t.reported_at > ? OR t.status NOT IN ('rejected','cancelled','closed')) LIMIT 1`,
      [circuitId, since],
    );
    return rows.length > 0;
  }

  async incidentsSince(tx: Transaction, circuitId: string, since: number): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id AS id FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
       WHERE tc.circuit_id = ? AND t.reported_at > ? AND t.ticket_type = 'incident' ORDER BY t.reported_at LIMIT 50`,
      [circuitId, since],
    );
    return rows.map(({ id }) => id);
  }

  /** Open tickets about a fault, which is one of the same circuit. */
  async openOfFault(tx: Transaction, faultId: string, circuitId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT t.id AS id FROM ticket t JOIN ticket_circuit tc ON tc.ticket_id = t.id
       WHERE t.fault_id = ? AND tc.circuit_id = ? AND t.status NOT IN ('rejected','cancelled','closed')
       ORDER BY t.reported_at LIMIT 50`,
      [faultId, circuitId],
    );
    return rows.map(({ id }) => id);
  }
}
