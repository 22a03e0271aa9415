import { StateIntervalRepository } from '../telemetry/index.js';
import type { HistoryUpdate } from '../telemetry/state-interval.repository.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { OutageLedger } from './outage-ledger.js';

interface Stored {
  readonly id: string;
  readonly from: number;
  readonly to: number | null;
  readonly sides: string;
  readonly cause: string;
  readonly successor: string | null;
  readonly withdrawn: boolean;
}

describe('the ledger of outages', () => {
  const history = new StateIntervalRepository();
  const ledger = new OutageLedger(new ManualClock(1_000_000));
  let test: TestDatabase;
  let line: StoredLine;

  beforeAll(async () => {
    test = await openTestDatabase();
    history.onDownTime((tx, retold) => ledger.keepInStep(tx, retold));
  });

  afterAll(() => test.close());

  beforeEach(async () => {
    line = await aStoredLine(test.database);
  });

  type Told = readonly [status: string, from: number, to: number | null, sides?: string];

  /** Tells a stretch of the line's history anew, as readings do, in order or late. */
  async function tell(...told: readonly Told[]): Promise<void> {
    const pieces = told.map(([status, from, to, sides = '']) => ({ status, from, to, sides, evidence: 'POLL' }));
    const window = { from: pieces[0]?.from ?? 0, to: pieces.at(-1)?.to ?? null, pieces };
    const update: HistoryUpdate = { objectId: line.circuitId, customerId: line.customerId, windows: [window] };
    await test.database.transaction((tx) => history.update(tx, 'circuit', [update]));
  }

  async function all(): Promise<Stored[]> {
    const rows = await test.database.read<Record<string, string | number | null>>(
      `SELECT id, from_at AS fromAt, to_at AS toAt, sides, cause, successor_id AS successor, withdrawn_at AS withdrawnAt
       FROM outage WHERE circuit_id = ? ORDER BY from_at, id`,
      [line.circuitId],
    );
    return rows.map((row) => ({
      id: String(row['id']),
      from: Number(row['fromAt']),
      to: row['toAt'] === null ? null : Number(row['toAt']),
      sides: String(row['sides']),
      cause: String(row['cause']),
      successor: row['successor'] === null ? null : String(row['successor']),
      withdrawn: row['withdrawnAt'] !== null,
    }));
  }
  const valid = async (): Promise<Stored[]> => (await all()).filter(({ withdrawn }) => !withdrawn);
  const times = async (): Promise<(number | null)[][]> => (await valid()).map(({ from, to }) => [from, to]);

  async function judge(id: string, cause: string): Promise<void> {
    await test.database.transaction(async (tx) => {
      const columns = ['id', 'outage_id', 'revision', 'at', 'cause', 'comment'];
      await tx.insertMany('outage_judgement', columns, ['id'], [[`j-${id.slice(2)}`, id, 1, 5, cause, 'seen']]);
      await tx.execute('UPDATE outage SET judgement_id = ?, cause = ?, revision = 1 WHERE id = ?', [
        `j-${id.slice(2)}`,
        cause,
        id,
      ]);
    });
  }

  it('opens an outage when a line goes down and closes it when it is back, under one name', async () => {
    await tell(['running', 0, null]);
    expect(await valid()).toEqual([]);
    await tell(['failed', 100, null, 'Z']);
    const [open] = await valid();
    expect([open?.from, open?.to, open?.sides, open?.cause]).toEqual([100, null, 'Z', 'UNKNOWN']);
    await tell(['running', 250, null]);
    expect(await valid()).toEqual([jasmine.objectContaining({ id: open?.id, from: 100, to: 250 })]);
  });

  it('is one outage however often the broken end changes meanwhile', async () => {
    await tell(
      ['failed', 100, 200, 'A'],
      ['failed', 200, 300, 'A,Z'],
      ['failed', 300, 400, 'Z'],
      ['running', 400, null],
    );
    expect(await valid()).toEqual([jasmine.objectContaining({ from: 100, to: 400, sides: 'A,Z' })]);
  });

  it('keeps every break of a line that flaps', async () => {
    for (let at = 0; at < 500; at += 50) await tell(['failed', at, at + 20, 'A'], ['running', at + 20, null]);
    expect(await times()).toEqual(Array.from({ length: 10 }, (_, n) => [n * 50, n * 50 + 20]));
  });

  it('makes no outage of silence, and ends one where silence begins', async () => {
    await tell(['running', 0, 100], ['unknown', 100, 200], ['failed', 200, 300, 'Z'], ['unknown', 300, null]);
    expect(await times()).toEqual([[200, 300]]);
  });

  it('repairs an outage by late readings and keeps its name and its judgement', async () => {
    await tell(['running', 0, 100], ['failed', 100, 200, 'Z'], ['running', 200, null]);
    const [outage] = await valid();
    await judge(outage?.id ?? '', 'CUSTOMER');
    await tell(['failed', 60, 100, 'Z']);
    await tell(['running', 180, 200]);
    expect(await valid()).toEqual([jasmine.objectContaining({ id: outage?.id, from: 60, to: 180, cause: 'CUSTOMER' })]);
  });

  it('splits an outage in which late readings show that the line was up, and the part keeps the judgement', async () => {
    await tell(['running', 0, 100], ['failed', 100, 200, 'Z'], ['running', 200, null]);
    const [outage] = await valid();
    await judge(outage?.id ?? '', 'OPERATOR');
    await tell(['running', 140, 150]);
    expect(await valid()).toEqual([
      jasmine.objectContaining({ id: outage?.id, from: 100, to: 140, cause: 'OPERATOR' }),
      jasmine.objectContaining({ from: 150, to: 200, cause: 'OPERATOR' }),
    ]);
  });

  it('joins two outages when nothing was up between them; the one that was judged goes on', async () => {
    await tell(['failed', 100, 120, 'Z'], ['running', 120, 130], ['failed', 130, 160, 'Z'], ['running', 160, null]);
    const [first, second] = await valid();
    await judge(second?.id ?? '', 'THIRD_PARTY');
    await tell(['failed', 120, 130, 'Z']);
    const found = new Map((await all()).map((outage) => [outage.id, outage]));
    expect(found.get(first?.id ?? '')).toEqual(jasmine.objectContaining({ withdrawn: true, successor: second?.id }));
    expect(found.get(second?.id ?? '')).toEqual(jasmine.objectContaining({ from: 100, to: 160, withdrawn: false }));
    expect(found.size).toBe(2);
  });

  it('withdraws an outage that never was, and leaves its row for those who point at it', async () => {
    await tell(['running', 0, 100], ['failed', 100, 200, 'Z'], ['running', 200, null]);
    await tell(['running', 100, 200]);
    expect(await valid()).toEqual([]);
    expect((await all()).map(({ withdrawn, successor }) => [withdrawn, successor])).toEqual([[true, null]]);
  });

  it('changes nothing when it is told the same twice', async () => {
    await tell(['running', 0, 100], ['failed', 100, 200, 'Z'], ['running', 200, null]);
    const before = await all();
    const retold = { circuitId: line.circuitId, customerId: line.customerId, from: 0 };
    await test.database.transaction((tx) => ledger.keepInStep(tx, [retold]));
    await tell(['failed', 100, 200, 'Z']);
    expect(await all()).toEqual(before);
  });

  it('says to the pages of the customer which outage changed', async () => {
    await tell(['running', 0, 100], ['failed', 100, null, 'Z']);
    const [outage] = await valid();
    const rows = await test.database.read<{ topic: string; body: string }>(
      'SELECT topic, body FROM outbox WHERE feed = ?',
      [line.customerId],
    );
    expect(rows.map(({ topic, body }) => [topic, JSON.parse(body) as unknown])).toEqual([
      [
        'records.changed',
        [
          {
            siteIds: jasmine.arrayWithExactContents([line.siteA, line.siteZ]),
            body: { kind: 'outage', id: outage?.id },
          },
        ],
      ],
    ]);
  });
});
