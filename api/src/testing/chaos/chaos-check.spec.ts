import type { Reading } from '@linewatch/shared';
import { ManualClock } from '../manual-clock.js';
import { aBatch, aReading } from '../test-batch.builder.js';
import { openTestDatabase, type TestDatabase } from '../test-database.js';
import { aStoredLine } from '../test-line.builder.js';
import { startTelemetry } from '../test-telemetry.js';
import { check, type Verdict } from './chaos-check.js';
import type { JournalReading } from './chaos-journal.js';

const OCTETS_A_SECOND = 1_000;
const TICKS_A_SECOND = 100;

describe('the check of a chaos', () => {
  let store: TestDatabase;
  let clock: ManualClock;
  let portId: number;
  let start: number;

  beforeEach(async () => {
    store = await openTestDatabase();
    clock = new ManualClock();
    portId = (await aStoredLine(store.database)).portA;
    start = Math.floor(clock.now() / 300_000) * 300;
    clock.advance(600_000);
  });

  afterEach(() => store.close());

  function counted(from: number, to: number, slot = to): Reading {
    const octets = (to - from) * OCTETS_A_SECOND;
    const count = to * OCTETS_A_SECOND;
    return aReading({
      ...{ portId, slot: start + slot, takenAt: (start + to) * 1_000, dtMs: (to - from) * 1_000 },
      ...{ inOctets: octets, outOctets: octets, inCount: count, outCount: count },
      ...{ fromTicks: from * TICKS_A_SECOND, toTicks: to * TICKS_A_SECOND },
    });
  }

  const asNoted = ({ slot, takenAt, dtMs, status, inOctets, inCount }: Reading): JournalReading => ({
    ...{ portId, slot, takenAt, dtMs, status, inOctets },
    count: inCount === null ? null : BigInt(inCount),
  });

  /** What is said of readings that collectors noted, after some of them were stored. */
  async function verdict(delivered: readonly Reading[], noted: readonly Reading[]): Promise<Verdict> {
    const { ingest } = await startTelemetry(store.database, clock);
    for (const reading of delivered) await ingest.take('collector', aBatch([reading]));
    const journal = noted.map(asNoted);
    return check(store.database, { committed: journal, intended: journal });
  }
  const wrongIn = ({ findings }: Verdict): string[] => findings.flatMap(({ wrong }) => wrong);

  it('finds the rest of the last slot where two collectors shared it', async () => {
    const readings = [counted(0, 10), counted(10, 20), counted(10, 23, 20)];
    const said = await verdict(readings, readings);

    expect([said.missing, said.twice, wrongIn(said)]).toEqual([0, 0, []]);
  });

  it('misses a reading that is not stored, and octets of one', async () => {
    const [first, second, third] = [counted(0, 10), counted(10, 20), counted(20, 30)];
    const said = await verdict(
      [first, counted(14, 20), third],
      [first, second, counted(14, 20), third, counted(30, 40)],
    );

    // The first seconds of the second, all of the last, and the last itself.
    expect([said.missing, wrongIn(said).length]).toEqual([3, 3]);
  });
});
