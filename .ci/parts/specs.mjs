import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inProject, ROOT } from '../bootstrap/project.mjs';
import { run } from '../processes/children.mjs';
import { crashed, notBegun } from './tally.mjs';

const TIME_LIMIT_MIN = 45;
let compiled;

/** Compiles shared, api and collectors with their specs, once a run. */
export function compileSpecs() {
  const projects = ['shared', 'api', 'collectors'].map((name) => `${name}/tsconfig.spec.json`);
  compiled ??= run(process.execPath, [inProject('node_modules', 'typescript', 'bin', 'tsc'), '-b', ...projects], {
    cwd: ROOT,
  });
  return compiled;
}

/**
 * Runs the Jasmine specs of one package on its compiled output, in a process of its own.
 *
 * @param {'shared' | 'api' | 'collectors'} name
 * @param {object} options `results` (a folder), `log`, `env` on top of ours, `filter`, `seed`, `part`
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function specs(name, { part, results, log, env = {}, filter, seed }) {
  const { code, output } = await compileSpecs();
  if (code !== 0) return notBegun('compiling the specs', output);
  const files = specFiles(inProject(name, 'src')).map((file) => toOutput(name, file));
  const lost = files.find((file) => !existsSync(file));
  if (lost !== undefined) {
    return notBegun('compiling the specs', `${lost} was not written; remove ${name}/dist and try again`);
  }

  const answer = path.join(results, `${part}.json`);
  rmSync(answer, { force: true });
  const ran = await run(process.execPath, ['--enable-source-maps', inProject('.ci', 'parts', 'jasmine-run.mjs')], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'test', ...env },
    input: JSON.stringify({ files, answer, filter, seed }),
    log,
    timeoutMs: TIME_LIMIT_MIN * 60_000,
  });
  if (!existsSync(answer))
    return crashed(
      ran.timedOut ? `the specs took longer than ${TIME_LIMIT_MIN} minutes` : 'the specs ended before their end',
      ran.output,
    );
  const outcome = JSON.parse(readFileSync(answer, 'utf8'));
  if (outcome.passed + outcome.failed.length + outcome.skipped.length === 0) return notBegun('no spec was found', '');
  return { ...outcome, note: `random order, seed ${outcome.seed}` };
}

/** The specs by their sources, since a dist may hold output of sources that are gone. */
function specFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return specFiles(file);
    return entry.name.endsWith('.spec.ts') ? [file] : [];
  });
}

function toOutput(name, file) {
  return path.join(inProject(name, 'dist'), path.relative(inProject(name, 'src'), file)).replace(/\.ts$/, '.js');
}
