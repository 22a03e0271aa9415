import { expectLikeCosts } from '../../testing/fuzz/cost-of-requests.js';
import { longTexts, REPEATED, whoMay } from '../../testing/fuzz/long-texts.js';
import { ODD_BODIES } from '../../testing/fuzz/odd-bodies.js';
import { fuzz } from '../../testing/fuzz/fuzz-run.js';
import { startMarkedHouse } from '../../testing/marked-house.js';
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
      const { document } = house.api.app.get(ApiDescription);
      const requests = operationsOf(document).flatMap(({ path, method, operation }) =>
        REPEATED.flatMap((unit) => longTexts(document, path, method, operation, unit)).map((asked) => ({
          ...asked,
          who: whoMay(operation),
        })),
      );

      expect(await expectLikeCosts(house, requests)).toBeGreaterThan(500);

      await house.api.close();
    },
    PATIENCE_MS,
  );

  it(
    'holds nobody else up by the shape of its body',
    async () => {
      const house = await startMarkedHouse();
      const { document } = house.api.app.get(ApiDescription);
      const taking = operationsOf(document).filter(({ operation }) => operation.requestBody !== undefined);
      const requests = taking.flatMap(({ path, method, operation }) =>
        Object.values(ODD_BODIES).map((text) => ({
          ...{ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x'), text, who: whoMay(operation) },
        })),
      );

      expect(await expectLikeCosts(house, requests)).toBeGreaterThan(500);

      await house.api.close();
    },
    PATIENCE_MS,
  );
});
