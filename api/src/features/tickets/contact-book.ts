import { Injectable } from '@nestjs/common';
import type { TicketContact } from '@linewatch/shared';
import type { SqlReader } from './open-tickets.js';

interface BookRow {
  readonly name: string;
  readonly phone: string | null;
  readonly siteId: string | null;
  readonly accessHours: string | null;
}

interface SiteRow {
  readonly id: string;
  readonly accessHours: string | null;
}

const MOST = 10;

/** Whom those who work on a ticket can reach, and when one may come: what the customer's papers say at this moment. */
@Injectable()
export class ContactBook {
  /**
   * The contacts of a ticket. Where none were named with it, those for technical matters and emergencies at its sites.
   * Access hours that a contact does not name are those of the site.
   */
  async of(reader: SqlReader, ticketId: string, named: readonly TicketContact[]): Promise<TicketContact[]> {
    if (named.length === 0) return this.fromPapers(reader, ticketId);
    const ids = named.flatMap(({ siteId }) => (siteId === null ? [] : [siteId]));
    const hours = await this.hoursOf(reader, ids);
    return named.map((contact) => ({
      ...contact,
      accessHours: contact.accessHours ?? (contact.siteId === null ? null : (hours.get(contact.siteId) ?? null)),
    }));
  }

  private fromPapers(reader: SqlReader, ticketId: string): Promise<BookRow[]> {
    return reader.query<BookRow>(
      `SELECT DISTINCT c.name AS name, c.phone AS phone, c.site_id AS siteId, s.access_hours AS accessHours
       FROM ticket_circuit tc JOIN circuit_end e ON e.circuit_id = tc.circuit_id
         JOIN contact c ON c.customer_id = tc.customer_id AND (c.site_id IS NULL OR c.site_id = e.site_id)
         LEFT JOIN site s ON s.id = c.site_id
       WHERE tc.ticket_id = ? AND c.role IN ('TECHNICAL','EMERGENCY') ORDER BY c.name LIMIT ?`,
      [ticketId, MOST],
    );
  }

  private async hoursOf(reader: SqlReader, siteIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
    if (siteIds.length === 0) return new Map();
    const rows = await reader.query<SiteRow>(
      `SELECT id AS id, access_hours AS accessHours FROM site WHERE id IN (${siteIds.map(() => '?').join(',')})`,
      [...siteIds],
    );
    return new Map(rows.map(({ id, accessHours }) => [id, accessHours]));
  }
}
