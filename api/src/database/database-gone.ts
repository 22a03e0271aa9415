import { QueryFailedError, TypeORMError } from 'typeorm';

/** What drivers say when the server cannot be reached, has no connection left, cannot write, or let others go before too long. */
const GONE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ER_CHECKREAD',
  'ER_CON_COUNT_ERROR',
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_SERVER_SHUTDOWN',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'POOL_CLOSED',
]);

/** The same of SQLite, which adds details to its codes (SQLITE_IOERR_FSYNC). */
const SQLITE_GONE = /^SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY)/;

/** What the system and the databases say when there is no room left for what is written. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'ER_DISK_FULL', 'ER_RECORD_FILE_FULL']);

/** Whether a write or read failed because the database is away, and not because the statement was wrong. */
export function isDatabaseGone(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return GONE.has(code) || SQLITE_GONE.test(code);
}

/** Whether a file or a row could not be written because its disk, or what may be used of it, is full. */
export function isStorageFull(error: unknown): boolean {
  return FULL.has(codeOf(error) ?? '');
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
