/**
 * What a process that cannot go on says to whoever started it. Sentences of ours name what is wrong; an error with a
 * code is the system's or the database's, and is told by its code alone.
 */
export function lastWords(error: unknown): string {
  if (!(error instanceof Error)) return 'The collector cannot go on';
  const code: unknown = 'code' in error ? error.code : undefined;
  if (typeof code !== 'string') return error.message;
  const path: unknown = 'path' in error ? error.path : undefined;
  return `The collector cannot go on (${[code, path].filter((part) => typeof part === 'string').join(' ')})`;
}
