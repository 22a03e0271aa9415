import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';

const NO_CASES = 2;
const REASONS = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };
const USAGE = `npm run ber -- FILE [--mutants N] [--seed S]

Sends the byte-level cases of a JSON file to the collector's trap receiver and, as answers of a device, to its polling
session, both in a process of their own. A case passes when that process lives, an honest message after it is answered
within a second, and what is marked reject was not delivered.
Says one line for each case that fell, and ends with the counts. The file: a list of
{ "name", "hex", "dir": "trap" | "response", "expect": "reject" | …, "why" }; see collectors/ber/cases.json.

  --mutants   afterwards that many mutants of the cases to the receiver, and a tenth of it to the session
  --seed      of the mutants, as an earlier run printed it

Ends with 0 when nothing fell, 1 when something did, 2 when the file holds no cases.`;

/** @throws PlainStop in one sentence, when the file is not there or holds something else */
function readDocument(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (REASONS[error.code] ?? error.message);
    throw new PlainStop(`The cases cannot be read from ${file}: ${reason}.`, NO_CASES);
  }
}

/** The receiver, the session and what tries them, compiled from the sources as they are now. */
async function loadTrials() {
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const project = path.join('collectors', 'tsconfig.spec.json');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-b', project], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new PlainStop(`${stdout.trimEnd()}\nThe build of collectors failed.`);
  const load = (name) => import(pathToFileURL(inProject('collectors', 'dist', 'testing', 'ber', name)).href);
  return { ...(await load('ber-case.js')), ...(await load('ber-run.js')) };
}

/** @throws PlainStop with the usage */
function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, mutants: { type: 'string' }, seed: { type: 'string' } },
    });
    const mutants = Number(values.mutants ?? 0);
    const seed = Number(values.seed ?? Date.now() % 2 ** 31);
    const isClear =
      positionals.length === 1 && [mutants, seed].every((number) => Number.isInteger(number) && number >= 0);
    if (values.help || isClear) return { help: values.help === true, name: positionals[0], mutants, seed };
  } catch {
    // An unknown option: the usage says which there are.
  }
  throw new PlainStop(USAGE, NO_CASES);
}

function say(line) {
  process.stdout.write(`${line}\n`);
}

/** `npm run ber -- FILE`. */
async function main() {
  const { help, name, mutants, seed } = readArguments();
  if (help) {
    say(USAGE);
    return;
  }
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  // npm runs scripts in the project's folder; the name was typed in the one of the person.
  const file = path.resolve(process.env.INIT_CWD ?? '', name);
  const document = readDocument(file);
  const { readBerCases, BerRun } = await loadTrials();
  const cases = readBerCases(document);
  if (typeof cases === 'string') throw new PlainStop(`The cases cannot be read from ${file}: ${cases}.`, NO_CASES);

  let [passed, failed] = [0, 0];
  const run = await BerRun.open();
  try {
    for (const each of cases) {
      const { failure } = await run.run(each);
      if (failure === null) passed += 1;
      else {
        failed += 1;
        say(`failed: ${each.name} (${each.dir}): ${failure}`);
      }
    }
    if (mutants > 0) {
      const report = await run.runMutants(cases, seed, mutants, Math.ceil(mutants / 10));
      for (const failure of report.failures) say(`failed: ${failure}`);
      const isFine = report.failures.length === 0 && report.unreadable === 0;
      say(`mutants: seed ${seed}, ${report.delivered} delivered, ${report.unreadable} made the library throw`);
      if (isFine) passed += 1;
      else failed += 1;
    }
  } finally {
    await run.close();
  }
  say(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main().catch(endWith);
