import { fuzz } from '../../testing/fuzz/fuzz-run.js';
import { startMarkedHouse } from '../../testing/marked-house.js';

/** Thousands of requests, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('what nobody should send', () => {
  it(
    'is refused as described by every route, whoever sends it, and changes nothing',
    async () => {
      const seed = Math.floor(Math.random() * 1_000_000);
      const house = await startMarkedHouse();
      await house.poll();

      const { requests, answers, faults } = await fuzz(house, { seed, each: 3 });

      await house.api.close();
      expect(faults)
        .withContext(`npm run fuzz -- --seed ${String(seed)}`)
        .toEqual([]);
      expect(requests).toBeGreaterThan(1_000);
      expect(answers['2xx']).toBeGreaterThan(100);
    },
    PATIENCE_MS,
  );
});
