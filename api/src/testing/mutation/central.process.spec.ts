import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../../.ci/mutate.mjs', import.meta.url));
/** A handful of spec runs, one after another, on a machine that may be busy otherwise. */
const PATIENCE_MS = 300_000;

describe('the predicates of a scope', () => {
  it(
    'are each missed by a spec when they are taken away',
    async () => {
      const child = spawn(process.execPath, [COMMAND, '--short', '--built'], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
      const said = await text(child.stdout);

      expect(said).toMatch(/\nshort: [6-9] removed, \d noticed, 0 survived\n$/);
      expect(await ended).toBe(0);
    },
    PATIENCE_MS,
  );
});
