import { randomUUID } from 'node:crypto';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { WorksCover } from '../works-cover/index.js';
import { CircuitRepository } from './circuit.repository.js';
import { NetworkMapService } from './network-map.service.js';

/** A server makes a database of its own for it. */
const PATIENCE_MS = 180_000;

describe('the drawing of sites and lines', () => {
  let test: TestDatabase;
  let map: NetworkMapService;
  let line: StoredLine;
  let branch: StoredLine;
  let rival: StoredLine;
  let own: Scope;

  beforeAll(async () => {
    test = await openTestDatabase();
    const circuits = new CircuitRepository(test.database);
    map = new NetworkMapService(circuits, new WorksCover(), test.database, new ManualClock());
  }, PATIENCE_MS);

  afterAll(() => test.close());

  beforeEach(async () => {
    line = await aStoredLine(test.database);
    const { customerId } = line;
    branch = await aStoredLine(test.database, { customerId });
    rival = await aStoredLine(test.database);
    own = makeScope({ kind: 'customer', customerId });
  });

  it('has the own sites and lines with the places of their ends, and nothing of others', async () => {
    const drawn = await map.read(own);

    expect(new Set(drawn.sites.map(({ id }) => id))).toEqual(
      new Set([line.siteA, line.siteZ, branch.siteA, branch.siteZ]),
    );
    expect(drawn.lines.map(({ id, aPlaces, zPlaces }) => [id, ...aPlaces, ...zPlaces]).sort()).toEqual(
      [line, branch].map(({ circuitId, siteA, siteZ }) => [circuitId, siteA, siteZ]).sort(),
    );
    expect(drawn.total).toBe(2);
    expect(Object.keys(drawn.feeds)).toEqual([line.customerId]);
    const said = JSON.stringify(drawn);
    for (const id of [rival.circuitId, rival.customerId, rival.siteA, rival.siteZ]) expect(said).not.toContain(id);
  });

  it('does not say which other branch a line of somebody of one branch goes to', async () => {
    const { customerId, siteA, siteZ } = line;

    const drawn = await map.read(makeScope({ kind: 'sites', customerId, siteIds: [siteA] }));

    expect(drawn.sites.map(({ id }) => id)).toEqual([siteA]);
    expect(drawn.lines.map(({ id, aPlaces, zPlaces }) => [id, aPlaces, zPlaces])).toEqual([
      [line.circuitId, [siteA], ['elsewhere']],
    ]);
    expect(JSON.stringify(drawn)).not.toContain(siteZ);
  });

  it('draws an end at a node of the operator, and both ends of one side', async () => {
    await test.database.transaction(async (tx) => {
      await tx.execute("UPDATE circuit_end SET site_id = NULL WHERE circuit_id = ? AND side = 'A'", [line.circuitId]);
      const end = [randomUUID(), line.circuitId, line.customerId, 'Z', 2, branch.siteZ, null, 'UNMONITORED', 'FIBRE'];
      await tx.insertMany(
        'circuit_end',
        ['id', 'circuit_id', 'customer_id', 'side', 'seq', 'site_id', 'port_id', 'monitoring', 'access_type'],
        ['id'],
        [end],
      );
    });

    const drawn = (await map.read(own)).lines.find(({ id }) => id === line.circuitId);

    expect([drawn?.aPlaces, drawn?.zPlaces]).toEqual([['operator'], [line.siteZ, branch.siteZ]]);
  });

  it('leaves out what is history', async () => {
    await test.database.transaction((tx) =>
      tx.execute("UPDATE circuit SET state = 'terminated' WHERE id = ?", [branch.circuitId]),
    );

    const drawn = await map.read(own);

    expect(drawn.lines.map(({ id }) => id)).toEqual([line.circuitId]);
    expect(drawn.sites.length).toBe(2);
  });
});
