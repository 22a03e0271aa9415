import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';
import { central, removalsOf } from './mutate/removals.mjs';

const SCOPES = ['scope', 'guard', 'policy', 'rooms'];
const SPEC_LIMIT_MS = 15 * 60_000;

const USAGE = `npm run mutate -- SCOPE… | --short [--only TEXT] [--list]

Takes one guard or one part of a scope's predicate out of the compiled API at a time and runs the specs that have to
notice, the quickest first. A removal that none of them notices has survived: nothing would tell if it were lost.

  scope     what makes a scope into SQL, and each question that has a scope's condition in it
  guard     the steps of the guard, the origin of sockets, the masks of far ends
  policy    the permission of each handler
  rooms     which room a socket gets into
  --short   the handful that everything else stands on; runs in npm test
  --only    removals whose name contains TEXT
  --list    names them and runs nothing
  --built   takes api/dist as it is

The last line is "N removed, N noticed, N survived". Ends with 1 when one survived.`;

/** `npm run mutate`. */
async function main() {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  if (!values.built) build();
  const dist = inProject('api', 'dist');
  const all = values.short ? central(dist) : positionals.flatMap((scope) => removalsOf(dist, scope));
  const chosen = all.filter(({ name }) => values.only === undefined || name.includes(values.only));
  if (chosen.length === 0) throw new PlainStop('There is nothing to remove by these words.');
  if (values.list) {
    for (const { name } of chosen) process.stdout.write(`${name}\n`);
    return;
  }
  const folder = inProject('test-results', `mutate-${process.pid}`);
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', cleanUp);
  const survivors = await tryAll(chosen, copyOf(folder), values.short);
  process.stdout.write(
    `${chosen.length} removed, ${chosen.length - survivors.length} noticed, ${survivors.length} survived\n`,
  );
  process.exitCode = survivors.length === 0 ? 0 : 1;
}

/** @returns {Promise<string[]>} names of those that nothing noticed */
async function tryAll(removals, dist, isShort) {
  const survivors = [];
  for (const removal of removals) {
    const file = path.join(dist, removal.file);
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, removal.at) + removal.instead + whole.slice(removal.at + removal.piece.length));
    const by = await noticedBy(removal, dist, isShort ? removal.specs.slice(0, 1) : removal.specs);
    writeFileSync(file, whole);
    if (by === undefined) survivors.push(removal.name);
    process.stdout.write(`${by === undefined ? 'SURVIVED' : 'noticed '}  ${removal.name}${by ? `  (${by})` : ''}\n`);
  }
  return survivors;
}

/** The first of the specs that fails. */
async function noticedBy({ filter }, dist, specs) {
  for (const spec of specs) {
    if ((await run(path.join(dist, spec), filter)) !== 0) return spec;
  }
  return undefined;
}

function run(spec, filter) {
  const jasmine = inProject('node_modules', 'jasmine', 'bin', 'jasmine.js');
  const args = [jasmine, ...(filter === undefined ? [] : [`--filter=${filter}`]), spec];
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'test' },
    stdio: 'ignore',
    timeout: SPEC_LIMIT_MS,
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
  // One that hangs has noticed as well.
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** A copy of the compiled API inside of the project, so that it finds its packages. */
function copyOf(folder) {
  const dist = path.join(folder, 'api', 'dist');
  mkdirSync(dist, { recursive: true });
  cpSync(inProject('api', 'dist'), dist, { recursive: true });
  cpSync(inProject('api', 'package.json'), path.join(folder, 'api', 'package.json'));
  const packages = inProject('api', 'node_modules');
  if (existsSync(packages)) symlinkSync(packages, path.join(folder, 'api', 'node_modules'));
  return dist;
}

function build() {
  const compiler = inProject('node_modules', 'typescript', 'bin', 'tsc');
  const built = spawnSync(process.execPath, [compiler, '-b', 'shared', 'api', 'api/tsconfig.spec.json'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (built.status !== 0) throw new PlainStop(`${built.stdout.trimEnd()}\nThe build failed.`);
}

/** @throws PlainStop with the usage */
function readArguments() {
  const flag = { type: 'boolean', default: false };
  try {
    const read = parseArgs({
      allowPositionals: true,
      options: { short: flag, list: flag, built: flag, help: { ...flag, short: 'h' }, only: { type: 'string' } },
    });
    const { values, positionals } = read;
    const isKnown = positionals.every((scope) => SCOPES.includes(scope));
    if (values.help || (isKnown && values.short !== positionals.length > 0)) return read;
  } catch {
    // parseArgs throws for what it does not know; the usage says what there is.
  }
  throw new PlainStop(USAGE, 2);
}

main().catch(endWith);
