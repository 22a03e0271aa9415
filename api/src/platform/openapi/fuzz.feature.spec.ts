import { longTexts, REPEATED, whoMay } from '../../testing/fuzz/long-texts.js';
import { fuzz } from '../../testing/fuzz/fuzz-run.js';
import { startMarkedHouse } from '../../testing/marked-house.js';
import { RawClient } from '../../testing/raw-request.js';
import { ApiDescription } from './api-description.js';
import { operationsOf } from './open-api.js';

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

  it(
    'holds nobody else up, however long its text is: no request costs much more than one that says nothing',
    async () => {
      const house = await startMarkedHouse();
      const client = new RawClient(house.api.url);
      const { document } = house.api.app.get(ApiDescription);
      const costs: { what: string; cpuMs: number }[] = [];
      for (const { path, method, operation } of operationsOf(document)) {
        const headers = await house.people.credentials(whoMay(operation));
        for (const asked of REPEATED.flatMap((unit) => longTexts(document, path, method, operation, unit))) {
          const before = process.cpuUsage();
          const { status } = await client.send({ ...asked, headers });
          const { user, system } = process.cpuUsage(before);
          const what = `${asked.method} ${asked.path.slice(0, 80)} ${(asked.text ?? '').slice(0, 200)}`;
          costs.push({ what, cpuMs: (user + system) / 1_000 });
          expect(status).withContext(what).toBeLessThan(500);
        }
      }
      client.close();
      await house.api.close();

      // By CPU and by what requests cost in this very run: a pattern that tries one way after the other takes minutes.
      const median = costs.map(({ cpuMs }) => cpuMs).sort((one, other) => one - other)[costs.length >> 1] ?? 0;
      expect(costs.length).toBeGreaterThan(500);
      for (const { what, cpuMs } of costs) {
        expect(cpuMs)
          .withContext(what)
          .toBeLessThan(50 * median + 1_000);
      }
    },
    PATIENCE_MS,
  );
});
