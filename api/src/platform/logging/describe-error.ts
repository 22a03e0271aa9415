import { DomainError } from '@linewatch/shared';
import { codeOf, isFromDatabase } from '../../database/database-gone.js';

/** What of an error may be in a log. */
export interface ErrorRecord {
  readonly name: string;
  readonly message?: string;
  readonly code?: string;
  readonly stack?: string;
}

/**
 * An error as a log record. What the database's driver, its mapper or the system says is told by its code and the
 * frames alone: such texts carry statements with the data in them, users and addresses.
 */
export function describeError(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: 'NotAnError', message: typeof error };
  const code = error instanceof DomainError ? error.code : codeOf(error);
  const record = { name: error.name, ...(code !== undefined && { code }) };
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  const isOurs = error instanceof DomainError || code === undefined;
  if (!isOurs || isFromDatabase(error)) {
    return { ...record, stack: frames.join('\n') };
  }
  return { ...record, message: error.message, stack: frames.join('\n') };
}
