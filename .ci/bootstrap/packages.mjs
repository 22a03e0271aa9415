import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '../processes/children.mjs';
import { step } from './progress.mjs';
import { inProject, PlainStop, ROOT } from './project.mjs';

const MARK = '.linewatch-build';
const BUILD_LOG = inProject('data', 'logs', 'build.log');
const TSC = inProject('node_modules', 'typescript', 'bin', 'tsc');
const NG = inProject('node_modules', '@angular', 'cli', 'bin', 'ng.js');

/**
 * What is built, in the order of dependence. `sources` decide whether it is built again: files and folders,
 * specs left out. `proof` is a file that a finished build has.
 */
const PACKAGES = [
  {
    name: 'shared',
    sources: ['shared/src', 'shared/package.json', 'shared/tsconfig.json'],
    proof: 'index.js',
    tool: 'tsc',
  },
  { name: 'api', sources: ['api/src', 'api/package.json', 'api/tsconfig.json'], proof: 'main.js', tool: 'tsc' },
  {
    name: 'collectors',
    sources: ['collectors/src', 'collectors/package.json', 'collectors/tsconfig.json'],
    proof: 'main.js',
    tool: 'tsc',
  },
  {
    name: 'portal',
    sources: [
      'portal/src',
      'portal/public',
      'portal/package.json',
      'portal/tsconfig.json',
      'portal/tsconfig.app.json',
      'angular.json',
    ],
    proof: 'browser/index.html',
    tool: 'ng',
  },
];
const SHARED_BY_ALL = [
  'package-lock.json',
  'tsconfig.base.json',
  'shared/src',
  'shared/package.json',
  'shared/tsconfig.json',
];

/** Builds the packages whose sources are not those of their last build. */
export async function buildIfChanged() {
  const stale = PACKAGES.map((item) => ({ ...item, hash: hashOf([...SHARED_BY_ALL, ...item.sources]) })).filter(
    isStale,
  );
  if (stale.length === 0) return;
  mkdirSync(path.dirname(BUILD_LOG), { recursive: true });
  writeFileSync(BUILD_LOG, '');
  const one = (name) => stale.filter((item) => item.name === name);
  // shared first, since all stand on it; then the portal beside the other two, one core each.
  for (const item of one('shared')) await build(item);
  await Promise.all([...one('portal').map(build), inTurn([...one('api'), ...one('collectors')])]);
}

async function inTurn(items) {
  for (const item of items) await build(item);
}

function distOf({ name }) {
  return inProject(name, 'dist');
}

function isStale(item) {
  const mark = path.join(distOf(item), MARK);
  if (!existsSync(mark) || !existsSync(path.join(distOf(item), item.proof))) return true;
  return readFileSync(mark, 'utf8') !== item.hash;
}

async function build(item) {
  const mark = path.join(distOf(item), MARK);
  rmSync(mark, { force: true });
  // The compiler trusts its own notes: with output gone and notes left it would write nothing.
  if (!existsSync(path.join(distOf(item), item.proof))) {
    for (const notes of ['.tsbuildinfo', '.tsbuildinfo.spec']) rmSync(path.join(distOf(item), notes), { force: true });
  }
  const [what, args] =
    item.tool === 'tsc'
      ? ['compiles TypeScript', [TSC, '-b', item.name]]
      : ['bundles the pages for the browser', [NG, 'build']];
  await step(`build ${item.name}`, what, async () => {
    const env = { ...process.env, NG_CLI_ANALYTICS: 'false', CI: 'true' };
    const { code, output } = await run(process.execPath, args, { cwd: ROOT, env, log: BUILD_LOG });
    if (code !== 0) throw new PlainStop(`${output.trimEnd()}\nThe build of ${item.name} failed.`);
  });
  mkdirSync(distOf(item), { recursive: true });
  writeFileSync(mark, item.hash);
}

/** One hash over the names and contents of files, specs left out. */
function hashOf(names) {
  const hash = createHash('sha256').update(process.version);
  for (const name of new Set(names)) {
    for (const file of filesBelow(name)) {
      hash.update(`${file}\0`).update(readFileSync(inProject(file)));
    }
  }
  return hash.digest('hex');
}

/** All files at or below a name, in a fixed order; none where there is nothing of that name. */
function filesBelow(name) {
  let entries;
  try {
    entries = readdirSync(inProject(name), { withFileTypes: true });
  } catch (error) {
    if (error.code === 'ENOTDIR') return [name];
    if (error.code === 'ENOENT') return [];
    throw error;
  }
  return entries
    .filter((entry) => !entry.name.endsWith('.spec.ts'))
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesBelow(`${name}/${entry.name}`) : [`${name}/${entry.name}`]));
}
