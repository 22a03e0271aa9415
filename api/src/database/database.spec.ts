import { openTestDatabase, type TestDatabase } from '../testing/test-database.js';
import { Database, type Transaction } from './database.js';
import { explainRefusal } from './explain-refusal.js';

const COLUMNS = ['name', 'value'];

describe('Database', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    test = await openTestDatabase();
  });

  afterEach(() => test.close());

  const valueOf = async (name: string): Promise<string | undefined> =>
    (await test.database.read<{ value: string }>('SELECT value FROM setting WHERE name = ?', [name]))[0]?.value;

  it('keeps nothing of a transaction that failed, and goes on with the next', async () => {
    const failing = test.database.transaction(async (tx) => {
      await tx.insertMany('setting', COLUMNS, ['name'], [['a', '1']]);
      throw new Error('stop');
    });
    const next = test.database.transaction((tx) => tx.insertMany('setting', COLUMNS, ['name'], [['b', '1']]));

    await expectAsync(failing).toBeRejectedWithError('stop');
    await next;
    expect([await valueOf('a'), await valueOf('b')]).toEqual([undefined, '1']);
  });

  it('shows a reader nothing that is not committed', async () => {
    let seen: string | undefined = 'not asked';
    await test.database.transaction(async (tx) => {
      await tx.insertMany('setting', COLUMNS, ['name'], [['a', '1']]);
      seen = await valueOf('a');
    });

    expect(seen).toBeUndefined();
    expect(await valueOf('a')).toBe('1');
  });

  it('loses no update of many at once', async () => {
    await test.database.transaction((tx) => tx.insertMany('job', ['name', 'due_at', 'fence'], ['name'], [['j', 0, 0]]));

    await Promise.all(
      Array.from({ length: 40 }, () =>
        test.database.transaction(async (tx) => {
          await tx.execute('UPDATE job SET fence = fence + 1 WHERE name = ?', ['j']);
        }),
      ),
    );

    const [row] = await test.database.read<{ fence: number | string }>('SELECT fence FROM job');
    expect(Number(row?.fence)).toBe(40);
  });

  it('waits for the disk with every commit but those that may be lost, whether they succeed or not', async () => {
    const { database } = test;
    const waits: unknown[] = [];
    const write =
      (name: string): ((tx: Transaction) => Promise<void>) =>
      async (tx) => {
        await tx.insertMany('setting', COLUMNS, ['name'], [[name, '1']]);
        if (database.dialect === 'sqlite') waits.push(...(await tx.query('PRAGMA synchronous')));
        if (name === 'fails') throw new Error('stop');
      };

    await database.transaction(write('a'), { mayBeLost: true });
    await database.transaction(write('b'));
    await expectAsync(database.transaction(write('fails'), { mayBeLost: true })).toBeRejectedWithError('stop');
    await database.transaction(write('c'));

    expect([await valueOf('a'), await valueOf('b'), await valueOf('fails'), await valueOf('c')]).toEqual([
      ...['1', '1', undefined, '1'],
    ]);
    const [normal, full] = [{ synchronous: 1 }, { synchronous: 2 }];
    expect(waits).toEqual(database.dialect === 'sqlite' ? [normal, full, normal, full] : []);
  });

  it('runs a transaction again that the server took back so that another can go on', async () => {
    const { database } = test;
    await database.transaction((tx) =>
      tx.insertMany(
        'job',
        ['name', 'due_at', 'fence'],
        ['name'],
        ['a', 'b'].map((name) => [name, 0, 0]),
      ),
    );
    let arrived = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (open = resolve));
    let lost = 0;
    database.load.onLost = () => (lost += 1);
    const told: unknown[] = [];
    database.onNews((news) => told.push(...news));
    const raise = 'UPDATE job SET fence = fence + 1 WHERE name = ?';
    const raiseBoth = (first: string, second: string): Promise<void> =>
      database.transaction(async (tx) => {
        await tx.execute(raise, [first]);
        tx.news.push({ feed: first, seq: 1, topic: 'spec', body: '[]' });
        arrived += 1;
        // SQLite has one writer, so that no two of them can meet.
        if (arrived === 2 || database.dialect === 'sqlite') open();
        await both;
        await tx.execute(raise, [second]);
      });

    await Promise.all([raiseBoth('a', 'b'), raiseBoth('b', 'a')]);

    expect([arrived, lost]).toEqual(database.dialect === 'sqlite' ? [2, 0] : [3, 1]);
    expect(told.length).toBe(2);
    const rows = await database.read<{ fence: number | string }>('SELECT fence FROM job');
    expect(rows.map(({ fence }) => Number(fence))).toEqual([2, 2]);
  });

  it('counts the rows that a statement changed', async () => {
    const changed = await test.database.transaction(async (tx) => {
      await tx.insertMany(
        'setting',
        COLUMNS,
        ['name'],
        [
          ['a', '1'],
          ['b', '1'],
          ['c', '2'],
        ],
      );
      return [
        await tx.execute("UPDATE setting SET value = 'x' WHERE value = '1'"),
        await tx.execute('DELETE FROM setting WHERE name = ?', ['nobody']),
        await tx.execute('DELETE FROM setting'),
      ];
    });

    expect(changed).toEqual([2, 0, 3]);
  });

  it('leaves room for others while one transaction follows another', async () => {
    let turns = 0;
    const counting = setInterval(() => (turns += 1), 1);
    for (let n = 0; n < 500; n += 1) await test.database.transaction(() => Promise.resolve());
    clearInterval(counting);

    expect(turns).toBeGreaterThan(0);
  });

  it('runs its migrations once, and opens again over what is there', async () => {
    await test.database.transaction((tx) => tx.insertMany('setting', COLUMNS, ['name'], [['a', '1']]));

    const again = await Database.open(test.env);
    const rows = await again.read<{ value: string }>('SELECT value FROM setting');
    await again.close();

    expect(rows).toEqual([{ value: '1' }]);
  });
});

describe('a database that does not open', () => {
  const mysql = {
    DB_KIND: 'mysql',
    DB_HOST: '127.0.0.1',
    DB_PORT: 1,
    DB_NAME: 'linewatch',
    DB_USER: 'ana',
    DB_PASSWORD: 'a secret',
    DB_TLS: 'off',
  } as const;

  it('is explained in a sentence that names the variables and no secret', async () => {
    const { env, close } = await openTestDatabase();
    const wrong = { ...env, ...mysql };

    const error: unknown = await Database.open(wrong).catch((reason: unknown) => reason);

    expect(explainRefusal(error, wrong)).toBe(
      'No database server answers at 127.0.0.1:1 (ECONNREFUSED): see DB_HOST and DB_PORT.',
    );
    expect(explainRefusal({ code: 'ER_ACCESS_DENIED_ERROR' }, wrong)).toContain('DB_PASSWORD');
    expect(explainRefusal({ code: 'ER_BAD_DB_ERROR' }, wrong)).toContain('DB_NAME');
    expect(explainRefusal(error, wrong)).not.toContain('a secret');
    await close();
  });
});
