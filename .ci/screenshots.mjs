import { fileURLToPath } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { buildIfChanged } from './bootstrap/packages.mjs';
import { say } from './bootstrap/progress.mjs';
import { endWith, inProject, ROOT } from './bootstrap/project.mjs';
import { ensurePrograms, findChromium } from './parts/system-packages.mjs';
import { onStopSignal, run, stopAllGroups } from './processes/children.mjs';

/** `npm run screenshots`: takes the pictures in docs/images anew, from the built product. */
async function main() {
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  onStopSignal(async () => {
    await stopAllGroups();
    process.exit(130);
  });
  await ensurePrograms(['chromium', 'fonts'], inProject('test-results', 'apt-get.log'));
  await buildIfChanged();
  const { code, output } = await run(process.execPath, [inProject('e2e', 'flows', 'screenshots.ts')], {
    cwd: ROOT,
    env: { ...process.env, CHROME_BIN: findChromium() },
  });
  say(code === 0 ? `taken: ${inProject('docs', 'images')}` : output);
  process.exit(code);
}

main().catch(endWith);
