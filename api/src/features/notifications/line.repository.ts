import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { EndPlace } from '../../platform/auth/far-ends.js';
import { inChunks } from './in-chunks.js';
import type { Line, Lines, NoticeEvent } from './notice-event.js';

interface Row {
  readonly id: string;
  readonly customer_id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly side: 'A' | 'Z' | null;
  readonly site_id: string | null;
  readonly site_code: string | null;
  readonly site_name: string | null;
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
        `SELECT c.id, c.customer_id, c.code, c.name, c.alias, e.side, e.site_id, s.code AS site_code,
           s.name_zh AS site_name FROM circuit c
         LEFT JOIN circuit_end e ON e.circuit_id = c.id LEFT JOIN site s ON s.id = e.site_id WHERE c.id IN (${places}) ORDER BY c.code, c.id`,
        some,
      ),
    );
    const lines = new Map<string, Line>();
    for (const row of rows) {
      const { id, customer_id: customerId, code, name, alias } = row;
      if (owners.get(id) !== customerId) continue;
      const ends = [...(lines.get(id)?.ends ?? []), ...endOf(row)];
      lines.set(id, { id, customerId, code, name, alias, ends, siteIds: ends.flatMap(({ siteId }) => siteId ?? []) });
    }
    return lines;
  }
}

function endOf({ side, site_id: siteId, site_code: siteCode, site_name: siteNameZh }: Row): EndPlace[] {
  return side === null ? [] : [{ side, siteId, siteCode, siteNameZh }];
}
