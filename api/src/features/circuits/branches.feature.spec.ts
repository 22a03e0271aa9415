import { CircuitPage, CircuitView } from '@linewatch/shared';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine } from '../../testing/test-line.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('the lines of a customer with branches (INV4)', () => {
  let api: TestApi;
  let headquarters: TestClient;
  let first: TestClient;
  let second: TestClient;
  /** From headquarters to each of two branches, and from one branch to the other. */
  const lines = { toFirst: '', toSecond: '', between: '' };

  beforeAll(async () => {
    api = await startTestApi();
    const toFirst = await aStoredLine(api.database);
    const { customerId, siteA: head, siteZ: one } = toFirst;
    const toSecond = await aStoredLine(api.database, { customerId });
    const between = await aStoredLine(api.database, { customerId });
    const two = toSecond.siteZ;
    await api.database.transaction(async (tx) => {
      for (const [site, circuit, side] of [
        [head, toSecond.circuitId, 'A'],
        [one, between.circuitId, 'A'],
        [two, between.circuitId, 'Z'],
      ] as const) {
        await tx.execute('UPDATE circuit_end SET site_id = ? WHERE circuit_id = ? AND side = ?', [site, circuit, side]);
      }
    });
    Object.assign(lines, {
      toFirst: toFirst.circuitId,
      toSecond: toSecond.circuitId,
      between: between.circuitId,
    });
    const role = 'CUSTOMER_ENGINEER';
    headquarters = await api.signedIn({ role, scopeType: 'CUSTOMER', scopeId: customerId });
    first = await api.signedIn({ role, scopeType: 'SITE', scopeId: one });
    second = await api.signedIn({ role, scopeType: 'SITE', scopeId: two });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const page = async (client: TestClient): Promise<CircuitPage> =>
    CircuitPage.parse((await client.get('/api/v1/circuits')).body);
  const seen = async (client: TestClient): Promise<string[]> => (await page(client)).items.map(({ id }) => id).sort();

  it('are all seen by headquarters, and by each branch those that end there', async () => {
    const { toFirst, toSecond, between } = lines;
    expect(await seen(headquarters)).toEqual([toFirst, toSecond, between].sort());
    expect(await seen(first)).toEqual([toFirst, between].sort());
    expect(await seen(second)).toEqual([toSecond, between].sort());
    expect([(await page(headquarters)).total, (await page(first)).total, (await page(second)).total]).toEqual([
      3, 2, 2,
    ]);
    expect((await first.get(`/api/v1/circuits/${toSecond}`)).status).toBe(404);
    expect((await second.get(`/api/v1/circuits/${toFirst}`)).status).toBe(404);
  });

  it('are one line to both branches that it joins: each reads its own end, and not where the other one is', async () => {
    for (const [client, own, far] of [
      [first, 'A', 'Z'],
      [second, 'Z', 'A'],
    ] as const) {
      const { endFacts } = CircuitView.parse((await client.get(`/api/v1/circuits/${lines.between}`)).body);
      const siteOf = (side: 'A' | 'Z'): string | null | undefined => endFacts.find((end) => end.side === side)?.siteId;
      expect(siteOf(own)).toEqual(jasmine.any(String));
      expect(siteOf(far)).toBeNull();
    }
    const { endFacts } = CircuitView.parse((await headquarters.get(`/api/v1/circuits/${lines.between}`)).body);
    expect(endFacts.map(({ siteId }) => typeof siteId)).toEqual(['string', 'string']);
  });
});
