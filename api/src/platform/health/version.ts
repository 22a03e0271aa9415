import { readFileSync } from 'node:fs';

/** Injects the release as text. */
export const VERSION = Symbol('linewatch:version');

/** The release, as the API's own package says it. */
export function readVersion(): string {
  const file = new URL('../../../package.json', import.meta.url);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return version;
}
