import { Injectable } from '@nestjs/common';
import type { Priority, TroubleTicketState } from '@linewatch/shared';
import type { SqlValue } from '../../database/database.js';

/** A ticket that is not over, as those need to know it who watch over its circuits. Times in ms. */
export interface OpenTicket {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly status: TroubleTicketState;
  readonly priority: Priority;
  readonly faultId: string | null;
  readonly reportedAt: number;
}

/** Whatever answers SQL: the database's reader or a transaction. */
export interface SqlReader {
  query<Row>(sql: string, values?: SqlValue[]): Promise<Row[]>;
}

const CIRCUITS_A_QUERY = 500;

/** Which circuits have tickets that are not over. */
@Injectable()
export class OpenTickets {
  /** @returns the open tickets of each circuit, oldest first; circuits without one are not in it */
  async of(reader: SqlReader, circuitIds: readonly string[]): Promise<ReadonlyMap<string, readonly OpenTicket[]>> {
    const found = new Map<string, OpenTicket[]>();
    for (let start = 0; start < circuitIds.length; start += CIRCUITS_A_QUERY) {
      const some = circuitIds.slice(start, start + CIRCUITS_A_QUERY);
      const rows = await reader.query<
        Omit<OpenTicket, 'reportedAt'> & { circuitId: string; reportedAt: number | string }
      >(
        `SELECT tc.circuit_id AS circuitId, t.id AS id, t.number AS number, t.customer_id AS customerId,
           t.status AS status, t.priority AS priority, t.fault_id AS faultId, t.reported_at AS reportedAt
         FROM ticket_circuit tc JOIN ticket t ON t.id = tc.ticket_id
         WHERE tc.circuit_id IN (${some.map(() => '?').join(',')}) AND t.status NOT IN ('rejected','cancelled','closed')
         ORDER BY t.reported_at, t.id`,
        some,
      );
      for (const { circuitId, reportedAt, ...ticket } of rows) {
        const own = found.get(circuitId) ?? [];
        own.push({ ...ticket, reportedAt: Number(reportedAt) });
        found.set(circuitId, own);
      }
    }
    return found;
  }
}
