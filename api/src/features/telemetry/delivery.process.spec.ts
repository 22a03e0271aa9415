import { isClean, runChaos } from '../../testing/chaos/chaos-run.js';

/** A round of all faults, and nearly always more than what is counted here. */
const FAULTS = 13;
const LONGEST_MS = 240_000;
const INTERVAL_S = 3;

describe('delivery from the collectors to the database', () => {
  it(
    'loses and doubles nothing, whatever crashes',
    async () => {
      const seed = Math.floor(Math.random() * 2 ** 31);
      const report = await runChaos({
        seed,
        faults: FAULTS,
        forMs: LONGEST_MS / 2,
        intervalS: INTERVAL_S,
        quietMs: 500,
        // Each lasts longer than all the others together; `npm run chaos` has them.
        without: ['collector stopped through a take-over', 'clock set forward and back', 'disk full'],
      });
      const wrong = [...report.wrong, ...report.findings.flatMap((finding) => finding.wrong)].slice(0, 10);

      expect(report.happened.length).toBeGreaterThanOrEqual(10);
      expect([report.missing, report.twice, wrong, isClean(report)])
        .withContext(`seed ${String(seed)}, ${report.happened.join(', ')}`)
        .toEqual([0, 0, [], true]);
    },
    LONGEST_MS,
  );
});
