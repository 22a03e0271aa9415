import { randomUUID } from 'node:crypto';
import { CircuitQuery, OPERATING_STATUSES, statusRank } from '@linewatch/shared';
import fc from 'fast-check';
import { makeScope } from '../../platform/auth/scope.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, storedLines } from '../../testing/test-line.builder.js';
import { toCircuitLive } from './circuit-live.mapper.js';
import { CircuitRepository } from './circuit.repository.js';

const NOW = 1_800_000_000_000;
const acme = makeScope({ kind: 'customer', customerId: randomUUID() });
const rival = makeScope({ kind: 'customer', customerId: randomUUID() });
const query = CircuitQuery.parse({});

describe('CircuitRepository', () => {
  let store: TestDatabase;
  let circuits: CircuitRepository;

  beforeEach(async () => {
    store = await openTestDatabase();
    circuits = new CircuitRepository(store.database);
  });

  afterEach(() => store.close());

  function customerOf(scope: typeof acme): string {
    return scope.kind === 'customer' ? scope.customerId : '';
  }

  it("lists, counts and finds one customer's circuits and not the rival's", async () => {
    const own = await aStoredLine(store.database, { customerId: customerOf(acme) });
    const theirs = await aStoredLine(store.database, { customerId: customerOf(rival) });

    expect((await circuits.findPage(acme, query, undefined, 10, NOW)).map(({ id }) => id)).toEqual([own.circuitId]);
    expect(await circuits.countByStatus(acme, query, NOW)).toEqual(new Map([['unknown', 1]]));
    expect((await circuits.findSites(acme)).map(({ id }) => id).sort()).toEqual([own.siteA, own.siteZ].sort());
    expect(await circuits.findOne(acme, theirs.circuitId)).toBeUndefined();
    expect(Object.keys(await circuits.findFeedHeads(acme))).toEqual([customerOf(acme)]);
  });

  it('shows some sites of a customer the circuits that end there, and no other site', async () => {
    const [line] = await storedLines(store.database, 1, { customerId: customerOf(acme) });
    await aStoredLine(store.database, { customerId: customerOf(acme) });
    const scope = makeScope({ kind: 'sites', customerId: customerOf(acme), siteIds: [line?.siteA ?? ''] });

    expect((await circuits.findPage(scope, query, undefined, 10, NOW)).map(({ id }) => id)).toEqual([
      line?.circuitId ?? '',
    ]);
    expect((await circuits.findSites(scope)).map(({ id }) => id)).toEqual([line?.siteA ?? '']);
    const byFarSite = CircuitQuery.parse({ siteId: line?.siteZ });
    expect(await circuits.findPage(scope, byFarSite, undefined, 10, NOW)).toEqual([]);
  });

  it('says of each circuit the same in its row, its place in the order and the counts', async () => {
    const lines = await storedLines(store.database, 12, { customerId: customerOf(acme), unmonitored: [] });
    const ages = fc.constantFrom(null, 0, 9_000, 25_000, 25_001, 90_000);
    const state = fc.record({ status: fc.constantFrom(...OPERATING_STATUSES), a: ages, z: ages });
    await fc.assert(
      fc.asyncProperty(fc.array(state, { minLength: 12, maxLength: 12 }), async (states) => {
        await store.database.transaction(async (tx) => {
          for (const [index, { status, a, z }] of states.entries()) {
            const line = lines[index];
            if (line === undefined) throw new Error('more states than lines');
            await tx.insertMany(
              'circuit_state',
              [
                ...['circuit_id', 'customer_id', 'status', 'status_rank', 'since', 'sample_at', 'interval_s', 'in_bps'],
                ...['oldest_end_at', 'newest_end_at'],
              ],
              ['circuit_id'],
              [
                [
                  ...[line.circuitId, line.customerId, status, statusRank(status), NOW - 500_000, at(a), 10, 7],
                  ...[a === null || z === null ? null : NOW - Math.max(a, z), at(least(a, z))],
                ],
              ],
              'update',
            );
            await tx.insertMany(
              'port_state',
              ['port_id', 'status', 'sample_at'],
              ['port_id'],
              [
                [line.portA, 'UP', at(a)],
                [line.portZ, 'UP', at(z)],
              ],
              'update',
            );
          }
        });
        const rows = await circuits.findPage(acme, query, undefined, 50, NOW);
        const ends = await circuits.findEnds(rows.map(({ id }) => id));
        const shown = rows.map((row) => toCircuitLive(row, ends.get(row.id) ?? [], NOW));

        expect(shown.map(({ status }) => statusRank(status))).toEqual(rows.map(({ key0 }) => Number(key0)));
        expect(shown.map(({ since }) => (since === null ? 0 : Date.parse(since)))).toEqual(
          rows.map(({ key1 }) => Number(key1)),
        );
        const counts = await circuits.countByStatus(acme, query, NOW);
        for (const status of OPERATING_STATUSES) {
          expect(counts.get(status) ?? 0).toBe(shown.filter((live) => live.status === status).length);
        }
        const byRate = await circuits.findPage(acme, CircuitQuery.parse({ sort: 'in' }), undefined, 50, NOW);
        for (const row of byRate) {
          const { inBps } = toCircuitLive(row, ends.get(row.id) ?? [], NOW);
          expect([Number(row['key0']), Number(row['key1'])]).toEqual([inBps === null ? 1 : 0, inBps ?? 0]);
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** The age of what is younger of two. */
function least(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

function at(age: number | null): number | null {
  return age === null ? null : NOW - age;
}
