import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';
import { readEnv } from '../config/env.js';
import { Database } from '../database/database.js';

/** An empty, migrated database that is gone afterwards. */
export interface BenchDatabase {
  readonly database: Database;
  /** A temporary folder of its own. */
  readonly folder: string;
  /** Process of the server; undefined where there is none, or none of this machine. */
  readonly pid: number | undefined;
  /** Octets that a table takes on disk, its indices included. */
  sizeOf(table: string): Promise<number>;
  close(): Promise<void>;
}

/** A SQLite file in a temporary folder, as a trial or a small operator has it. */
export async function openSqlite(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-bench-'));
  const database = await Database.open(readEnv({ DATA_DIR: folder, DB_KIND: 'sqlite' }));
  return {
    database,
    folder,
    pid: undefined,
    sizeOf: async (table) => {
      const rows = await database.read<{ octets: number | null }>(
        `SELECT SUM(pgsize) AS octets FROM dbstat WHERE name IN
           (SELECT name FROM sqlite_schema WHERE tbl_name = ?)`,
        [table],
      );
      return rows[0]?.octets ?? 0;
    },
    close: async () => {
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param url server on which databases may be made and dropped: mysql://user:password@host:port/ */
export async function openMysql(url: string): Promise<BenchDatabase> {
  const server = new URL(url);
  const name = `linewatch_bench_${randomBytes(6).toString('hex')}`;
  const admin = await createConnection(url);
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const database = await Database.open(
    readEnv({
      DB_KIND: 'mysql',
      DB_HOST: server.hostname,
      DB_PORT: server.port === '' ? '3306' : server.port,
      DB_NAME: name,
      DB_USER: decodeURIComponent(server.username),
      DB_PASSWORD: decodeURIComponent(server.password),
    }),
  );
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-bench-'));
  return {
    database,
    folder,
    pid: await pidOf(database),
    sizeOf: async (table) => {
      await admin.query(`ANALYZE TABLE ${name}.${table}`);
      const rows = await database.read<{ octets: number | string | null }>(
        `SELECT data_length + index_length AS octets FROM information_schema.tables
         WHERE table_schema = ? AND table_name = ?`,
        [name, table],
      );
      return Number(rows[0]?.octets ?? 0);
    },
    close: async () => {
      await database.close();
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function pidOf(database: Database): Promise<number | undefined> {
  const [row] = await database.read<{ file: string }>('SELECT @@pid_file AS file');
  try {
    return Number(readFileSync(String(row?.file), 'utf8'));
  } catch {
    return undefined; // The server runs elsewhere, or as somebody whose files are not ours to read.
  }
}
