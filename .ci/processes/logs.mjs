import { createWriteStream, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';

const ROTATE_AT_BYTES = 10 * 1_024 * 1_024;
const KEPT_FILES = 3;
const KEPT_LINES = 40;

/**
 * The log of one process: everything goes to `folder/name.log`, the last lines stay at hand for a failure.
 * A file that has grown past 10 MB is set aside at the start, three of them are kept.
 */
export function openLog(folder, name) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  rotate(file);
  const stream = createWriteStream(file, { flags: 'a', mode: 0o640 });
  const last = [];
  return {
    file,
    write(line) {
      if (stream.writableEnded) return;
      stream.write(`${line}\n`);
      last.push(line);
      if (last.length > KEPT_LINES) last.shift();
    },
    lastLines: () => last,
    close: () => stream.end(),
  };
}

function rotate(file) {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size < ROTATE_AT_BYTES) return;
  rmSync(`${file}.${KEPT_FILES}`, { force: true });
  for (let age = KEPT_FILES - 1; age >= 1; age -= 1) {
    if (statSync(`${file}.${age}`, { throwIfNoEntry: false })) renameSync(`${file}.${age}`, `${file}.${age + 1}`);
  }
  renameSync(file, `${file}.1`);
}

/**
 * What a person should read of a process's log lines: pino's JSON as "level message: error", anything else as it is.
 *
 * @param {string} line
 */
export function readable(line) {
  const entry = parsed(line);
  if (entry === undefined) return line;
  const reason = entry.err?.message ?? entry.error?.message ?? entry.reason;
  return [entry.msg, reason].filter((part) => typeof part === 'string' && part !== '').join(': ');
}

/** A log line as an object, or undefined for a line that is no JSON object. */
export function parsed(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    // Half a line of a process that was killed while writing.
    return undefined;
  }
}
