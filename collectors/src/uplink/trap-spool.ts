import Database from 'better-sqlite3';
import type { TrapNote, TrapReading } from '@linewatch/shared';
import type { BatchQueue } from './batch-sender.js';
import type { SpooledBatch } from './spool.js';

/** Something about a trap on its way to the API. */
export type TrapEntry =
  { readonly kind: 'note'; readonly note: TrapNote } | { readonly kind: 'reading'; readonly reading: TrapReading };

export interface TrapSpoolLimits {
  readonly maxEntries: number;
  readonly maxAgeMs: number;
}

/** A month of a quiet network, an hour of a storm. */
export const TRAP_SPOOL_LIMITS: TrapSpoolLimits = { maxEntries: 50_000, maxAgeMs: 7 * 86_400_000 };

const SCHEMA = `CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, made_at INTEGER NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
)`;
const MOST_IN_A_DELIVERY = 200;
/** Below the 256 kB that the API takes in one piece. */
const MOST_OCTETS = 200_000;
const BUSY_MS = 200;

/**
 * Traps on disk until the API has stored them. In a file of its own, so that neither a flood of them nor their being
 * refused is ever in the way of readings. What `append` returned from survives a kill and a power cut.
 */
export class TrapSpool implements BatchQueue {
  private entries: number;

  private constructor(
    private readonly db: Database.Database,
    private readonly limits: TrapSpoolLimits,
  ) {
    this.entries = db.prepare('SELECT COUNT(*) FROM entry').pluck().get() as number;
  }

  /** @throws SqliteError when another process has it open, or it is damaged */
  static open(file: string, limits: TrapSpoolLimits = TRAP_SPOOL_LIMITS): TrapSpool {
    const db = new Database(file, { timeout: BUSY_MS });
    try {
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec(SCHEMA);
      return new TrapSpool(db, limits);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Commits entries in one transaction; the oldest go when there are too many.
   *
   * @param now ms since the epoch
   * @returns how many had to go
   */
  append(entries: readonly TrapEntry[], now: number): number {
    const dropped = this.db.transaction(() => {
      const insert = this.db.prepare('INSERT INTO entry (made_at, kind, body) VALUES (?, ?, ?)');
      for (const entry of entries)
        insert.run(now, entry.kind, JSON.stringify(entry.kind === 'note' ? entry.note : entry.reading));
      const aged = this.db.prepare('DELETE FROM entry WHERE made_at < ?').run(now - this.limits.maxAgeMs).changes;
      const excess = this.entries + entries.length - aged - this.limits.maxEntries;
      if (excess <= 0) return aged;
      const many = 'DELETE FROM entry WHERE seq IN (SELECT seq FROM entry ORDER BY seq LIMIT ?)';
      return aged + this.db.prepare(many).run(excess).changes;
    })();
    this.entries += entries.length - dropped;
    return dropped;
  }

  /** The oldest entries as one delivery, `seq` that of its last; null when nothing waits. */
  head(): SpooledBatch | null {
    const bodies: Record<TrapEntry['kind'], string[]> = { note: [], reading: [] };
    let last: { readonly seq: number; readonly madeAt: number } | null = null;
    let octets = 0;
    const rows = this.db.prepare('SELECT seq, made_at AS madeAt, kind, body FROM entry ORDER BY seq LIMIT ?');
    for (const row of rows.iterate(MOST_IN_A_DELIVERY) as IterableIterator<{
      seq: number;
      madeAt: number;
      kind: TrapEntry['kind'];
      body: string;
    }>) {
      octets += Buffer.byteLength(row.body);
      if (last !== null && octets > MOST_OCTETS) break;
      bodies[row.kind].push(row.body);
      last = row;
    }
    if (last === null) return null;
    const body = `{"notes":[${bodies.note.join(',')}],"readings":[${bodies.reading.join(',')}]}`;
    return { seq: last.seq, madeAt: last.madeAt, body };
  }

  /** Traps keep their order: a reading may not come before the trap that caused it. */
  newest(): null {
    return null;
  }

  /** Forgets what was delivered. */
  confirm(seq: number): void {
    this.entries -= this.db.prepare('DELETE FROM entry WHERE seq <= ?').run(seq).changes;
  }

  /** Forgets what the API will never take. @returns how many entries that were */
  refuse(seq: number): number {
    const before = this.entries;
    this.confirm(seq);
    return before - this.entries;
  }

  /** Entries that wait. */
  get waiting(): number {
    return this.entries;
  }

  close(): void {
    this.db.close();
  }
}
