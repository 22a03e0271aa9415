/** What of an error may be in a log. */
export interface ErrorRecord {
  readonly name: string;
  readonly code?: string;
  readonly stack?: string;
}

/**
 * An error that nobody expected, as a log record: its name, its code and where it was thrown. Its text stays out, as
 * it may be a library's, and those of net-snmp quote communities, keys and what agents sent.
 */
export function describeError(error: unknown): ErrorRecord {
  if (!(error instanceof Error)) return { name: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return { name: error.name, ...(typeof code === 'string' && { code }), stack: frames.join('\n') };
}
