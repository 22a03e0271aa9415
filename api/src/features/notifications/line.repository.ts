import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { inChunks } from './in-chunks.js';
import type { Line, Lines, NoticeEvent } from './notice-event.js';

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly site_id: string | null;
}

/** Names and places of circuits, for texts and for who may read them. Writes nothing. */
@Injectable()
export class LineRepository {
  constructor(private readonly database: Database) {}

  /** The circuits that events name; one that belongs to another customer than its event is left out. */
  async of(events: readonly NoticeEvent[]): Promise<Lines> {
    const owners = new Map(events.flatMap(({ circuitIds, customerId }) => circuitIds.map((id) => [id, customerId])));
    const rows = await inChunks([...owners.keys()], (some, places) =>
      this.database.read<Row>(
        `SELECT c.id, c.customer_id, c.code, c.name, c.alias, e.site_id FROM circuit c
         LEFT JOIN circuit_end e ON e.circuit_id = c.id WHERE c.id IN (${places}) ORDER BY c.code, c.id`,
        some,
      ),
    );
    const lines = new Map<string, Line>();
    for (const { id, customer_id: customerId, code, name, alias, site_id: siteId } of rows) {
      if (owners.get(id) !== customerId) continue;
      const siteIds = [...(lines.get(id)?.siteIds ?? []), ...(siteId === null ? [] : [siteId])];
      lines.set(id, { id, customerId, code, name, alias, siteIds });
    }
    return lines;
  }
}
