import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { toChunks } from '../telemetry/index.js';

/** `errors`: a port of which errors were counted; it is none whose history changed. */
export type WatchedKind = 'port' | 'circuit' | 'errors';

/** An object that has to be looked at. */
export interface Watched {
  readonly kind: WatchedKind;
  readonly id: string;
  readonly mark: string;
  /** ms; the history up to here was looked at before. Null: never. */
  readonly judgedAt: number | null;
}

/** What a look found out about when to look again. */
export interface Looked extends Watched {
  readonly lookAt: number | null;
}

const ROWS_A_STATEMENT = 200;

/** Which objects are due. They are marked by telemetry, in the transaction that changes their history. */
@Injectable()
export class WatchRepository {
  /** Histories to look at: the longest due first, ports before circuits. */
  due(source: RowSource, now: number, limit: number): Promise<Watched[]> {
    return this.dueWhere(source, "object_type <> 'errors'", now, limit);
  }

  /** Ports of which errors were counted. */
  dueErrors(source: RowSource, now: number, limit: number): Promise<Watched[]> {
    return this.dueWhere(source, "object_type = 'errors'", now, limit);
  }

  private async dueWhere(source: RowSource, kinds: string, now: number, limit: number): Promise<Watched[]> {
    const rows = await rowsOf<{ kind: WatchedKind; id: string; mark: string; judgedAt: number | string | null }>(
      source,
      `SELECT object_type AS kind, object_id AS id, mark, judged_at AS judgedAt FROM alarm_watch
       WHERE due_at <= ? AND ${kinds} ORDER BY due_at LIMIT ?`,
      [now, limit],
    );
    return rows.map((row) => ({ ...row, judgedAt: row.judgedAt === null ? null : Number(row.judgedAt) }));
  }

  /** What changed since it was read stays due. */
  async looked(tx: Transaction, looked: readonly Looked[], now: number): Promise<void> {
    for (const kind of AS_MARKED) {
      // A statement looks for each row by its key, in the order in which telemetry marks them.
      const own = looked.filter((one) => one.kind === kind).sort((one, other) => (one.id < other.id ? -1 : 1));
      for (const some of toChunks(own, ROWS_A_STATEMENT)) await lookedAt(tx, kind, some, now);
    }
  }
}

/** As a batch marks them: whoever holds rows in another order than a batch waits for it while it waits for them. */
const AS_MARKED: readonly WatchedKind[] = ['port', 'circuit', 'errors'];

async function lookedAt(tx: Transaction, kind: WatchedKind, some: readonly Looked[], now: number): Promise<void> {
  if (tx.dialect === 'sqlite') {
    // One statement for all would look through every row of its kind: SQLite takes no key out of an OR.
    const rows = some.map(({ id, mark, lookAt }) => [now, lookAt, kind, id, mark]);
    await tx.updateMany('alarm_watch', ['judged_at', 'due_at'], ['object_type', 'object_id', 'mark'], rows);
    return;
  }
  const cases = some.map(() => 'WHEN ? THEN ?').join(' ');
  const marks = some.map(() => '(object_id = ? AND mark = ?)').join(' OR ');
  await tx.execute(
    `UPDATE alarm_watch SET judged_at = ?, due_at = CASE object_id ${cases} END WHERE object_type = ? AND (${marks})`,
    [now, ...some.flatMap(({ id, lookAt }) => [id, lookAt]), kind, ...some.flatMap(({ id, mark }) => [id, mark])],
  );
}
