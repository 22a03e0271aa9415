import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Something the person at the terminal can put right: shown as it is, without a stack. */
export class PlainStop extends Error {
  /**
   * @param {string} message one or more sentences
   * @param {number} exitCode what the process ends with
   */
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** A path inside the project. */
export function inProject(...names) {
  return path.join(ROOT, ...names);
}

/** Ends a command: a `PlainStop` with its sentence, anything else with its stack. */
export function endWith(error) {
  process.exitCode = error instanceof PlainStop ? error.exitCode : 1;
  process.stderr.write(`${error instanceof PlainStop ? error.message : (error?.stack ?? String(error))}\n`);
}
