import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';

const NO_VECTORS = 2;
const REASONS = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };
const USAGE = `npm run vectors -- FILE

Runs the test vectors of a JSON file through the rules in shared/src/domain, as shared/vectors/rules.json has them.
Says one line for each vector that fails, names the rules that are not built yet, and ends with the counts.
Ends with 0 when nothing failed, 1 when something did, 2 when the file holds no vectors.`;

/** @throws PlainStop in one sentence, when the file is not there or holds something else */
function readDocument(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : (REASONS[error.code] ?? error.message);
    throw new PlainStop(`The vectors cannot be read from ${file}: ${reason}.`, NO_VECTORS);
  }
}

/** The rules, compiled from the sources as they are now. */
async function loadRules() {
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '-b', 'shared'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new PlainStop(`${stdout.trimEnd()}\nThe build of shared failed.`);
  return import(pathToFileURL(inProject('shared', 'dist', 'testing', 'index.js')).href);
}

/** One line with every rule and how many vectors wait for it; none where there is no rule. */
function named(what, rules) {
  const names = rules.sort().map(([rule, vectors]) => `${rule} (${vectors})`);
  return names.length > 0 ? [`${what}: ${names.join(', ')}`] : [];
}

/** @returns {string[]} */
function linesOf({ passed, skipped, failures, waiting }, notBuilt) {
  const known = [...waiting].filter(([rule]) => notBuilt.includes(rule));
  const unheardOf = [...waiting].filter(([rule]) => !notBuilt.includes(rule));
  return [
    ...failures.map((failure) => `failed: ${failure}`),
    ...named('rules not built yet', known),
    ...named('rules that nobody has heard of', unheardOf),
    `${passed} passed, ${failures.length} failed, ${skipped} skipped`,
  ];
}

/** `npm run vectors -- FILE`. */
async function main() {
  const [name, ...others] = process.argv.slice(2);
  if (name === '--help' || name === '-h') {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (name === undefined || others.length > 0) throw new PlainStop(USAGE, NO_VECTORS);
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  // npm runs scripts in the project's folder; the name was typed in the one of the person.
  const file = path.resolve(process.env.INIT_CWD ?? '', name);
  const document = readDocument(file);
  const { RULES_NOT_BUILT, runVectors } = await loadRules();
  const report = runVectors(document);
  if (report === undefined) throw new PlainStop(`${file} holds no list of vectors.`, NO_VECTORS);
  process.stdout.write(`${linesOf(report, RULES_NOT_BUILT).join('\n')}\n`);
  process.exitCode = report.failures.length > 0 ? 1 : 0;
}

main().catch(endWith);
