import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DataSource } from 'typeorm';
import { type Env, readEnv } from '../config/env.js';
import { databaseFile } from '../database/data-source-options.js';
import { Database } from '../database/database.js';

/**
 * A run of specs opens hundreds of databases. One is migrated; the others begin as copies of it, which takes a tenth of
 * the time. What opens no more than one (a bench, a command) migrates its own.
 */
const { afterAll: atTheEnd } = globalThis as { afterAll?: (work: () => Promise<void>) => void };
const TEMPLATE = `linewatch_template_${randomBytes(6).toString('hex')}`;
let sqliteFile: Promise<Buffer> | undefined;
let mysqlCopies: Promise<(name: string) => readonly string[]> | undefined;
let server: URL | undefined;

atTheEnd?.(async () => {
  if (server !== undefined) await onServer(server, [`DROP DATABASE IF EXISTS ${TEMPLATE}`]);
});

/** Lays down the file of a SQLite database that is about to be opened, unless there is one. */
export async function layDownSqlite(env: Env): Promise<void> {
  const file = databaseFile(env);
  if (atTheEnd === undefined || file === undefined) return;
  sqliteFile ??= migratedFile();
  await mkdir(dirname(file), { recursive: true });
  if (!existsSync(file)) await writeFile(file, await sqliteFile);
}

/**
 * Makes a database on a server; what opens only one finds it empty.
 *
 * @param envOf what opens the database of a name there
 */
export async function makeOnServer(at: URL, name: string, envOf: (name: string) => Env): Promise<void> {
  const made = `CREATE DATABASE ${name} CHARACTER SET utf8mb4`;
  if (atTheEnd === undefined) return onServer(at, [made]);
  mysqlCopies ??= migratedOnServer(at, envOf(TEMPLATE));
  const copies = await mysqlCopies;
  await onServer(at, [made, ...copies(name)]);
}

/** Runs statements, one after the other, on a connection of their own. */
export async function onServer(at: URL, statements: readonly string[]): Promise<void> {
  await withServer(at, (connection) => connection.query(statements.join(';\n')));
}

async function migratedFile(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-template-'));
  try {
    const file = join(folder, 'template.sqlite');
    const env = readEnv({ NODE_ENV: 'test', DATA_DIR: folder, DB_KIND: 'sqlite', DB_FILE: file });
    await (await Database.open(env)).close();
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Trigger {
  readonly name: string;
  readonly moment: string;
  readonly act: string;
  readonly onTable: string;
  readonly does: string;
}

/** @returns the statements that bring a new database to where the migrated one stands */
async function migratedOnServer(at: URL, env: Env): Promise<(name: string) => readonly string[]> {
  server = at;
  await onServer(at, [`CREATE DATABASE ${TEMPLATE} CHARACTER SET utf8mb4`]);
  await (await Database.open(env)).close();
  return withServer(at, async (connection) => {
    const tables = await connection.query<{ name: string }[]>(
      'SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?',
      [TEMPLATE],
    );
    const filled: string[] = [];
    for (const { name } of tables) {
      const rows = await connection.query<unknown[]>(`SELECT 1 FROM ${TEMPLATE}.${name} LIMIT 1`);
      if (rows.length > 0) filled.push(name);
    }
    const triggers = await connection.query<Trigger[]>(
      `SELECT TRIGGER_NAME AS name, ACTION_TIMING AS moment, EVENT_MANIPULATION AS act,
              EVENT_OBJECT_TABLE AS onTable, ACTION_STATEMENT AS does
         FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = ?`,
      [TEMPLATE],
    );
    return (copy) => [
      ...tables.map(({ name }) => `CREATE TABLE ${copy}.${name} LIKE ${TEMPLATE}.${name}`),
      ...filled.map((name) => `INSERT INTO ${copy}.${name} SELECT * FROM ${TEMPLATE}.${name}`),
      ...triggers.map(
        ({ name, moment, act, onTable, does }) =>
          `CREATE TRIGGER ${copy}.${name} ${moment} ${act} ON ${copy}.${onTable} FOR EACH ROW ${does}`,
      ),
    ];
  });
}

async function withServer<Result>(at: URL, work: (connection: DataSource) => Promise<Result>): Promise<Result> {
  const connection = await new DataSource({ type: 'mysql', url: at.href, multipleStatements: true }).initialize();
  try {
    return await work(connection);
  } finally {
    await connection.destroy();
  }
}
