import type Database from 'better-sqlite3';
import type { PortTraces } from './port-traces.js';

const SCHEMA = 'CREATE TABLE IF NOT EXISTS delivered (seq INTEGER PRIMARY KEY)';
/**
 * Receipts that are written with the next batch. A commit takes as long for one as for many, and one that is lost in a
 * crash means a batch that is sent twice, which the API recognises.
 */
const MOST_UNWRITTEN = 16;
/** Octets of delivered batches that stay for the traces in them; past it traces are written by themselves. */
const MOST_LOOKED_INTO = 256 * 1_048_576;

/**
 * The batches that the API has and that are still in the spool: their receipt is not written yet, or the newest trace of
 * some port is in them.
 */
export class Receipts {
  /** With their octets, in the order in which they were delivered. */
  private readonly delivered = new Map<number, number>();
  private octets = 0;
  private unwritten: number[];
  private readonly note: Database.Statement;
  private readonly remove: readonly Database.Statement[];

  constructor(
    private readonly db: Database.Database,
    private readonly ports: PortTraces,
  ) {
    db.exec(SCHEMA);
    this.note = db.prepare('INSERT OR IGNORE INTO delivered (seq) VALUES (?)');
    this.remove = ['batch', 'delivered'].map((table) => db.prepare(`DELETE FROM ${table} WHERE seq = ?`));
    const sql = 'SELECT seq, octets FROM batch WHERE seq IN delivered ORDER BY seq';
    for (const { seq, octets } of db.prepare(sql).all() as Delivered[]) this.add(seq, octets);
    this.unwritten = [...this.delivered.keys()].filter((seq) => !ports.isIn(seq));
  }

  has(seq: number): boolean {
    return this.delivered.has(seq);
  }

  /** How many batches in the spool are delivered. */
  get batches(): number {
    return this.delivered.size;
  }

  /** Whether so many are unwritten that they should not wait for the next batch. */
  get areMany(): boolean {
    return this.unwritten.length >= MOST_UNWRITTEN;
  }

  /** The API has stored a batch. */
  take(seq: number, octets: number): void {
    this.add(seq, octets);
    this.unwritten.push(seq);
  }

  /** Writes what was delivered since the last commit. @throws SqliteError; then nothing was changed */
  settle(): void {
    if (this.unwritten.length === 0) return;
    this.written(this.db.transaction(() => this.write(new Set()))());
  }

  /**
   * Writes what was delivered, within a transaction, and removes the batches that nobody looks into any more.
   *
   * @param outdated batches that have no newest trace any more, as of this transaction
   * @returns the removed ones, for `written`
   */
  write(outdated: ReadonlySet<number>): readonly number[] {
    const isLookedInto = (seq: number): boolean => this.ports.isIn(seq) && !outdated.has(seq);
    const gone = [...outdated].filter((seq) => this.delivered.has(seq));
    for (const seq of this.unwritten) {
      if (isLookedInto(seq)) this.note.run(seq);
      else if (!outdated.has(seq)) gone.push(seq);
    }
    let { octets } = this;
    for (const [seq, each] of this.delivered) {
      if (octets <= MOST_LOOKED_INTO) break;
      octets -= each;
      if (!isLookedInto(seq)) continue;
      this.ports.outlive(seq);
      gone.push(seq);
    }
    for (const seq of gone) for (const statement of this.remove) statement.run(seq);
    return gone;
  }

  /** To be called when the transaction of `write` was committed. */
  written(gone: readonly number[]): void {
    this.unwritten = [];
    for (const seq of gone) {
      this.octets -= this.delivered.get(seq) ?? 0;
      this.delivered.delete(seq);
    }
  }

  private add(seq: number, octets: number): void {
    this.delivered.set(seq, octets);
    this.octets += octets;
  }
}

interface Delivered {
  readonly seq: number;
  readonly octets: number;
}
