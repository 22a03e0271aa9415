import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';

/** What a batch is known by: sent again, it is the same one. */
export interface BatchKey {
  readonly collectorId: string;
  readonly epoch: string;
  readonly seq: number;
}

/** A row that was not stored, as it came. */
export interface KeptAside {
  readonly reason: string;
  readonly row: unknown;
}

const LOCK = 'telemetry.order';
const ROW_LENGTH = 1_000;

/** Which batches are in, and what of them was set aside. */
@Injectable()
export class IngestLedger {
  constructor(private readonly database: Database) {}

  /** Makes the row that `inOrder` waits for. */
  async prepare(): Promise<void> {
    await this.database.transaction((tx) =>
      tx.insertMany(
        'setting',
        ['name', 'value'],
        ['name'],
        [[LOCK, 'held by the transaction that writes states']],
        'ignore',
      ),
    );
  }

  /**
   * Lets one transaction at a time read states and write them: a circuit is composed of ends that two collectors may
   * report at the same moment. Must be the first statement, because on MySQL what a transaction sees is fixed by its
   * first plain read. SQLite has one writer anyway.
   */
  async inOrder(tx: Transaction): Promise<void> {
    if (tx.dialect === 'mysql') await tx.query('SELECT name FROM setting WHERE name = ? FOR UPDATE', [LOCK]);
  }

  /** @returns whether the batch is new; false: it was stored before and nothing may be done now */
  async enter(tx: Transaction, { collectorId, epoch, seq }: BatchKey, now: number): Promise<boolean> {
    const columns = ['collector_id', 'epoch', 'seq', 'stored_at', 'stored'];
    const row = [collectorId, epoch, seq, now, 0];
    return (await tx.insertMany('ingest_batch', columns, ['collector_id', 'epoch', 'seq'], [row], 'ignore')) === 1;
  }

  /** Whether a batch that its collector made later is stored already: then this one tells of the past. */
  async isOvertaken(tx: Transaction, { collectorId, epoch, seq }: BatchKey): Promise<boolean> {
    const sql = 'SELECT seq FROM ingest_batch WHERE collector_id = ? AND epoch = ? AND seq > ? LIMIT 1';
    return (await tx.query(sql, [collectorId, epoch, seq])).length > 0;
  }

  async note(tx: Transaction, { collectorId, epoch, seq }: BatchKey, stored: number): Promise<void> {
    await tx.execute('UPDATE ingest_batch SET stored = ? WHERE collector_id = ? AND epoch = ? AND seq = ?', [
      stored,
      collectorId,
      epoch,
      seq,
    ]);
  }

  async keepAside(tx: Transaction, collectorId: string, rows: readonly KeptAside[], now: number): Promise<void> {
    await tx.insertMany(
      'ingest_aside',
      ['id', 'collector_id', 'at', 'reason', 'row_json'],
      ['id'],
      rows.map(({ reason, row }) => [uuid(), collectorId, now, reason, JSON.stringify(row).slice(0, ROW_LENGTH)]),
    );
  }

  /** Forgets batches and rows set aside before some time (ms): a spool keeps nothing for so long. */
  async forget(batchesBefore: number, asideBefore: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.execute('DELETE FROM ingest_batch WHERE stored_at < ?', [batchesBefore]);
      await tx.execute('DELETE FROM ingest_aside WHERE at < ?', [asideBefore]);
    });
  }
}
