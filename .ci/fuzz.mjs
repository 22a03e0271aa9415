import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';

const USAGE = `npm run fuzz [-- --minutes N] [--seed S]

Sends what nobody should send to every route of the API, as every kind of identity, by the API's own description:
bounds, wrong kinds, missing and unknown fields, odd signs, deep nestings. An answer that breaks, that is not as
described, or that refuses and changes something all the same is a fault.

  --minutes  no round begins later than that (5)
  --seed     of the first round; each further one has the next (a new one each time)

Uses SQLite, or with DB_KIND=mysql the server of TEST_MYSQL_URL. Ends with 1 after the first round with a fault.`;

/** `npm run fuzz`. */
async function main() {
  const args = readArguments();
  if (args === undefined) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const projects = ['shared', 'api', 'api/tsconfig.spec.json'];
  const built = spawnSync(process.execPath, [compiler, '-b', ...projects], { cwd: ROOT, encoding: 'utf8' });
  if (built.status !== 0) throw new PlainStop(`${built.stdout.trimEnd()}\nThe build failed.`);
  const program = inProject('api', 'dist', 'testing', 'fuzz', 'fuzz.js');
  const child = spawn(process.execPath, ['--enable-source-maps', program, ...args], { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  process.exitCode = await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/**
 * @returns undefined when help is asked for
 * @throws PlainStop with the usage
 */
function readArguments() {
  try {
    const text = { type: 'string' };
    const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, minutes: text, seed: text } });
    const { help, ...numbers } = values;
    if (help) return undefined;
    if (Object.values(numbers).every((value) => /^\d+(\.\d+)?$/.test(value))) {
      return Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, value]);
    }
  } catch {
    // An unknown option: the usage says which there are.
  }
  throw new PlainStop(USAGE, 2);
}

main().catch(endWith);
