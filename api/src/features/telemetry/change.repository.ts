import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Database } from '../../database/database.js';

/** Which circuits an outbox entry is about. */
export interface ChangedCircuits {
  readonly seq: number;
  readonly circuitIds: readonly string[];
}

const StoredItems = z.array(z.union([z.object({ id: z.string() }), z.object({ body: z.object({ id: z.string() }) })]));

/** What the outbox still keeps. Feeds are named by the caller, who chose them by a scope. */
@Injectable()
export class ChangeRepository {
  constructor(private readonly database: Database) {}

  /** How far some feeds have come; a feed without any change is left out. */
  async heads(feeds: readonly string[]): Promise<Map<string, number>> {
    if (feeds.length === 0) return new Map();
    const rows = await this.database.read<{ id: string; seq: number | string }>(
      `SELECT id, seq FROM feed WHERE id IN (${feeds.map(() => '?').join(',')})`,
      feeds,
    );
    return new Map(rows.map(({ id, seq }) => [id, Number(seq)]));
  }

  /** The entries of a feed after `since` up to `head`, in order, as far as they are still kept. */
  async after(feed: string, since: number, head: number): Promise<ChangedCircuits[]> {
    const rows = await this.database.read<{ seq: number | string; body: string }>(
      'SELECT seq, body FROM outbox WHERE feed = ? AND seq > ? AND seq <= ? ORDER BY seq',
      [feed, since, head],
    );
    return rows.map(({ seq, body }) => ({
      seq: Number(seq),
      circuitIds: StoredItems.parse(JSON.parse(body)).map((item) => ('id' in item ? item.id : item.body.id)),
    }));
  }
}
