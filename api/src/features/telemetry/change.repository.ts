import { Injectable } from '@nestjs/common';
import { ChangedRecord } from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';

/** Which circuits and records an outbox entry is about. */
export interface StoredChange {
  readonly seq: number;
  readonly circuitIds: readonly string[];
  readonly records: readonly RoutedRecord[];
}

/** A record with the sites that it touches. */
export interface RoutedRecord {
  readonly siteIds: readonly string[];
  readonly record: ChangedRecord;
}

const Circuits = z.array(z.union([z.object({ id: z.string() }), z.object({ body: z.object({ id: z.string() }) })]));
const Records = z.array(z.object({ siteIds: z.array(z.string()), body: ChangedRecord }));

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
  async after(feed: string, since: number, head: number): Promise<StoredChange[]> {
    const rows = await this.database.read<StoredRow>(
      'SELECT seq, topic, body FROM outbox WHERE feed = ? AND seq > ? AND seq <= ? ORDER BY seq',
      [feed, since, head],
    );
    return rows.map(toChange);
  }
}

interface StoredRow {
  readonly seq: number | string;
  readonly topic: string;
  readonly body: string;
}

function toChange({ seq, topic, body }: StoredRow): StoredChange {
  const items: unknown = JSON.parse(body);
  if (topic === 'records.changed') {
    const records = Records.parse(items).map(({ siteIds, body: record }) => ({ siteIds, record }));
    return { seq: Number(seq), circuitIds: [], records };
  }
  const circuitIds = Circuits.parse(items).map((item) => ('id' in item ? item.id : item.body.id));
  return { seq: Number(seq), circuitIds, records: [] };
}
