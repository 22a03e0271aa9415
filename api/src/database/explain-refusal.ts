import type { Env } from '../config/env.js';
import { codeOf } from './database-gone.js';

/** Why the database did not open, as a sentence for whoever starts the product. Holds no secret and no statement. */
export function explainRefusal(error: unknown, env: Env): string {
  const code = codeOf(error) ?? (error instanceof Error ? error.name : 'unknown');
  if (env.DB_KIND === 'sqlite') {
    return `The database file in ${env.DATA_DIR} could not be opened or brought up to date (${code}).`;
  }
  const place = `${env.DB_HOST}:${String(env.DB_PORT)}`;
  switch (code) {
    case 'ECONNREFUSED':
    case 'EHOSTUNREACH':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return `No database server answers at ${place} (${code}): see DB_HOST and DB_PORT.`;
    case 'ER_ACCESS_DENIED_ERROR':
      return `The database server at ${place} refuses user ${env.DB_USER}: see DB_USER and DB_PASSWORD.`;
    case 'ER_BAD_DB_ERROR':
    case 'ER_DBACCESS_DENIED_ERROR':
      return `Database ${env.DB_NAME} at ${place} is not there or not open to user ${env.DB_USER}: see DB_NAME.`;
    case 'HANDSHAKE_NO_SSL_SUPPORT':
      return `The database server at ${place} speaks no TLS: see DB_TLS.`;
    case 'HANDSHAKE_SSL_ERROR':
      return `The certificate of the database server at ${place} does not stand up: see DB_TLS and DB_CA_FILE.`;
    case 'ENOENT':
    case 'EACCES':
      return `DB_CA_FILE ${env.DB_CA_FILE ?? ''} cannot be read (${code}).`;
    default:
      return `Database ${env.DB_NAME} at ${place} could not be opened or brought up to date (${code}).`;
  }
}
