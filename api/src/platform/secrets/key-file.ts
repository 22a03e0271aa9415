import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;

/**
 * The keys of 32 bytes that secrets are sealed with: what SECRETS_KEY says in hex or base64, else the file
 * `secrets.key` in the data folder, which is made once, readable by its owner only. The first one seals; those behind
 * it, after a comma or in further lines, only open what they sealed before.
 *
 * @throws Error when a key has another length
 */
export function readSealingKeys(dataDir: string, fromEnv: string | undefined): readonly [Buffer, ...Buffer[]] {
  if (fromEnv !== undefined) return decodeKeys(fromEnv, 'SECRETS_KEY');
  mkdirSync(dataDir, { recursive: true });
  const file = keyFileOf(dataDir);
  return decodeKeys(readKeyFile(file) ?? makeKeyFile(file), file);
}

/** Replaces the keys of the file, all at once: whoever reads it sees the old ones or the new ones, also after a cut. */
export function writeKeyFile(dataDir: string, keys: readonly Buffer[]): void {
  const file = keyFileOf(dataDir);
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const text = keys.map((bytes) => `${bytes.toString('hex')}\n`).join('');
  try {
    writeFileSync(draft, text, { mode: 0o400, flag: 'wx', flush: true });
    chmodSync(draft, 0o400);
    renameSync(draft, file);
    syncFolder(dataDir);
  } finally {
    rmSync(draft, { force: true });
  }
}

function keyFileOf(dataDir: string): string {
  return join(dataDir, 'secrets.key');
}

/** A name is on the disk when its folder is. Windows cannot open folders, and does not need it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function decodeKeys(text: string, source: string): readonly [Buffer, ...Buffer[]] {
  const [first = '', ...others] = text.split(/[,\n]/).filter((word) => word.trim() !== '');
  return [decodeKey(first, source), ...others.map((word) => decodeKey(word, source))];
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
