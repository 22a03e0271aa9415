import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Env, readEnv } from '../config/env.js';
import { grantStatements } from '../database/account-grants.js';
import { Database } from '../database/database.js';
import { tablesOf } from '../database/grants-command.js';
import { layDownSqlite, makeOnServer, onServer } from './migrated-template.js';

/** A migrated, empty database with the configuration that it was opened by. */
export interface TestDatabase {
  readonly database: Database;
  readonly env: Env;
  /** Runs a statement as somebody who has the database to themselves. */
  asOwner(statement: string): Promise<void>;
  /** Closes it and removes every trace. */
  close(): Promise<void>;
}

/** Specs ask as nobody does with their own hands, and by a clock that may stand still. */
const UNCOUNTED = { SESSION_REQUESTS_PER_S: '10000', SESSION_REQUESTS_BURST: '100000' };

/**
 * A migrated, empty database of the kind that DB_KIND names: a SQLite file unless told otherwise, a fresh database
 * on the server of TEST_MYSQL_URL (mysql://user:password@host:port/) with DB_KIND=mysql.
 */
export async function openTestDatabase(overrides: Readonly<Record<string, string>> = {}): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-'));
  const basic = { NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent', PORT: '1', ...UNCOUNTED };
  if (process.env['DB_KIND'] !== 'mysql') {
    const env = readEnv({ ...basic, ...overrides, DB_KIND: 'sqlite' });
    await layDownSqlite(env);
    const database = await Database.open(env);
    const asOwner = (statement: string): Promise<void> => onDatabase(database, statement);
    return { database, env, asOwner, close: () => closeAll(database, folder) };
  }
  const server = new URL(process.env['TEST_MYSQL_URL'] ?? 'mysql://root:root@127.0.0.1:3306/');
  const envOf = (name: string, further: Readonly<Record<string, string>> = {}): Env =>
    readEnv({
      ...basic,
      ...further,
      DB_KIND: 'mysql',
      DB_HOST: server.hostname,
      DB_PORT: server.port === '' ? '3306' : server.port,
      DB_NAME: name,
      DB_USER: decodeURIComponent(server.username),
      DB_PASSWORD: decodeURIComponent(server.password),
    });
  const name = `linewatch_${randomBytes(6).toString('hex')}`;
  await makeOnServer(server, name, envOf);
  const env = envOf(name, overrides);
  const database = await Database.open(env);
  const close = async (): Promise<void> => {
    await closeAll(database, folder);
    await onServer(server, [`DROP DATABASE ${name}`]);
  };
  return { database, env, asOwner: (statement) => onDatabase(database, statement), close };
}

/**
 * The same, opened by an account that has the grants of the handbook and no other. On SQLite, which has no accounts,
 * it is the database as it is.
 */
export async function openAsAccountOfApi(overrides: Readonly<Record<string, string>> = {}): Promise<TestDatabase> {
  const test = await openTestDatabase(overrides);
  if (test.env.DB_KIND !== 'mysql') return test;
  const user = `api_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  await test.asOwner(`CREATE USER '${user}'@'%' IDENTIFIED BY '${password}'`);
  const grants = grantStatements(test.env.DB_NAME, await tablesOf(test.database), `${user}@%`);
  for (const statement of grants) await test.asOwner(statement);
  const env = { ...test.env, DB_USER: user, DB_PASSWORD: password };
  const database = await Database.open(env);
  const close = async (): Promise<void> => {
    await database.close();
    await test.asOwner(`DROP USER '${user}'@'%'`);
    await test.close();
  };
  return { database, env, asOwner: test.asOwner, close };
}

async function onDatabase(database: Database, statement: string): Promise<void> {
  await database.transaction((tx) => tx.query(statement));
}

async function closeAll(database: Database, folder: string): Promise<void> {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
