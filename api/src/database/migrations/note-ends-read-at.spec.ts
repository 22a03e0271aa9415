import { storedLines } from '../../testing/test-line.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { NoteEndsReadAt1795300410000 } from './1795300410000-NoteEndsReadAt.js';

describe('NoteEndsReadAt', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  it('takes from the ports when the ends of each circuit were read, so that no list calls them old', async () => {
    const migration = new NoteEndsReadAt1795300410000();
    const lines = await storedLines(test.database, 3);
    const readAt: (readonly [number | null, number | null])[] = [
      [7_000, 5_000],
      [7_000, null],
      [null, null],
    ];
    await test.database.transaction(async (tx) => {
      const runner = tx.manager.queryRunner;
      if (runner === undefined) throw new Error('no connection');
      await migration.down(runner);
      for (const [nth, line] of lines.entries()) {
        const state = ['circuit_id', 'customer_id', 'status', 'status_rank', 'interval_s'];
        const row = [line.circuitId, line.customerId, 'running', 3, 10];
        await tx.insertMany('circuit_state', state, ['circuit_id'], [row], 'update');
        const [a = null, z = null] = readAt[nth] ?? [];
        const ports = [...(a === null ? [] : [[line.portA, 'UP', a]]), ...(z === null ? [] : [[line.portZ, 'UP', z]])];
        await tx.insertMany('port_state', ['port_id', 'status', 'sample_at'], ['port_id'], ports, 'update');
      }
      await migration.up(runner);
    });

    const rows = await test.database.read<{
      id: string;
      oldest: number | string | null;
      newest: number | string | null;
    }>('SELECT circuit_id AS id, oldest_end_at AS oldest, newest_end_at AS newest FROM circuit_state');
    const byId = new Map(rows.map(({ id, oldest, newest }) => [id, [oldest, newest]]));
    const number = (value: number | string | null): number | null => (value === null ? null : Number(value));
    expect(lines.map(({ circuitId }) => byId.get(circuitId)?.map(number))).toEqual([
      [5_000, 7_000],
      [null, 7_000],
      [null, null],
    ]);
  });
});
