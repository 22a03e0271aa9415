import { Injectable } from '@nestjs/common';
import type { FaultKind, OutageCause, Role, TicketCause } from '@linewatch/shared';
import { iso } from '../../database/instants.js';
import type { SqlReader } from './open-tickets.js';
import { isCustomers, ticketReach, type TicketReader } from './ticket-reach.js';

/** An outage that nobody judged; ms, `to` null while it lasts. */
export interface AskedOutage {
  readonly id: string;
  readonly circuitId: string;
  readonly from: number;
  readonly to: number | null;
}

interface CauseRow {
  readonly id: string;
  readonly number: string;
  readonly circuitId: string;
  readonly outageId: string | null;
  readonly faultKind: FaultKind | null;
  readonly faultFrom: number | string | null;
  readonly faultTo: number | string | null;
  readonly reportedAt: number | string;
  readonly resolvedAt: number | string;
  readonly cause: OutageCause;
  readonly found: string | null;
  readonly role: Role | null;
  readonly userName: string | null;
}

const CIRCUITS_A_QUERY = 500;
const TICKETS_A_QUERY = 5_000;
/** Who was found to answer is the cause; a ticket that found no fault names none. */
const CAUSES = "('OPERATOR','CUSTOMER','THIRD_PARTY','FORCE_MAJEURE')";

/** What the tickets about outages were resolved with, while nobody has judged the outages themselves. */
@Injectable()
export class TicketCauses {
  /** By the outage; those without such a ticket, or whose ticket the reader does not see, are missing. */
  async of(
    source: SqlReader,
    reader: TicketReader,
    outages: readonly AskedOutage[],
  ): Promise<ReadonlyMap<string, TicketCause>> {
    const found = new Map<string, TicketCause>();
    const circuitIds = [...new Set(outages.map(({ circuitId }) => circuitId))];
    const since = Math.min(...outages.map(({ from }) => from));
    for (let start = 0; start < circuitIds.length; start += CIRCUITS_A_QUERY) {
      const some = circuitIds.slice(start, start + CIRCUITS_A_QUERY);
      const tickets = await this.resolved(source, reader, some, since);
      if (tickets.length === 0) continue;
      for (const outage of outages) {
        const ticket = nearest(tickets, outage);
        if (ticket !== undefined) found.set(outage.id, toCause(ticket, reader.role));
      }
    }
    return found;
  }

  /** Tickets about trouble of some circuits that were resolved since then and are still; newest first. */
  private resolved(
    source: SqlReader,
    reader: TicketReader,
    circuitIds: readonly string[],
    since: number,
  ): Promise<CauseRow[]> {
    const reach = ticketReach(reader);
    // Who resolved it last, should its customer have refused once.
    const last = `SELECT MAX(l.id) FROM ticket_event l
      WHERE l.ticket_id = t.id AND l.kind = 'STATUS' AND l.new_value = 'resolved'`;
    return source.query<CauseRow>(
      `SELECT t.id AS id, t.number AS number, tc.circuit_id AS circuitId, t.outage_id AS outageId, f.kind AS faultKind,
         f.since AS faultFrom, f.until_at AS faultTo, t.reported_at AS reportedAt, t.resolved_at AS resolvedAt,
         t.responsibility AS cause, t.fault_cause AS found, e.role AS role, u.name AS userName
       FROM ticket_circuit tc JOIN ticket t ON t.id = tc.ticket_id LEFT JOIN fault f ON f.id = t.fault_id
         LEFT JOIN ticket_event e ON e.id = (${last}) LEFT JOIN user_account u ON u.id = e.user_id
       WHERE tc.circuit_id IN (${circuitIds.map(() => '?').join(',')}) AND t.ticket_type = 'incident'
         AND t.status IN ('resolved','closed') AND t.resolved_at >= ? AND t.restored_at IS NOT NULL
         AND t.responsibility IN ${CAUSES} AND ${reach.sql}
       ORDER BY t.resolved_at DESC, t.id LIMIT ?`,
      [...circuitIds, since, ...reach.values, TICKETS_A_QUERY],
    );
  }
}

/** The ticket that is most surely about an outage, the newest of several. */
function nearest(tickets: readonly CauseRow[], outage: AskedOutage): CauseRow | undefined {
  let best: CauseRow | undefined;
  let surest = 0;
  for (const ticket of tickets) {
    const sure = sureness(ticket, outage);
    if (sure > surest) [best, surest] = [ticket, sure];
  }
  return best;
}

/**
 * How surely a ticket is about an outage; 0: it is not. It names the outage; or its fault is that the line was down at
 * that time; or it names neither, and was filed about this line while it was down.
 */
function sureness(ticket: CauseRow, { id, circuitId, from, to }: AskedOutage): number {
  if (ticket.circuitId !== circuitId || Number(ticket.resolvedAt) < from) return 0;
  const until = to ?? Number.POSITIVE_INFINITY;
  if (ticket.outageId !== null) return ticket.outageId === id ? 3 : 0;
  if (ticket.faultKind !== null) {
    if (ticket.faultKind !== 'DOWN' && ticket.faultKind !== 'FLAPPING') return 0;
    const ended = ticket.faultTo === null ? Number.POSITIVE_INFINITY : Number(ticket.faultTo);
    return Number(ticket.faultFrom) <= until && ended >= from ? 2 : 0;
  }
  const reportedAt = Number(ticket.reportedAt);
  return from <= reportedAt && reportedAt <= until ? 1 : 0;
}

function toCause({ id, number, cause, found, resolvedAt, role, userName }: CauseRow, reader: Role): TicketCause {
  const by = isCustomers(reader) ? null : userName;
  return { ticketId: id, number, cause, found, at: iso(resolvedAt), role, by };
}
