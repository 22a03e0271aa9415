import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inProject, ROOT } from '../bootstrap/project.mjs';
import { run } from '../processes/children.mjs';
import { compileSpecs } from './specs.mjs';
import { findChromium } from './system-packages.mjs';
import { crashed, notBegun } from './tally.mjs';

const TIME_LIMIT_MIN = 12;

/**
 * The portal's specs in a browser, by Karma.
 *
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function portal({ results, log, filter }) {
  const compiled = await compileSpecs();
  if (compiled.code !== 0) return notBegun('compiling', compiled.output);
  const answer = path.join(results, 'portal.json');
  rmSync(answer, { force: true });
  const ng = inProject('node_modules', '@angular', 'cli', 'bin', 'ng.js');
  const args = ['test', '--no-watch', '--no-progress', '--karma-config', '.ci/parts/karma.ci.cjs'];
  const ran = await run(process.execPath, [ng, ...args], {
    cwd: ROOT,
    env: {
      ...process.env,
      NG_CLI_ANALYTICS: 'false',
      CHROME_BIN: findChromium(),
      LINEWATCH_ANSWER: answer,
      LINEWATCH_FILTER: filter ?? '',
    },
    log,
    timeoutMs: TIME_LIMIT_MIN * 60_000,
  });
  if (!existsSync(answer))
    return crashed(
      ran.timedOut ? `the specs took longer than ${TIME_LIMIT_MIN} minutes` : 'the specs did not begin',
      ran.output,
    );
  const outcome = JSON.parse(readFileSync(answer, 'utf8'));
  if (outcome.passed + outcome.failed.length + outcome.skipped.length === 0)
    return crashed('no spec was found', ran.output);
  return outcome;
}
