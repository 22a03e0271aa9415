import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const [DEVICES, PORTS, CYCLES] = [3, 4, 2];
const LONG_MS = 120_000;

describe('the benchmark of collection', () => {
  it(
    'polls its own agents into a new database and tells every figure in its last line',
    async () => {
      const form = ['--devices', String(DEVICES), '--ports', String(PORTS), '--cycles', String(CYCLES)];
      const args = ['.ci/bench.mjs', 'collect', '--quick', '--json', '--db', 'sqlite', '--interval', '1', ...form];
      const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
      const lines = (await text(child.stdout)).trim().split('\n');
      const told = JSON.parse(lines.at(-1) ?? '') as Record<string, unknown>;

      expect(told['bench']).toBe('collect');
      expect(told['cycles']).toBe(CYCLES);
      expect(Number(told['values'])).toBeGreaterThanOrEqual(CYCLES * DEVICES * (PORTS * 10 + 1));
      expect(Number(told['cpuS'])).toBeGreaterThan(0);
      expect(Number(told['ratioToPlainLoop'])).toBeGreaterThan(0);
      expect(typeof told['met']).toBe('boolean');
      const figures = told['figures'] as readonly { name: string; value: number }[];
      expect(figures.length).toBeGreaterThan(10);
      expect(figures.every(({ value }) => Number.isFinite(value))).toBeTrue();
    },
    LONG_MS,
  );
});
