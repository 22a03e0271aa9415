import { type ChaosReport, isClean, runChaos } from '../../testing/chaos/chaos-run.js';
import { FAULTS } from '../../testing/chaos/faults.js';

const LONGEST_MS = 420_000;
/** Long beside what a busy machine lets a poll wait: beyond three intervals P-RATE sees a gap, and nothing is counted. */
const INTERVAL_S = 6;
const WRONG_SHOWN = 10;

describe('delivery from the collectors to the database', () => {
  async function faults(count: number, without: readonly string[]): Promise<ChaosReport & { readonly seed: number }> {
    const seed = Math.floor(Math.random() * 2 ** 31);
    const limits = { forMs: LONGEST_MS / 2, intervalS: INTERVAL_S, quietMs: 200, takeOvers: true };
    return { seed, ...(await runChaos({ seed, faults: count, without, ...limits })) };
  }

  function expectClean(report: ChaosReport & { readonly seed: number }): void {
    const { missing, twice, seed, happened } = report;
    const wrong = [...report.wrong, ...report.findings.flatMap((finding) => finding.wrong)].slice(0, WRONG_SHOWN);
    expect({ missing, twice, wrong })
      .withContext(`seed ${String(seed)}: ${happened.join(', ')}`)
      .toEqual({ missing: 0, twice: 0, wrong: [] });
    expect(isClean(report)).toBeTrue();
  }

  it(
    'loses and doubles nothing, whatever crashes, stands still or is taken over, and however clocks are set',
    async () => {
      const report = await faults(FAULTS.length, []);

      expect(report.happened.length + report.skipped.length).toBeGreaterThanOrEqual(FAULTS.length);
      expectClean(report);
    },
    LONGEST_MS,
  );

  it(
    'loses nothing when processes are asked to end while they work, and they end within five seconds',
    async () => {
      const others = FAULTS.map(({ name }) => name).filter((name) => !name.endsWith('ended'));
      const report = await faults(4, others);

      expect(report.happened.length).toBe(4);
      expectClean(report);
    },
    LONGEST_MS,
  );
});
