import { randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { makeScope, type Scope } from './scope.js';
import { scopeCondition } from './scope-predicate.js';

const [acme, rival, other] = [randomUUID(), randomUUID(), randomUUID()];
const [here, there] = [randomUUID(), randomUUID()];

/** All tables are made first, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('scopeCondition', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await openTestDatabase();
    const circuits = [
      ['both', acme, [here, there]],
      ['far', acme, [there]],
      ['none', acme, []],
      ['rival', rival, [here]],
      ['other', other, []],
    ] as const;
    await test.database.transaction(async (tx) => {
      for (const [code, customer, sites] of circuits) {
        const columns = ['id', 'code', 'name', 'customer_id', 'product', 'contracted_bps', 'topology', 'protection'];
        const row = [code, code, code, customer, 'OTN', 1, 'P2P', 'NONE', 'SERIES', 'active'];
        await tx.insertMany('circuit', [...columns, 'compose_mode', 'state'], ['id'], [row]);
        for (const [seq, site] of sites.entries()) {
          const end = ['id', 'circuit_id', 'customer_id', 'side', 'seq', 'site_id', 'monitoring', 'access_type'];
          await tx.insertMany(
            'circuit_end',
            end,
            ['id'],
            [[randomUUID(), code, customer, 'A', seq, site, 'FULL', 'FIBRE']],
          );
        }
      }
    });
  }, PATIENCE_MS);

  afterAll(() => test.close());

  async function circuitsOf(scope: Scope): Promise<string[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const sql = `SELECT c.code FROM circuit c WHERE c.product = ? AND ${mine.sql} ORDER BY c.code`;
    return (await test.database.read<{ code: string }>(sql, ['OTN', ...mine.values])).map(({ code }) => code);
  }

  it('reaches what each kind of scope reaches, and no more', async () => {
    expect(await circuitsOf(makeScope({ kind: 'all' }))).toEqual(['both', 'far', 'none', 'other', 'rival']);
    expect(await circuitsOf(makeScope({ kind: 'customers', customerIds: [rival, other] }))).toEqual(['other', 'rival']);
    expect(await circuitsOf(makeScope({ kind: 'customer', customerId: acme }))).toEqual(['both', 'far', 'none']);
    expect(await circuitsOf(makeScope({ kind: 'sites', customerId: acme, siteIds: [here] }))).toEqual(['both']);
    expect(await circuitsOf(makeScope({ kind: 'sites', customerId: acme, siteIds: [here, there] }))).toEqual([
      'both',
      'far',
    ]);
  });

  it('reaches nothing when a list is empty', async () => {
    expect(await circuitsOf(makeScope({ kind: 'customers', customerIds: [] }))).toEqual([]);
    expect(await circuitsOf(makeScope({ kind: 'sites', customerId: acme, siteIds: [] }))).toEqual([]);
  });

  it("does not reach a rival's circuit at a site that both use", async () => {
    expect(await circuitsOf(makeScope({ kind: 'sites', customerId: rival, siteIds: [here, there] }))).toEqual([
      'rival',
    ]);
  });

  it('reaches facts about the customer itself from some of its sites, and about no other customer', async () => {
    const branch = makeScope({ kind: 'sites', customerId: acme, siteIds: [here] });
    const mine = scopeCondition(branch, { customer: 'c.customer_id', wholeCustomer: true });
    const sql = `SELECT c.code FROM circuit c WHERE ${mine.sql} ORDER BY c.code`;
    const rows = await test.database.read<{ code: string }>(sql, mine.values);

    expect(rows.map(({ code }) => code)).toEqual(['both', 'far', 'none']);
  });

  it('puts values into places, never into the text', () => {
    const evil = makeScope({ kind: 'sites', customerId: "' OR 1=1", siteIds: ["') OR (1=1"] });

    expect(scopeCondition(evil, { customer: 'c.x', circuit: 'c.id' }).sql).not.toContain('1=1');
    expect(scopeCondition(evil, { customer: 's.x', site: 's.id' })).toEqual({
      sql: '(s.x = ? AND (s.id IN (?)))',
      values: ["' OR 1=1", "') OR (1=1"],
    });
  });
});
