import { randomUUID } from 'node:crypto';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { CircuitHistoryRepository } from './circuit-history.repository.js';

const [FROM, TO] = [1_000, 2_000];

describe("a circuit's history in the database", () => {
  let test: TestDatabase;
  let history: CircuitHistoryRepository;
  let line: StoredLine;

  beforeAll(async () => {
    test = await openTestDatabase();
    history = new CircuitHistoryRepository(test.database);
    line = await aStoredLine(test.database);
    const columns = [
      'id',
      'object_type',
      'object_id',
      'customer_id',
      'status',
      'from_at',
      'to_at',
      'sides',
      'evidence',
    ];
    const row = [randomUUID(), 'circuit', line.circuitId, line.customerId, 'failed', FROM, TO, 'A', 'POLL'];
    await test.database.transaction((tx) => tx.insertMany('state_interval', columns, ['id'], [row]));
  });

  afterAll(() => test.close());

  async function pieces(scope: Scope): Promise<string[]> {
    const found = await history.pieces(scope, line.circuitId, FROM, TO, 10);
    return found.map(({ status }) => status);
  }

  it('is read within the scope only, by whatever way somebody came to the id', async () => {
    const { customerId, siteA } = line;

    expect(await pieces(makeScope({ kind: 'customer', customerId }))).toEqual(['failed']);
    expect(await pieces(makeScope({ kind: 'sites', customerId, siteIds: [siteA] }))).toEqual(['failed']);
    expect(await pieces(makeScope({ kind: 'sites', customerId, siteIds: [randomUUID()] }))).toEqual([]);
    expect(await pieces(makeScope({ kind: 'customer', customerId: randomUUID() }))).toEqual([]);
    expect(await pieces(makeScope({ kind: 'customers', customerIds: [randomUUID()] }))).toEqual([]);
  });
});
