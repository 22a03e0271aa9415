import { randomUUID } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { appendToOutbox } from './outbox.js';
import { OutboxRepository } from './outbox.repository.js';

const [acme, rival] = [randomUUID(), randomUUID()];

describe('the outbox', () => {
  let test: TestDatabase;
  let outbox: OutboxRepository;

  beforeEach(async () => {
    test = await openTestDatabase();
    outbox = new OutboxRepository(test.database);
  });

  afterEach(() => test.close());

  const append = (feed: string, body: string, at: number): Promise<void> =>
    test.database.transaction((tx) =>
      appendToOutbox(tx, [{ feed, topic: 'circuits.changed', items: [{ siteIds: [], body }] }], at),
    );

  it('numbers the changes of each feed without a hole, however many write at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, n) => append(n % 2 === 0 ? acme : rival, String(n), n)));

    const entries = await outbox.after(
      new Map([
        [acme, 0],
        [rival, 7],
      ]),
    );

    const numbers = (feed: string): number[] => entries.filter((entry) => entry.feed === feed).map(({ seq }) => seq);
    expect(numbers(acme)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(numbers(rival)).toEqual([8, 9, 10]);
    expect(await outbox.heads()).toEqual(
      new Map([
        [acme, 10],
        [rival, 10],
      ]),
    );
  });

  it('keeps nothing of a transaction that failed, not even its number', async () => {
    await append(acme, 'kept', 1);
    const failing = test.database.transaction(async (tx) => {
      await appendToOutbox(tx, [{ feed: acme, topic: 'circuits.changed', items: [] }], 2);
      throw new Error('stop');
    });
    await expectAsync(failing).toBeRejected();
    await append(acme, 'next', 3);

    const entries = await outbox.after(new Map([[acme, 0]]));
    expect(entries.map(({ seq, items }) => [seq, items])).toEqual([
      [1, [{ siteIds: [], body: 'kept' }]],
      [2, [{ siteIds: [], body: 'next' }]],
    ]);
  });

  it('forgets what is older than asked for, and no number', async () => {
    for (const at of [1, 2, 3]) await append(acme, String(at), at);

    expect(await outbox.removeOlderThan(3)).toBe(2);
    expect(await outbox.removeOlderThan(3)).toBe(0);
    expect((await outbox.after(new Map([[acme, 0]]))).map(({ seq }) => seq)).toEqual([3]);
    expect(await outbox.heads()).toEqual(new Map([[acme, 3]]));
  });
});
