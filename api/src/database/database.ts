import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { DataSource, type EntityManager, type QueryResult } from 'typeorm';
import type { Env } from '../config/env.js';
import { Checkpoints } from './checkpoints.js';
import { databaseFile, dataSourceOptions } from './data-source-options.js';
import { isDatabaseGone } from './database-gone.js';
import { afterGivenUp } from './given-up.js';
import { type InsertMode, insertStatement, toRows } from './insert-statement.js';
import { untilNotLost } from './lost-race.js';
import type { News } from './news.js';
import type { Dialect, SqlValue } from './sql-value.js';
import type { StatementWatch } from './statement-watch.js';
import { changesTopology, tableOfTopology, TOPOLOGY_VERSION } from './topology-version.js';
import { TransactionLoad } from './transaction-load.js';

/** The part of a better-sqlite3 handle that bulk inserts need. */
interface SqliteHandle {
  prepare(sql: string): SqliteStatement;
  pragma(text: string): unknown;
}
interface SqliteStatement {
  run(...values: unknown[]): { changes: number };
}

/** The statements of bulk inserts, by their text: preparing one takes as long as a hundred rows. */
const PREPARED = new WeakMap<SqliteHandle, Map<string, SqliteStatement>>();

function prepared(handle: SqliteHandle, sql: string): SqliteStatement {
  let known = PREPARED.get(handle);
  if (known === undefined) PREPARED.set(handle, (known = new Map<string, SqliteStatement>()));
  let statement = known.get(sql);
  if (statement === undefined) known.set(sql, (statement = handle.prepare(sql)));
  return statement;
}

function handleOf({ driver }: DataSource): SqliteHandle {
  return (driver as unknown as { databaseConnection: SqliteHandle }).databaseConnection;
}

export type { Dialect, SqlValue } from './sql-value.js';

/** How a transaction is committed. */
export interface CommitOptions {
  /**
   * Whether a power cut may take back what was committed last: for what is made anew by itself, such as the lease of a
   * job. SQLite then does not wait for the disk; the next transaction that does takes this one along.
   */
  readonly mayBeLost?: boolean;
}

/** Rows a multi-row statement of MySQL carries: far below max_allowed_packet, past the point of gain. */
const ROWS_A_STATEMENT = 500;

/** What may be done inside a transaction. */
export class Transaction {
  /** What was written that is to be told as soon as it is committed. */
  readonly news: News[] = [];

  constructor(
    /** For entities. */
    readonly manager: EntityManager,
    readonly dialect: Dialect,
    private readonly watch: StatementWatch | undefined,
  ) {}

  /** One statement with `?` placeholders; the answer is the driver's rows or result. */
  async query<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const isFollowed = this.watch?.before(sql, values) === true;
    const rows = await this.manager.query<Row[]>(sql, [...values]);
    if (isFollowed) this.watch.after(rows, values);
    if (changesTopology(sql)) await this.advanceTopology();
    return rows;
  }

  /**
   * One writing statement with `?` placeholders.
   *
   * @returns how many rows it changed
   */
  async execute(sql: string, values: readonly SqlValue[] = []): Promise<number> {
    const runner = this.manager.queryRunner;
    if (runner === undefined) throw new Error('a transaction without its connection');
    this.watch?.before(sql, values);
    const result: QueryResult = await runner.query(sql, [...toRows(values)], true);
    if (changesTopology(sql)) await this.advanceTopology();
    return result.affected ?? 0;
  }

  /**
   * Inserts many rows past the ORM.
   *
   * @param mode `fail` on a known key, `ignore` it, or `update` all columns outside `keys`
   * @param changing the columns that `update` changes, where not all: indices of the others are then left alone
   * @returns how many rows were new (on MySQL an updated row counts as two)
   */
  async insertMany(
    table: string,
    columns: readonly string[],
    keys: readonly string[],
    rows: readonly (readonly SqlValue[])[],
    mode: InsertMode = 'fail',
    changing?: readonly string[],
  ): Promise<number> {
    if (rows.length === 0) return 0;
    const changed = await this.insertRows(table, columns, keys, rows, mode, changing);
    this.watch?.inserted(table, rows);
    if (tableOfTopology(table)) await this.advanceTopology();
    return changed;
  }

  /**
   * Updates many rows past the ORM, each found by its keys. SQLite only: MySQL has no statement for it.
   *
   * @param rows the values of `columns`, then those of `keys`
   */
  async updateMany(
    table: string,
    columns: readonly string[],
    keys: readonly string[],
    rows: readonly (readonly SqlValue[])[],
  ): Promise<void> {
    if (this.dialect !== 'sqlite') throw new Error('rows are updated one by one on SQLite only');
    if (rows.length === 0) return;
    const set = columns.map((column) => `${column}=?`).join(',');
    const sql = `UPDATE ${table} SET ${set} WHERE ${keys.map((key) => `${key}=?`).join(' AND ')}`;
    const statement = prepared(this.handle, sql);
    for (const row of rows) statement.run(...toRows(row));
    if (changesTopology(sql)) await this.advanceTopology();
  }

  private get handle(): SqliteHandle {
    return handleOf(this.manager.dataSource);
  }

  private async insertRows(
    table: string,
    columns: readonly string[],
    keys: readonly string[],
    rows: readonly (readonly SqlValue[])[],
    mode: InsertMode,
    changing?: readonly string[],
  ): Promise<number> {
    if (this.dialect === 'sqlite') {
      const statement = prepared(this.handle, insertStatement('sqlite', table, columns, keys, 1, mode, changing));
      let changed = 0;
      for (const row of rows) changed += statement.run(...toRows(row)).changes;
      return changed;
    }
    let changed = 0;
    for (let start = 0; start < rows.length; start += ROWS_A_STATEMENT) {
      const chunk = rows.slice(start, start + ROWS_A_STATEMENT);
      const sql = insertStatement('mysql', table, columns, keys, chunk.length, mode, changing);
      const result = await this.manager.query<{ affectedRows: number }>(sql, chunk.flat());
      changed += result.affectedRows;
    }
    return changed;
  }

  private async advanceTopology(): Promise<void> {
    await this.insertRows('setting', ['name', 'value'], ['name'], [[TOPOLOGY_VERSION, randomUUID()]], 'update');
  }
}

/**
 * The database as the repositories see it: `reader` for reads, `transaction` for every write.
 *
 * SQLite has one writing connection, and TypeORM lets statements of other requests slip into an open transaction of
 * it. So writes queue up behind one another, and reads go through a connection of their own that sees committed rows only.
 */
export class Database {
  readonly load = new TransactionLoad();
  private queue: Promise<unknown> = Promise.resolve();
  private watch: StatementWatch | undefined;
  private readonly listeners = new Set<(news: readonly News[]) => void>();

  private constructor(
    readonly dialect: Dialect,
    private readonly writer: DataSource,
    readonly reader: DataSource,
    private readonly checkpoints?: Checkpoints,
  ) {}

  /** Connects and runs the migrations that are missing. */
  static async open(env: Env): Promise<Database> {
    const options = dataSourceOptions(env);
    const writer = await new DataSource(options).initialize();
    // Each migration in a transaction of its own: MySQL commits DDL anyway, and a kill then leaves whole steps behind.
    await writer.runMigrations({ transaction: 'each' });
    if (env.DB_KIND === 'mysql') return new Database('mysql', writer, writer);
    const reader = await new DataSource(options).initialize();
    const file = databaseFile(env);
    return new Database('sqlite', writer, reader, file === undefined ? undefined : new Checkpoints(file));
  }

  /** Reads with plain SQL and `?` placeholders; for joins and aggregates that the ORM makes harder to read. */
  async read<Row>(sql: string, values: readonly SqlValue[] = []): Promise<Row[]> {
    const isFollowed = this.watch?.before(sql, values) === true;
    const rows = await this.reader.query<Row[]>(sql, [...values]);
    if (isFollowed) this.watch?.after(rows, values);
    return rows;
  }

  /** Shows every statement from now on to somebody, who may stop it. */
  watchBy(watch: StatementWatch): void {
    this.watch = watch;
  }

  /**
   * Runs `work` in one transaction: all of it is committed, or, when it throws, nothing.
   *
   * @param work runs again where the server took the transaction back in favour of another one
   */
  async transaction<Result>(
    work: (tx: Transaction) => Promise<Result>,
    { mayBeLost = false }: CommitOptions = {},
  ): Promise<Result> {
    const { result, news } = await this.load.follow((begun) =>
      this.inTurn(mayBeLost, async (manager) => {
        begun();
        const tx = new Transaction(manager, this.dialect, this.watch);
        return { result: await work(tx), news: tx.news };
      }),
    );
    if (news.length > 0) for (const listener of this.listeners) listener(news);
    return result;
  }

  /**
   * Calls back after each commit of this process that has news, with them; others are found by looking.
   *
   * @returns what ends it
   */
  onNews(listener: (news: readonly News[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async inTurn<Result>(mayBeLost: boolean, work: (manager: EntityManager) => Promise<Result>): Promise<Result> {
    if (this.dialect === 'mysql') {
      return untilNotLost(
        () => this.writer.transaction(work),
        () => {
          this.load.onLost();
        },
      );
    }
    const handle = handleOf(this.writer);
    // The driver answers at once, so a loop of transactions would never let a socket or a timer have its turn.
    const runLater = async (): Promise<Result> => {
      await setImmediate();
      // Nobody else writes meanwhile: writes queue up.
      if (mayBeLost) handle.pragma('synchronous = NORMAL');
      try {
        return await this.writer.transaction(work);
      } catch (error) {
        afterGivenUp(this.writer);
        throw error;
      } finally {
        // By now no transaction is open; inside of one it could not be changed.
        if (mayBeLost) handle.pragma('synchronous = FULL');
      }
    };
    const turn = this.queue.then(runLater, runLater);
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  /** Whether a query gets an answer just now. */
  async answers(): Promise<boolean> {
    try {
      await this.reader.query('SELECT 1');
      return true;
    } catch (error) {
      if (isDatabaseGone(error)) return false;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.queue;
    await this.checkpoints?.close();
    if (this.reader !== this.writer) await this.reader.destroy();
    await this.writer.destroy();
  }
}
