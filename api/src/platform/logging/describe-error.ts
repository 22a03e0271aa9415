import { codeOf } from '../../database/database-gone.js';

/** What of an error may be in a log. */
export interface ErrorRecord {
  readonly name: string;
  readonly message?: string;
  readonly code?: string;
  readonly stack?: string;
}

/**
 * An error as a log record. A driver's error is told by its code and our own frames alone: its text carries the whole
 * statement with the data in it.
 */
export function describeError(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: typeof error };
  const code = codeOf(error);
  const record = { name: error.name, ...(code !== undefined && { code }) };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  if ('sql' in error || 'query' in error || 'driverError' in error) {
    return { ...record, stack: frames.join('\n') };
  }
  return { ...record, message: error.message, stack: frames.join('\n') };
}
