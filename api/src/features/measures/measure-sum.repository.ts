import { Injectable } from '@nestjs/common';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { toChunks } from '../telemetry/index.js';
import { type SumTable, sumTable } from './measure-sums.js';

/** A bucket of some table whose measurements changed since it was last summed up. */
export interface DirtySum {
  readonly table: SumTable;
  /** Epoch seconds. */
  readonly bucket: number;
  /** Grows with each change, so that a change during the summing is not forgotten. */
  readonly version: number;
}

const BUCKETS_A_STATEMENT = 500;

/** The sums of measurements and the marks of what has to be summed up again. */
@Injectable()
export class MeasureSumRepository {
  constructor(private readonly database: Database) {}

  /** Says that what lies at some instants (epoch seconds) changed. */
  async markDirty(tx: Transaction, name: SumTable['name'], at: readonly number[]): Promise<void> {
    const { bucketOf } = sumTable(name);
    const buckets = [...new Set(at.map((epochS) => bucketOf(epochS)))].sort((one, other) => one - other);
    for (const chunk of toChunks(buckets, BUCKETS_A_STATEMENT)) {
      const rows = chunk.map((bucket) => [name, bucket, 0]);
      const columns = ['table_name', 'bucket', 'version'];
      await tx.insertMany('measure_dirty', columns, ['table_name', 'bucket'], rows, 'ignore');
      await tx.execute(
        `UPDATE measure_dirty SET version = version + 1
         WHERE table_name = ? AND bucket IN (${chunk.map(() => '?').join(',')})`,
        [name, ...chunk],
      );
    }
  }

  /** Marked buckets that begin by `until` (epoch seconds), newest first: that is where people look. */
  async dirty(table: SumTable, until: number, limit: number): Promise<number[]> {
    const rows = await this.database.read<{ bucket: number | string }>(
      `SELECT bucket FROM measure_dirty WHERE table_name = ? AND bucket <= ?
       ORDER BY bucket DESC LIMIT ${String(limit)}`,
      [table.name, until],
    );
    return rows.map(({ bucket }) => Number(bucket));
  }

  /** The oldest marked bucket of a table that begins at or after `from`; null when none is. */
  async oldestDirty(name: SumTable['name'], from: number): Promise<number | null> {
    const [row] = await this.database.read<{ bucket: number | string | null }>(
      'SELECT MIN(bucket) AS bucket FROM measure_dirty WHERE table_name = ? AND bucket >= ?',
      [name, from],
    );
    return row === undefined || row.bucket === null ? null : Number(row.bucket);
  }

  /** Makes a marked bucket anew of all that lies in it, whole, and takes the mark off if nothing came in between. */
  async sumUp(table: SumTable, bucket: number): Promise<void> {
    await this.database.transaction(async (tx) => {
      // Read before the measurements: what comes in between grows the version, and the mark stays.
      const version = await this.versionOf(tx, table, bucket);
      if (version === null) return;
      const names = Object.keys(table.columns);
      const sums = Object.entries(table.columns).map(([name, expression]) => `${expression} AS ${name}`);
      const rows = await tx.query<Record<string, SqlValue>>(
        `SELECT point_id, ${sums.join(', ')} FROM ${table.from}
         WHERE ${table.time} >= ? AND ${table.time} < ? GROUP BY point_id`,
        [bucket, bucket + table.widthS],
      );
      await this.save(
        tx,
        table.name,
        rows.map((row) => ({ ...row, bucket })),
        names,
      );
      if (table.next !== null && rows.length > 0) await this.markDirty(tx, table.next, [bucket]);
      await tx.execute('DELETE FROM measure_dirty WHERE table_name = ? AND bucket = ? AND version = ?', [
        table.name,
        bucket,
        version,
      ]);
    });
  }

  /** Rows by the names of the table's columns; those of a known (point, bucket) are replaced. */
  async save(
    tx: Transaction,
    name: SumTable['name'],
    rows: readonly Readonly<Record<string, SqlValue>>[],
    columns: readonly string[] = Object.keys(sumTable(name).columns),
  ): Promise<void> {
    const all = ['point_id', 'bucket', ...columns];
    await tx.insertMany(
      name,
      all,
      ['point_id', 'bucket'],
      rows.map((row) => all.map((column) => row[column] ?? null)),
      'update',
    );
  }

  /** Held until the transaction ends, so that two instances do not sum the same bucket up at once. */
  private async versionOf(tx: Transaction, { name }: SumTable, bucket: number): Promise<number | null> {
    const [row] = await tx.query<{ version: number }>(
      `SELECT version FROM measure_dirty WHERE table_name = ? AND bucket = ?${tx.dialect === 'mysql' ? ' FOR UPDATE' : ''}`,
      [name, bucket],
    );
    return row?.version ?? null;
  }
}
