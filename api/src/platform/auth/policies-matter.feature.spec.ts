import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { weakenPolicies } from '../../testing/mutation/weakened-policies.js';
import { HealthState } from '../health/health-state.js';

/** A request or two for each handler, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the policy of each handler', () => {
  let house: MarkedHouse;

  beforeAll(async () => {
    house = await startMarkedHouse();
    house.api.app.get(HealthState).started();
    await house.poll();
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  it(
    'is missed by somebody when it asks for what everybody has',
    async () => {
      const unnoticed: string[] = [];
      let tried = 0;
      for await (const { name, noticedBy } of weakenPolicies(house)) {
        tried += 1;
        if (noticedBy === undefined) unnoticed.push(name);
      }

      expect(unnoticed).toEqual([]);
      expect(tried).toBeGreaterThan(300);
    },
    PATIENCE_MS,
  );
});
