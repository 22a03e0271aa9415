import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { storedLines } from '../../testing/test-line.builder.js';
import { WorksCover } from '../works-cover/index.js';
import { CircuitLiveReader } from './circuit-live.reader.js';

describe('CircuitLiveReader', () => {
  const clock = new ManualClock();
  let store: TestDatabase;
  let reader: CircuitLiveReader;

  beforeEach(async () => {
    store = await openTestDatabase();
    reader = new CircuitLiveReader(clock, new WorksCover());
  });

  afterEach(() => store.close());

  it('gives circuits in the order asked for, with whom and which sites they touch, and leaves unknown ids out', async () => {
    const [first, second] = await storedLines(store.database, 2);
    const ids = [second?.circuitId ?? '', randomUUID(), first?.circuitId ?? ''];

    const found = await reader.read(ids, store.database);

    expect(found.map(({ live }) => live.id)).toEqual([second?.circuitId ?? '', first?.circuitId ?? '']);
    expect(found[0]?.customerId).toBe(second?.customerId);
    expect(found[0]?.siteIds.toSorted()).toEqual([second?.siteA ?? '', second?.siteZ ?? ''].sort());
    expect(found[0]?.live.ends.map(({ side, status }) => [side, status])).toEqual([
      ['A', 'UNKNOWN'],
      ['Z', 'UNKNOWN'],
    ]);
  });

  it('sees the rows of the transaction it is handed, which nobody else sees yet', async () => {
    const [line] = await storedLines(store.database, 1);
    const id = line?.circuitId ?? '';

    await store.database.transaction(async (tx) => {
      const now = clock.now();
      await tx.insertMany(
        'circuit_state',
        ['circuit_id', 'customer_id', 'status', 'status_rank', 'since', 'sample_at', 'interval_s', 'in_bps', 'out_bps'],
        ['circuit_id'],
        [[id, line?.customerId ?? '', 'failed', 0, now - 1_000, now, 10, 0, 0]],
      );
      await tx.insertMany(
        'port_state',
        ['port_id', 'status', 'sample_at'],
        ['port_id'],
        [[line?.portA ?? 0, 'DOWN', now]],
      );

      expect((await reader.read([id], tx))[0]?.live.status).toBe('failed');
      expect((await reader.read([id], tx))[0]?.live.ends[0]?.status).toBe('DOWN');
    });

    expect((await reader.read([id], store.database))[0]?.live.status).toBe('failed');
    clock.advance(60_000);
    expect((await reader.read([id], store.database))[0]?.live.status).toBe('unknown');
  });

  it('reads many circuits at once', async () => {
    const lines = await storedLines(store.database, 1_203);

    expect(
      (
        await reader.read(
          lines.map(({ circuitId }) => circuitId),
          store.database,
        )
      ).length,
    ).toBe(1_203);
  });
});
