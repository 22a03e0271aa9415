import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readyToRun } from './bootstrap/own-node.mjs';
import { endWith, inProject, PlainStop, ROOT } from './bootstrap/project.mjs';
import { central, removalsOf } from './mutate/removals.mjs';
import { tryAll } from './mutate/trial.mjs';
import { weakenedPolicies } from './mutate/policies.mjs';

const SETS = ['scope', 'reach', 'guard', 'policy', 'rooms'];

const USAGE = `npm run mutate -- [SET…] | --short [--only TEXT] [--list]

Takes one guard or one part of a scope's predicate out of the compiled API at a time and runs the specs that come by it.
A removal that none of them notices has survived: nothing would tell if it were lost. Without a SET all are tried.

  scope     what makes a scope into SQL, and each question that has a scope's condition in it
  reach     what is decided by hand from the kind of a scope, from an id in it, or from a role
  guard     the steps of the guard, of sessions, tokens and sockets, what people may give, the masks of far ends
  policy    the permission of each handler, which becomes what everybody has
  rooms     which room a socket gets into
  --short   the handful that everything else stands on; runs in npm test
  --only    removals whose name contains TEXT
  --list    names them and runs nothing
  --built   takes api/dist as it is

The last lines are "SET: N removed, N noticed, N survived". Ends with 1 when one survived.`;

/** `npm run mutate`. */
async function main() {
  const { values, positionals } = readArguments();
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  if (!values.built) build();
  const sets = values.short ? ['short'] : positionals.length > 0 ? positionals : SETS;
  const counts = [];
  for (const set of sets) counts.push(set === 'policy' ? await weakened(values) : await removed(set, values));
  if (values.list) return;
  if (counts.every(({ tried }) => tried === 0)) throw new PlainStop('There is nothing to remove by these words.');
  for (const [index, { tried, survived }] of counts.entries()) {
    process.stdout.write(
      `${sets[index]}: ${tried} removed, ${tried - survived.length} noticed, ${survived.length} survived\n`,
    );
  }
  process.exitCode = counts.every(({ survived }) => survived.length === 0) ? 0 : 1;
}

/** Takes one piece of the code away at a time. */
async function removed(set, { only = '', list }) {
  const dist = inProject('api', 'dist');
  const all = set === 'short' ? central(dist) : removalsOf(dist, set);
  const chosen = all.filter(({ name }) => name.includes(only));
  if (list) for (const { name } of chosen) say('', name);
  if (list || chosen.length === 0) return { tried: 0, survived: [] };
  const folder = inProject('test-results', `mutate-${process.pid}-${set}`);
  const cleanUp = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', cleanUp);
  const survived = await tryAll(chosen, copyOf(folder), (name, by) => say('noticed   ', `${name}  (${by})`));
  for (const name of survived) say('SURVIVED  ', name);
  cleanUp();
  return { tried: chosen.length, survived };
}

/** Makes one handler ask for less at a time. */
async function weakened({ only, list }) {
  if (list) {
    say('', 'policy: the policy of each handler, as the running API names them');
    return { tried: 0, survived: [] };
  }
  let tried = 0;
  const survived = [];
  for await (const { name, noticedBy } of weakenedPolicies(inProject('api', 'dist'), only)) {
    tried += 1;
    if (noticedBy === undefined) survived.push(name);
    say(
      noticedBy === undefined ? 'SURVIVED  ' : 'noticed   ',
      noticedBy === undefined ? name : `${name}  (${noticedBy})`,
    );
  }
  return { tried, survived };
}

function say(what, name) {
  process.stdout.write(`${what}${name}\n`);
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
    const isKnown = positionals.every((set) => SETS.includes(set));
    if (values.help || (isKnown && !(values.short && positionals.length > 0))) return read;
  } catch {
    // parseArgs throws for what it does not know; the usage says what there is.
  }
  throw new PlainStop(USAGE, 2);
}

main().catch(endWith);
