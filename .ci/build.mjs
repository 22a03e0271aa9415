import { fileURLToPath } from 'node:url';
import { readyToRun } from './bootstrap/own-node.mjs';
import { buildIfChanged } from './bootstrap/packages.mjs';
import { say } from './bootstrap/progress.mjs';
import { endWith } from './bootstrap/project.mjs';
import { onStopSignal, stopAllGroups } from './processes/children.mjs';

/** `npm run build`: installs and builds what has changed, and nothing else. */
async function main() {
  if (!(await readyToRun(fileURLToPath(import.meta.url)))) return;
  onStopSignal(async () => {
    await stopAllGroups(1_000);
    process.exit(130);
  });
  await buildIfChanged();
  say('built: shared/dist, api/dist, collectors/dist, portal/dist');
}

main().catch(endWith);
