import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { type Env, readEnv } from '../config/env.js';
import { Database } from '../database/database.js';

/** A migrated, empty database with the configuration that it was opened by. */
export interface TestDatabase {
  readonly database: Database;
  readonly env: Env;
  /** Closes it and removes every trace. */
  close(): Promise<void>;
}

/**
 * A migrated, empty database of the kind that DB_KIND names: a SQLite file unless told otherwise, a fresh database
 * on the server of TEST_MYSQL_URL (mysql://user:password@host:port/) with DB_KIND=mysql.
 */
export async function openTestDatabase(overrides: Readonly<Record<string, string>> = {}): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'linewatch-'));
  const basic = { NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent', PORT: '1', ...overrides };
  if (process.env['DB_KIND'] !== 'mysql') {
    const env = readEnv({ ...basic, DB_KIND: 'sqlite' });
    const database = await Database.open(env);
    return { database, env, close: () => closeAll(database, folder) };
  }
  const server = new URL(process.env['TEST_MYSQL_URL'] ?? 'mysql://root:root@127.0.0.1:3306/');
  const name = `linewatch_${randomBytes(6).toString('hex')}`;
  await onServer(server, `CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const env = readEnv({
    ...basic,
    DB_KIND: 'mysql',
    DB_HOST: server.hostname,
    DB_PORT: server.port === '' ? '3306' : server.port,
    DB_NAME: name,
    DB_USER: decodeURIComponent(server.username),
    DB_PASSWORD: decodeURIComponent(server.password),
  });
  const database = await Database.open(env);
  const close = async (): Promise<void> => {
    await closeAll(database, folder);
    await onServer(server, `DROP DATABASE ${name}`);
  };
  return { database, env, close };
}

async function closeAll(database: Database, folder: string): Promise<void> {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}

async function onServer(server: URL, statement: string): Promise<void> {
  const connection = await new DataSource({ type: 'mysql', url: server.href }).initialize();
  await connection.query(statement);
  await connection.destroy();
}
