import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { AUDIT_COLUMNS, AUDIT_FIELDS, type AuditEntry } from './audit-entry.js';

/** A link of the chain. */
export interface AuditLink {
  readonly seq: number;
  readonly entryId: string;
  readonly previous: string;
  readonly hash: string;
}

/** A link with its entry, or without when somebody took the entry away. */
export type LinkedEntry = AuditLink & { readonly entry: AuditEntry | null };

/** As the driver gives it: bigint columns come as text from mysql2. */
type StoredLink = Omit<AuditLink, 'seq'> & { readonly seq: number | string };
type Row = Record<keyof AuditEntry, string | number | null>;
const OF_ENTRY = AUDIT_FIELDS.map((field) => `e.${AUDIT_COLUMNS[field]} AS ${field}`).join(', ');

/** The only class that reads or writes `audit_link`. */
@Injectable()
export class LinkRepository {
  constructor(private readonly database: Database) {}

  /** The newest link, or null. */
  async head(tx?: Transaction): Promise<AuditLink | null> {
    const sql =
      'SELECT seq, entry_id AS entryId, prev_hash AS previous, hash FROM audit_link ORDER BY seq DESC LIMIT 1';
    const [row] = await (tx === undefined ? this.database.read<StoredLink>(sql) : tx.query<StoredLink>(sql));
    return row === undefined ? null : { ...row, seq: Number(row.seq) };
  }

  /** Entries from `since` (ms) on that no link is tied to, oldest first. */
  async unlinked(tx: Transaction, since: number, limit: number): Promise<AuditEntry[]> {
    const rows = await tx.query<Row>(
      `SELECT ${OF_ENTRY} FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id
       WHERE e.at >= ? AND l.entry_id IS NULL ORDER BY e.id LIMIT ?`,
      [since, limit],
    );
    return rows.map(toEntry);
  }

  /** How many entries older than `before` (ms) are tied to nothing. */
  async countUnlinked(before: number): Promise<number> {
    const [row] = await this.database.read<{ entries: number | string }>(
      `SELECT COUNT(*) AS entries FROM audit_entry e LEFT JOIN audit_link l ON l.entry_id = e.id
       WHERE e.at < ? AND l.entry_id IS NULL`,
      [before],
    );
    return Number(row?.entries ?? 0);
  }

  /** The place in the chain is its key: of two writers one fails whole. */
  async add(tx: Transaction, links: readonly AuditLink[]): Promise<void> {
    await tx.insertMany(
      'audit_link',
      ['seq', 'entry_id', 'prev_hash', 'hash'],
      ['seq'],
      links.map(({ seq, entryId, previous, hash }) => [seq, entryId, previous, hash]),
    );
  }

  /** Links after `seq` with their entries, in order. */
  async linkedAfter(seq: number, limit: number): Promise<LinkedEntry[]> {
    const rows = await this.database.read<Row & StoredLink>(
      `SELECT l.seq AS seq, l.entry_id AS entryId, l.prev_hash AS previous, l.hash AS hash, ${OF_ENTRY}
       FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id WHERE l.seq > ? ORDER BY l.seq LIMIT ?`,
      [seq, limit],
    );
    return rows.map(({ seq: place, entryId, previous, hash, ...entry }) => ({
      seq: Number(place),
      entryId,
      previous,
      hash,
      entry: entry.id === null ? null : toEntry(entry),
    }));
  }
}

/** The hash is made of the number, however the driver gives it. */
function toEntry(row: Row): AuditEntry {
  return { ...row, at: Number(row.at) } as AuditEntry;
}
