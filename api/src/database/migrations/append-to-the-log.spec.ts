import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { openSamples } from '../../testing/stored-samples.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { storedLines } from '../../testing/test-line.builder.js';
import { startTelemetry } from '../../testing/test-telemetry.js';
import { AppendToTheLog1795300411000 } from './1795300411000-AppendToTheLog.js';

const MINUTES = 5;

describe('AppendToTheLog', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  it('keeps the readings of the open hours, there and back, and none of them twice', async () => {
    const clock = new ManualClock();
    const telemetry = await startTelemetry(test.database, clock);
    const lines = await storedLines(test.database, 40, { intervalS: 60 });
    for (let minute = 0; minute < MINUTES; minute += 1) {
      const slot = Math.floor(clock.now() / 1_000);
      const ports = lines.flatMap(({ portA, portZ }) => [portA, portZ]);
      await telemetry.ingest.take(randomUUID(), aBatch(ports.map((portId) => aReading({ portId, slot }))));
      clock.advance(60_000);
    }
    const before = await openSamples(test.database);
    const migration = new AppendToTheLog1795300411000();

    await test.database.transaction(async (tx) => {
      const runner = tx.manager.queryRunner;
      if (runner === undefined) throw new Error('no connection');
      await migration.down(runner);
      await migration.up(runner);
    });

    const inOrder = (samples: typeof before): typeof before =>
      samples.toSorted((one, other) => one.slot - other.slot || one.portId - other.portId);
    expect(before.length).toBe(2 * lines.length * MINUTES);
    expect(inOrder(await openSamples(test.database))).toEqual(inOrder(before));
    const again = test.database.transaction((tx) =>
      tx.query('INSERT INTO sample_chunk SELECT * FROM sample_chunk ORDER BY hour, block LIMIT 1'),
    );
    await expectAsync(again).toBeRejected();
  });
});
