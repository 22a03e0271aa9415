import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { buildIfChanged } from '../bootstrap/packages.mjs';
import { inProject, ROOT } from '../bootstrap/project.mjs';
import { run } from '../processes/children.mjs';
import { findChromium } from './system-packages.mjs';
import { crashed } from './tally.mjs';

const TIME_LIMIT_MIN = 50;

/**
 * The stories in a browser, against the built product with the practice network.
 *
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function e2e({ results, log, filter }) {
  await buildIfChanged();
  const answer = path.join(results, 'e2e.json');
  rmSync(answer, { force: true });
  const args = ['test', '--config', 'e2e/playwright.config.ts', '--reporter', 'list,json'];
  if (filter !== undefined) args.push('--grep', filter);
  const ran = await run(process.execPath, [inProject('node_modules', '@playwright', 'test', 'cli.js'), ...args], {
    cwd: ROOT,
    env: { ...process.env, CHROME_BIN: findChromium(), PLAYWRIGHT_JSON_OUTPUT_FILE: answer, FORCE_COLOR: '0' },
    log,
    timeoutMs: TIME_LIMIT_MIN * 60_000,
  });
  if (!existsSync(answer))
    return crashed(
      ran.timedOut ? `the stories took longer than ${TIME_LIMIT_MIN} minutes` : 'the stories did not begin',
      ran.output,
    );
  const outcome = { passed: 0, failed: [], skipped: [] };
  const report = JSON.parse(readFileSync(answer, 'utf8'));
  for (const suite of report.suites) collect(suite, [], outcome);
  for (const error of report.errors)
    outcome.failed.push({ name: 'outside of a story', reason: stripVTControlCharacters(error.message ?? '') });
  if (outcome.passed + outcome.failed.length + outcome.skipped.length === 0)
    return crashed('no story was found', ran.output);
  return outcome;
}

/** Walks Playwright's report: files hold suites, suites hold specs, a spec has one test a browser. */
function collect(suite, above, outcome) {
  const path_ = [...above, suite.title];
  for (const inner of suite.suites ?? []) collect(inner, path_, outcome);
  for (const spec of suite.specs ?? []) {
    for (const { status, results, annotations } of spec.tests) {
      const name = [...path_, spec.title].join(' › ');
      if (status === 'expected') outcome.passed += 1;
      else if (status === 'skipped')
        outcome.skipped.push({ name, reason: annotations.find(({ type }) => type === 'skip')?.description });
      else
        outcome.failed.push({
          name,
          reason: stripVTControlCharacters(
            results
              .at(-1)
              ?.errors.map(({ message }) => message)
              .join('\n') ?? '',
          ),
        });
    }
  }
}
