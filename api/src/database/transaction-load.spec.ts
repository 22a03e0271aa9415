import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';

describe('the load of the database', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  it('tells of those that wait and of those that run, and goes back to nothing', async () => {
    const { load } = test.database;
    const seen: { waited: number; ran: number }[] = [];
    load.onEnd = (waited, ran) => seen.push({ waited, ran });
    let go: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (go = resolve));
    let isIn: () => void = () => undefined;
    const inside = new Promise<void>((resolve) => (isIn = resolve));
    const first = test.database.transaction(async () => {
      isIn();
      await held;
    });
    await inside;
    expect([load.waiting, load.running]).toEqual([0, 1]);
    const second = test.database.transaction(() => Promise.reject(new Error('changed its mind')));
    expect([load.waiting, load.running]).toEqual([1, 1]);
    go();
    await first;
    await expectAsync(second).toBeRejectedWithError('changed its mind');

    expect([load.waiting, load.running, seen.length]).toEqual([0, 0, 2]);
    for (const { waited, ran } of seen) expect(Math.min(waited, ran)).toBeGreaterThanOrEqual(0);
  });

  it('does not count as running what never began', async () => {
    const { load } = test.database;
    const never = load.follow(() => Promise.reject(new Error('no connection')));
    expect(load.waiting).toBe(1);
    await expectAsync(never).toBeRejected();

    expect([load.waiting, load.running]).toEqual([0, 0]);
  });
});
