import { readFile } from 'node:fs/promises';
import { verifyEvidence } from './verify-evidence.js';

const USAGE = 'Usage: npm run evidence:verify -- FILE [FINGERPRINT]\n';

/**
 * Says on the terminal whether a pack of evidence is as it was signed; needs no database. Ends with 1 when it is not.
 *
 * @param words the file, and the fingerprint that the portal shows
 */
export async function runEvidenceCommand(words: readonly string[]): Promise<void> {
  const [file, fingerprint] = words;
  if (file === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  try {
    const verdict = verifyEvidence(await readFile(file), fingerprint);
    const { circuit, dates, files } = verdict.manifest;
    process.stdout.write(`circuit ${circuit.code}, ${dates.from} to ${dates.to}, ${String(files.length)} files\n`);
    process.stdout.write(`key ${verdict.fingerprint}\n`);
    process.stdout.write(verdict.faults.length === 0 ? 'as it was signed\n' : `${verdict.faults.join('\n')}\n`);
    if (verdict.faults.length > 0) process.exitCode = 1;
  } catch (error) {
    // Whatever somebody calls a pack: what is wrong with it is the answer.
    process.stderr.write(`${error instanceof Error ? error.message : 'it cannot be read'}\n`);
    process.exitCode = 1;
  }
}
