import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { storePiece } from '../../testing/test-outage.builder.js';
import { addShortBreaks, shortBreaks } from './short-break-rows.js';
import { StateRetention } from './state-retention.js';

const DAY_MS = 86_400_000;
const KEPT = { RETAIN_STATE_DAYS: 500, RETAIN_SHOWN_DAYS: 100 };

describe('what is kept of states', () => {
  let test: TestDatabase;
  let clock: ManualClock;
  let line: StoredLine;
  let now: number;

  beforeEach(async () => {
    test = await openTestDatabase();
    clock = new ManualClock();
    now = clock.now();
    line = await aStoredLine(test.database);
  });

  afterEach(() => test.close());

  const forget = (): Promise<void> => new StateRetention(test.database, clock, KEPT).run(new AbortController().signal);

  it('is the history that ended within its days, and what holds still, however long', async () => {
    await test.database.transaction(async (tx) => {
      await storePiece(tx, line, ['running', now - 900 * DAY_MS, now - 501 * DAY_MS, '', 'POLL']);
      await storePiece(tx, line, ['failed', now - 501 * DAY_MS, now - 499 * DAY_MS, 'A', 'POLL']);
      await storePiece(tx, line, ['running', now - 499 * DAY_MS, null, '', 'POLL']);
      const around = { earlierAt: 0, laterAt: 1 };
      await addShortBreaks(tx, [
        { portId: line.portA, at: now - 501 * DAY_MS, ...around },
        { portId: line.portA, at: now - 499 * DAY_MS, ...around },
      ]);
    });

    await forget();

    const rows = await test.database.read<{ status: string }>(
      'SELECT status FROM state_interval WHERE object_id = ? ORDER BY from_at',
      [line.circuitId],
    );
    expect(rows.map(({ status }) => status)).toEqual(['failed', 'running']);
    expect((await shortBreaks(test.database, [line.portA], 0, now)).map(({ at }) => at)).toEqual([now - 499 * DAY_MS]);
  });

  it('is what was shown within its days, with the last state before them', async () => {
    const shown = [300, 200, 101, 50].map((days) => now - days * DAY_MS);
    const other = randomUUID();
    await test.database.transaction(async (tx) => {
      const columns = ['circuit_id', 'shown_at', 'customer_id', 'status', 'since'];
      const rows = shown.map((at) => [line.circuitId, at, line.customerId, 'running', at]);
      const alone = [other, now - 400 * DAY_MS, line.customerId, 'running', null];
      await tx.insertMany('shown_state', columns, ['circuit_id', 'shown_at'], [...rows, alone]);
    });

    await forget();

    const left = await test.database.read<{ id: string; at: number | string }>(
      'SELECT circuit_id AS id, shown_at AS at FROM shown_state ORDER BY shown_at',
    );
    expect(left.filter(({ id }) => id === line.circuitId).map(({ at }) => Number(at))).toEqual(shown.slice(2));
    expect(left.filter(({ id }) => id === other).length).toBe(1);
  });

  it('is removed in steps until nothing is left that is too old', async () => {
    await test.database.transaction(async (tx) => {
      const rows = Array.from({ length: 700 }, (_, index) => ({
        portId: line.portA,
        at: now - 600 * DAY_MS + index,
        ...{ earlierAt: 0, laterAt: 1 },
      }));
      await addShortBreaks(tx, rows);
    });
    await forget();
    expect(await shortBreaks(test.database, [line.portA], 0, now)).toEqual([]);
  });
});
