import { QueryFailedError, TypeORMError } from 'typeorm';

/** What drivers say when the server cannot be reached, has no connection left or cannot write. */
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'POOL_CLOSED',
]);

/** The same of SQLite, which adds details to its codes (SQLITE_IOERR_FSYNC). */
const SQLITE_GONE = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY)/;

/** Whether a write or read failed because the database is away, and not because the statement was wrong. */
export function isDatabaseGone(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return GONE.has(code) || SQLITE_GONE.test(code);
}

/** Whether the text of an error may hold a statement, its data or what was looked for. */
export function isFromDatabase(error: Error): boolean {
  return error instanceof TypeORMError || ['sql', 'query', 'driverError'].some((name) => name in error);
}

/** The code of a driver's error. All that may be logged of one: its text holds the statement with its data. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const cause: unknown = error instanceof QueryFailedError ? error.driverError : error;
  const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : undefined;
  return typeof code === 'string' ? code : undefined;
}
