import { hourOf } from '../../features/telemetry/hours.js';
import { SampleStore } from '../../features/telemetry/sample-store.js';
import { portsNow } from '../../testing/stored-samples.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { PackOpenHours1795300020000 } from './1795300020000-PackOpenHours.js';

const SLOT = 1_795_248_000;
const PORTS = [5, 31, 32, 900];
const MINUTES = 90;

describe('PackOpenHours', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  it('carries the readings of the open hours, the present states and the notes over', async () => {
    const migration = new PackOpenHours1795300020000();
    await test.database.transaction(async (tx) => {
      const runner = tx.manager.queryRunner;
      if (runner === undefined) throw new Error('no connection');
      await migration.down(runner);
      const columns = ['hour', 'port_id', 'slot', 'taken_at', 'status', 'dt_ms', 'in_bps', 'out_bps', 'in_octets'];
      const rows = PORTS.flatMap((portId) =>
        Array.from({ length: MINUTES }, (_, minute) => {
          const slot = SLOT + minute * 60;
          return [hourOf(slot), portId, slot, slot * 1_000 + 7, 'OK', 60_000, 13.5, 0, 1_000_000 * portId + minute];
        }),
      );
      await tx.insertMany('sample_log', columns, ['hour', 'port_id', 'slot'], rows);
      const states = PORTS.map((portId) => [
        portId,
        'UP',
        1_000,
        SLOT * 1_000,
        SLOT,
        1.5,
        null,
        `note ${String(portId)}`,
      ]);
      const stateColumns = ['port_id', 'status', 'since', 'sample_at', 'slot', 'in_bps', 'out_bps', 'resume'];
      await tx.insertMany('port_state', stateColumns, ['port_id'], states);
      await migration.up(runner);
    });

    const samples = new SampleStore(test.database);
    for (const portId of PORTS) {
      const stored = await samples.traffic(portId, SLOT, SLOT + 7_200);
      expect(stored.map(({ slot, inOctets }) => [slot, inOctets])).toEqual(
        Array.from({ length: MINUTES }, (_, minute) => [SLOT + minute * 60, 1_000_000 * portId + minute]),
      );
      expect([stored[0]?.takenAt, stored[0]?.dtMs, stored[0]?.inBps]).toEqual([SLOT * 1_000 + 7, 60_000, 13.5]);
    }
    const now = await portsNow(test.database);
    expect(PORTS.map((portId) => now.get(portId)?.resume)).toEqual(PORTS.map((portId) => `note ${String(portId)}`));
    expect(now.get(31)).toEqual(jasmine.objectContaining({ status: 'UP', since: 1_000, slot: SLOT, inBps: 1.5 }));
  });
});
