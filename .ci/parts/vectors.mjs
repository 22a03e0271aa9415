import { readdirSync } from 'node:fs';
import path from 'node:path';
import { inProject, ROOT } from '../bootstrap/project.mjs';
import { run } from '../processes/children.mjs';
import { compileSpecs } from './specs.mjs';
import { crashed, notBegun } from './tally.mjs';

/**
 * Every vector of the rules that are built. Those of rules that are not built yet are named, but are no skipped tests:
 * there is nothing that could be run.
 *
 * @returns {Promise<import('./tally.mjs').Outcome>}
 */
export async function vectors({ log }) {
  const compiled = await compileSpecs();
  if (compiled.code !== 0) return notBegun('compiling', compiled.output);
  const folder = inProject('shared', 'vectors');
  const outcome = { passed: 0, failed: [], skipped: [], note: undefined };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
    const { output } = await run(process.execPath, [inProject('.ci', 'vectors.mjs'), path.join(folder, name)], {
      cwd: ROOT,
      log,
    });
    const lines = output.trimEnd().split('\n');
    const counts = /^(\d+) passed, (\d+) failed, (\d+) skipped$/
      .exec(lines.at(-1) ?? '')
      ?.slice(1)
      .map(Number);
    if (counts === undefined) return crashed(name, output);
    outcome.passed += counts[0];
    for (const line of lines
      .slice(0, -1)
      .filter((text) => /^\s*FAIL/i.test(text))
      .slice(0, counts[1]))
      outcome.failed.push({ name: line.trim() });
    while (outcome.failed.length < counts[1]) outcome.failed.push({ name: `${name}, see ${log}` });
    if (counts[2] > 0)
      outcome.note = `${counts[2]} vectors of ${name} belong to rules that are not built yet: npm run vectors -- shared/vectors/${name}`;
  }
  return outcome;
}
