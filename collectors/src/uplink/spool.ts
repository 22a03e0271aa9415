import Database from 'better-sqlite3';
import { type Batch, type DevicePoll, type Measurements, NO_MEASUREMENTS } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { type ReadingSheet, rowsOf } from '../readings/reading-sheet.js';
import { batchOf, readingsOf } from './batch-body.js';
import { LostReadings, type LostPort } from './lost-readings.js';
import { countOf, measureColumns } from './measurements.js';
import { PortTraces, type SpooledTrace } from './port-traces.js';
import { Receipts } from './receipts.js';

/** How much the spool may hold, and for how long. */
export interface SpoolLimits {
  readonly maxOctets: number;
  readonly maxAgeMs: number;
  /** Octets that are left free on the disk: forgetting a batch needs room too. Unless given, the disk may fill up. */
  readonly leftFreeOctets?: number;
}

/** A batch that waits for its receipt. `body` is the JSON of the contract's Batch; `madeAt` is ms since the epoch. */
export interface SpooledBatch {
  readonly seq: number;
  readonly madeAt: number;
  readonly body: string;
}

/** The disk has so little room left that nothing more is put on it. */
export class DiskNearlyFull extends Error {
  override readonly name = 'DiskNearlyFull';
  readonly code = 'ENOSPC';
}

/** What was thrown away because the spool was full or too old. */
export interface Dropped {
  readonly batches: number;
  readonly readings: number;
  /** How many ports they were of. */
  readonly ports: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS batch (
    seq INTEGER PRIMARY KEY, made_at INTEGER NOT NULL, readings INTEGER NOT NULL, octets INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS refused (
    seq INTEGER PRIMARY KEY, refused_at INTEGER NOT NULL, readings INTEGER NOT NULL, status INTEGER NOT NULL,
    answer TEXT NOT NULL, body TEXT NOT NULL
  );
`;
/** What a flood commits before the first of it is sent. */
const RECENT_KEPT = 4;
/** Refused batches are kept for a person to look at; older ones make room. */
const REFUSED_KEPT = 100;
/** Pages that a batch leaves are used by the next: only after an outage there is something to give back to the disk. */
const WORTH_SHRINKING_OCTETS = 32 * 1_048_576;
/** Only another collector can hold the file, and it does not let go: no use in waiting long. */
const BUSY_MS = 200;

/**
 * Readings on disk until the API has confirmed them. What `append` returned from survives a kill and a power cut.
 *
 * The last slot and baseline of each port are written in the same transaction, so that a collector that starts again
 * neither reuses a slot nor counts the traffic of waiting readings twice.
 */
export class Spool {
  /** Random id of this file; together with `seq` it names a batch for ever. */
  readonly epoch: string;
  private octets: number;
  /** Most octets that waited since the file was made smaller. */
  private highest: number;
  private readonly statements = new Map<string, Database.Statement>();
  private nextSeq: number;
  private readonly lost: LostReadings;
  private readonly ports: PortTraces;
  private readonly receipts: Receipts;
  /** The batches that were committed last: nearly always one of them is the next to be sent. */
  private recent: readonly SpooledBatch[] = [];

  private constructor(
    private readonly db: Database.Database,
    private readonly limits: SpoolLimits,
  ) {
    this.lost = new LostReadings(db);
    this.ports = new PortTraces(db, (seq) => readingsOf(JSON.parse(this.bodyOf(seq)) as Batch));
    this.receipts = new Receipts(db, this.ports);
    this.epoch = this.setting('epoch', randomUUID);
    this.nextSeq = Number(this.setting('nextSeq', () => '0'));
    this.octets = this.number('SELECT COALESCE(SUM(octets), 0) FROM batch WHERE seq NOT IN delivered');
    this.highest = this.octets;
  }

  /**
   * Opens the file, or makes it.
   *
   * @throws SqliteError when another process has it open, or it is damaged
   */
  static open(file: string, limits: SpoolLimits): Spool {
    const db = new Database(file, { timeout: BUSY_MS });
    try {
      // Two collectors on one spool would send the same batches under the same numbers. Said first of all: a file that
      // is shared needs another one beside it, for which a full disk has no room.
      db.pragma('locking_mode = EXCLUSIVE');
      if (db.pragma('page_count', { simple: true }) === 0) db.pragma('auto_vacuum = INCREMENTAL');
      db.pragma('journal_mode = WAL');
      db.pragma('synchronous = FULL');
      db.exec(SCHEMA);
      return new Spool(db, limits);
    } catch (error) {
      db.close();
      throw error;
    }
  }

  /**
   * Commits a batch. When the limits are passed, the oldest batches go and are counted by port.
   *
   * @param now ms since the epoch
   * @param impairedSince ms since the epoch, or null; what this collector thinks of itself
   * @param measures what was measured besides; its rows count as readings where readings are counted
   * @returns what had to go
   * @throws DiskNearlyFull, SqliteError; then nothing was changed
   */
  append(
    readings: readonly ReadingSheet[],
    devices: readonly DevicePoll[],
    now: number,
    impairedSince: number | null = null,
    measures: Measurements = NO_MEASUREMENTS,
  ): Dropped {
    this.seeRoom();
    const seq = this.nextSeq;
    const told = measureColumns(measures);
    const body = JSON.stringify({ ...batchOf(this.epoch, seq, readings, devices), measures: told, impairedSince });
    const octets = Buffer.byteLength(body);
    const { dropped, kept, gone } = this.db.transaction(() => {
      this.prepared('INSERT INTO batch (seq, made_at, readings, octets, body) VALUES (?, ?, ?, ?, ?)').run(
        ...[seq, now, rowsOf(readings) + countOf(measures), octets, body],
      );
      this.prepared("UPDATE setting SET value = ? WHERE name = 'nextSeq'").run(String(seq + 1));
      const kept = this.ports.keep(seq, readings);
      const isOutdated = new Set(kept.outdated);
      const gone = this.receipts.write(isOutdated);
      return { dropped: this.dropBeyond(this.octets + octets, now, isOutdated), kept, gone };
    })();
    kept.committed();
    this.receipts.written(gone);
    this.nextSeq = seq + 1;
    this.recent = [...this.recent.slice(1 - RECENT_KEPT), { seq, madeAt: now, body }];
    this.octets += octets - dropped.octets;
    this.highest = Math.max(this.highest, this.octets);
    return { batches: dropped.batches, readings: dropped.readings, ports: dropped.ports };
  }

  /** The oldest batch that waits, or null. */
  head(): SpooledBatch | null {
    return this.first('SELECT seq, made_at AS madeAt FROM batch ORDER BY seq', -Infinity);
  }

  /** The newest batch that waits, if it was made at `from` (ms since the epoch) or later. */
  newest(from: number): SpooledBatch | null {
    return this.first('SELECT seq, made_at AS madeAt FROM batch ORDER BY seq DESC', from);
  }

  /** Forgets a batch that the API has stored. */
  confirm(seq: number): void {
    if (this.receipts.has(seq)) return;
    const row = this.prepared('SELECT octets FROM batch WHERE seq = ?').get(seq) as { octets: number } | undefined;
    if (row === undefined) return;
    this.receipts.take(seq, row.octets);
    this.octets -= row.octets;
    const isWorthShrinking = this.octets === 0 && this.highest >= WORTH_SHRINKING_OCTETS;
    if (this.receipts.areMany || isWorthShrinking) this.receipts.settle();
    if (!isWorthShrinking) return;
    this.db.pragma('incremental_vacuum');
    this.highest = 0;
  }

  /**
   * Puts a batch aside that the API will never take, with what it said.
   *
   * @returns how many readings are lost to the API by it
   */
  refuse(seq: number, status: number, answer: string, now: number): number {
    const row = this.db.prepare('SELECT readings, octets, body FROM batch WHERE seq = ?').get(seq) as
      { readings: number; octets: number; body: string } | undefined;
    if (row === undefined || this.receipts.has(seq)) return 0;
    this.db.transaction(() => {
      if (this.ports.isIn(seq)) this.ports.outlive(seq);
      this.db
        .prepare('INSERT INTO refused (seq, refused_at, readings, status, answer, body) VALUES (?, ?, ?, ?, ?, ?)')
        .run(seq, now, row.readings, status, answer, row.body);
      this.db.prepare('DELETE FROM batch WHERE seq = ?').run(seq);
      this.db
        .prepare('DELETE FROM refused WHERE seq NOT IN (SELECT seq FROM refused ORDER BY seq DESC LIMIT ?)')
        .run(REFUSED_KEPT);
    })();
    this.octets -= row.octets;
    return row.readings;
  }

  /** What waits: how many batches and octets, and since when (ms since the epoch). */
  backlog(): { readonly batches: number; readonly octets: number; readonly oldestAt: number | null } {
    const batches = this.number('SELECT COUNT(*) FROM batch') - this.receipts.batches;
    return { batches, oldestAt: this.head()?.madeAt ?? null, octets: this.octets };
  }

  /** Whether half of the room is taken: time for somebody to look why nothing is delivered. */
  get isHalfFull(): boolean {
    return this.octets > this.limits.maxOctets / 2;
  }

  /** What was lost of each port since the file was begun: dropped before it could be delivered. */
  lostByPort(): LostPort[] {
    return this.lost.byPort();
  }

  refusedCount(): number {
    return this.number('SELECT COUNT(*) FROM refused');
  }

  /** The last committed slot and baseline of each port. */
  traces(): ReadonlyMap<number, SpooledTrace> {
    return this.ports.byPort();
  }

  close(): void {
    try {
      if (this.db.open) this.receipts.settle();
    } catch {
      // On a full disk nothing can be written: those batches are sent once more, and recognised.
    }
    this.db.close();
  }

  /** The first of these that waits. */
  private first(sql: string, from: number): SpooledBatch | null {
    if (this.octets === 0) return null;
    let found: Omit<SpooledBatch, 'body'> | null = null;
    for (const row of this.prepared(sql).iterate() as IterableIterator<Omit<SpooledBatch, 'body'>>) {
      if (this.receipts.has(row.seq)) continue;
      if (row.madeAt >= from) found = row;
      break;
    }
    if (found === null) return null;
    const { seq } = found;
    return this.recent.find((batch) => batch.seq === seq) ?? { ...found, body: this.bodyOf(seq) };
  }

  private seeRoom(): void {
    if (this.hasRoom()) return;
    this.receipts.settle();
    if (!this.hasRoom()) throw new DiskNearlyFull('The disk of the spool is nearly full');
  }

  private hasRoom(): boolean {
    const { leftFreeOctets = 0 } = this.limits;
    if (leftFreeOctets === 0) return true;
    const { bavail, bsize } = statfsSync(dirname(this.db.name));
    const onDisk = bavail * bsize;
    const inFile = this.pragma('freelist_count') * this.pragma('page_size');
    // What the file has free can be used again, but its log needs room beside it.
    return onDisk + inFile >= leftFreeOctets && onDisk >= leftFreeOctets / 2;
  }

  private pragma(name: string): number {
    return this.db.pragma(name, { simple: true }) as number;
  }

  /** Oldest first, until size and age are within the limits. The newest batch always stays. */
  private dropBeyond(
    octets: number,
    now: number,
    outdated: ReadonlySet<number>,
  ): Dropped & { readonly octets: number } {
    let excess = octets - this.limits.maxOctets;
    const oldest = now - this.limits.maxAgeMs;
    const total = { batches: 0, readings: 0, octets: 0 };
    const candidates = this.prepared('SELECT seq, made_at AS madeAt, readings, octets FROM batch ORDER BY seq');
    const gone: number[] = [];
    for (const row of candidates.iterate() as IterableIterator<Waiting>) {
      if (this.receipts.has(row.seq)) continue;
      if (row.seq === this.nextSeq || (excess <= 0 && row.madeAt >= oldest)) break;
      excess -= row.octets;
      total.batches += 1;
      total.readings += row.readings;
      total.octets += row.octets;
      gone.push(row.seq);
    }
    const ports = new Set<number>();
    for (const seq of gone) {
      for (const port of this.lost.count(this.bodyOf(seq), now)) ports.add(port);
      if (this.ports.isIn(seq) && !outdated.has(seq)) this.ports.outlive(seq);
      this.prepared('DELETE FROM batch WHERE seq = ?').run(seq);
    }
    return { ...total, ports: ports.size };
  }

  /** Preparing a statement takes longer than most of them run. */
  private prepared(sql: string): Database.Statement {
    let statement = this.statements.get(sql);
    if (statement === undefined) this.statements.set(sql, (statement = this.db.prepare(sql)));
    return statement;
  }

  private bodyOf(seq: number): string {
    return this.db.prepare('SELECT body FROM batch WHERE seq = ?').pluck().get(seq) as string;
  }

  private setting(name: string, make: () => string): string {
    this.db.prepare('INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING').run(name, make());
    const row = this.db.prepare('SELECT value FROM setting WHERE name = ?').get(name) as { value: string };
    return row.value;
  }

  private number(sql: string): number {
    return this.db.prepare(sql).pluck().get() as number;
  }
}

interface Waiting {
  readonly seq: number;
  readonly madeAt: number;
  readonly readings: number;
  readonly octets: number;
}
