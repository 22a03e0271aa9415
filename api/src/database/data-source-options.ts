import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import type { Env } from '../config/env.js';
import { ENTITIES } from './entities.js';
import { MIGRATIONS } from './migrations/index.js';

/** Path of the embedded database's file, or undefined on MySQL. */
export function databaseFile(env: Env): string | undefined {
  if (env.DB_KIND !== 'sqlite') return undefined;
  return isAbsolute(env.DB_FILE) ? env.DB_FILE : join(env.DATA_DIR, env.DB_FILE);
}

/** Of 4 KB: what the log has grown to where nothing but commits carries it into the file. */
const PAGES_TOO_MANY = 32_768;

/** As mysql2 takes them. */
interface TlsOptions {
  readonly minVersion: 'TLSv1.2';
  readonly rejectUnauthorized: boolean;
  readonly verifyIdentity: boolean;
  readonly ca?: string;
}

/** TypeORM options for the configured database. `synchronize` is off everywhere, tests included. */
export function dataSourceOptions(env: Env): DataSourceOptions {
  const common = {
    entities: ENTITIES,
    migrations: MIGRATIONS,
    synchronize: false,
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
  } as const;
  const file = databaseFile(env);
  if (env.DB_KIND === 'sqlite' && file !== undefined) {
    return {
      ...common,
      type: 'better-sqlite3',
      database: file,
      enableWAL: true,
      prepareDatabase: (handle: { pragma(text: string): unknown }) => {
        // WAL alone is not durable: NORMAL lost acknowledged rows in a power cut, FULL did not.
        handle.pragma('synchronous = FULL');
        handle.pragma('busy_timeout = 5000');
        // Pages of the present state are written again with every poll: what is at hand need not be read each time.
        handle.pragma('cache_size = -32768');
        // A thread carries the log into the file (Checkpoints); commits do it only where that falls behind.
        handle.pragma(`wal_autocheckpoint = ${String(PAGES_TOO_MANY)}`);
      },
    };
  }
  if (env.DB_KIND !== 'mysql') throw new Error('unreachable: DB_KIND is sqlite or mysql');
  return {
    ...common,
    type: 'mysql',
    host: env.DB_HOST,
    port: env.DB_PORT,
    database: env.DB_NAME,
    username: env.DB_USER,
    password: env.DB_PASSWORD,
    timezone: 'Z',
    charset: 'utf8mb4',
    poolSize: 10,
    ...(env.DB_TLS !== 'off' && { ssl: tlsOptions(env.DB_TLS, env.DB_CA_FILE) }),
    // Affected rows must count changed rows: the ledger tells a new row from a known one by it.
    extra: { flags: ['-FOUND_ROWS'] },
  };
}

/** A server without TLS, or with a certificate that does not stand up, is refused before the password is sent. */
function tlsOptions(how: 'verify-ca' | 'verify-identity', caFile: string | undefined): TlsOptions {
  return {
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    verifyIdentity: how === 'verify-identity',
    ...(caFile !== undefined && { ca: readFileSync(caFile, 'utf8') }),
  };
}
