import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/**
 * The 32 bytes that secrets are sealed with: what SECRETS_KEY says in hex or base64, else the file `secrets.key` in
 * the data folder, which is made once, readable by its owner only.
 *
 * @throws Error when the key has another length
 */
export function readSealingKey(dataDir: string, fromEnv: string | undefined): Buffer {
  if (fromEnv !== undefined) return decodeKey(fromEnv, 'SECRETS_KEY');
  mkdirSync(dataDir, { recursive: true });
  const file = join(dataDir, 'secrets.key');
  return decodeKey(readKeyFile(file) ?? makeKeyFile(file), file);
}

function decodeKey(text: string, source: string): Buffer {
  const trimmed = text.trim();
  const bytes = Buffer.from(trimmed, /^[\da-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  if (bytes.length !== KEY_BYTES) throw new Error(`${source} must hold 32 bytes as hex or base64`);
  return bytes;
}

function readKeyFile(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    // Any other failure must stop the start: a second key would make all sealed secrets unreadable.
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Written aside and linked into place: of two processes that start at once, one makes the key and both use it. */
function makeKeyFile(file: string): string {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o400, flag: 'wx', flush: true });
  try {
    chmodSync(draft, 0o400);
    linkSync(draft, file);
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, 'utf8');
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && Reflect.get(error, 'code') === code;
}
