import { existsSync, renameSync } from 'node:fs';
import type { Logger } from 'pino';
import { Spool, type SpoolLimits } from './spool.js';
import { TrapSpool } from './trap-spool.js';

const DAMAGED = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

/**
 * Opens the spool. A damaged file is put aside for a person to look at, and a new one begun: what it held is lost to
 * the API, but everything from now on is not.
 *
 * @throws Error with a sentence for the operator when the file is in use or cannot be written
 */
export function openSpool(file: string, limits: SpoolLimits, log: Logger): Spool {
  return openOrBegin(file, () => Spool.open(file, limits), log);
}

/** The same for the spool of traps. */
export function openTrapSpool(file: string, log: Logger): TrapSpool {
  return openOrBegin(file, () => TrapSpool.open(file), log);
}

function openOrBegin<Opened>(file: string, open: () => Opened, log: Logger): Opened {
  try {
    return open();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code.startsWith('SQLITE_BUSY')) {
      throw new Error(`The spool ${file} is in use: another collector runs on the same DATA_DIR`, { cause: error });
    }
    if (![...DAMAGED].some((damage) => code.startsWith(damage))) {
      throw new Error(`The spool ${file} cannot be opened (${code})`, { cause: error });
    }
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '')}`;
    for (const part of ['', '-wal', '-shm']) {
      if (existsSync(`${file}${part}`)) renameSync(`${file}${part}`, `${aside}${part}`);
    }
    log.error({ file, aside, code }, 'the spool is damaged and was put aside; a new one is begun');
    return open();
  }
}
