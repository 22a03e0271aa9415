import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { eventually } from '../../testing/eventually.js';
import { openTestDatabase, type TestDatabase } from '../../testing/test-database.js';
import { appendToOutbox, type OutboxChange, type OutboxEntry } from './outbox.js';
import { OutboxTail } from './outbox-tail.js';
import { OutboxRepository } from './outbox.repository.js';

const PATIENCE_MS = 180_000;
/** Ten times as long the next figures wait. */
const READ_MS = 20;
/** Objects are read in parts of fifty. */
const MORE_THAN_ONE_READ = 120;

/** Does not look by the clock while a spec runs: what it tells it was called for. */
class CalledTail extends OutboxTail {
  protected override readonly lookMs = 3_600_000;
}

describe('The tail of the outbox', () => {
  let test: TestDatabase;
  let tail: OutboxTail;
  let told: OutboxEntry[];
  let acme: string;

  beforeEach(async () => {
    test = await openTestDatabase();
    [acme, told] = [randomUUID(), []];
    tail = new CalledTail(new OutboxRepository(test.database));
    await follow();
  });

  afterEach(async () => {
    tail.stop();
    await test.close();
  });

  const follow = (): Promise<void> =>
    tail.start(
      (entry) => told.push(entry),
      () => true,
    );

  async function append(change: Omit<OutboxChange, 'topic'>): Promise<void> {
    await test.database.transaction((tx) => appendToOutbox(tx, [{ topic: 'circuits.changed', ...change }], Date.now()));
  }

  const change = (id: string, status = 'running'): Promise<void> =>
    append({ feed: acme, items: [{ siteIds: [], body: { id, status } }] });

  const hasTold = (count: number): Promise<void> =>
    eventually(`${String(count)} are told`, () => told.length === count, PATIENCE_MS);

  it(
    'tells a change as soon as it is committed',
    async () => {
      await change('c1');
      await hasTold(1);
      await change('c1', 'failed');
      await hasTold(2);

      expect(told.map(({ seq }) => seq)).toEqual([1, 2]);
    },
    PATIENCE_MS,
  );

  it(
    'tells what somebody waits for before figures that were committed earlier, where reading them takes long',
    async () => {
      const other = randomUUID();
      tail.describeBy(async (ids) => {
        await setTimeout(READ_MS);
        return new Map(ids.map((id) => [id, { siteIds: [], body: { id, status: `${id} is up` } }]));
      });
      const figures = (id: string): Promise<void> => append({ feed: acme, items: [{ id }], canWait: true });
      await figures('c1');
      await hasTold(1);

      await figures('c2');
      await append({ feed: other, items: [{ id: 'c3' }] });
      await hasTold(3);

      expect(told.map(({ feed }) => feed)).toEqual([acme, other, acme]);
    },
    PATIENCE_MS,
  );

  it(
    'lets figures that it is reading wait once for what somebody waits for, and tells them then',
    async () => {
      const other = randomUUID();
      const many = Array.from({ length: MORE_THAN_ONE_READ }, (_, place) => ({ id: `c${String(place)}` }));
      let reads = 0;
      tail.describeBy(async (ids) => {
        reads += 1;
        if (reads === 1) await append({ feed: other, items: [{ id: 'urgent' }] });
        return new Map(ids.map((id) => [id, { siteIds: [], body: { id, status: id } }]));
      });

      await append({ feed: acme, items: many, canWait: true });
      await hasTold(2);

      expect(told.map(({ feed, items }) => [feed, items.length])).toEqual([
        [other, 1],
        [acme, MORE_THAN_ONE_READ],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'tells what was held back as a repetition before the next news, in the order of the numbers',
    async () => {
      await change('c1');
      await hasTold(1);
      await change('c1');
      await change('c2');
      await hasTold(3);

      expect(told.map(({ seq, items }) => [seq, items.map(({ body }) => (body as { id: string }).id)])).toEqual([
        [1, ['c1']],
        [2, ['c1']],
        [3, ['c2']],
      ]);
      expect(tail.heads.get(acme)).toBe(3);
    },
    PATIENCE_MS,
  );

  it(
    'tells everything that is committed while it looks',
    async () => {
      const ids = Array.from({ length: 40 }, (_, index) => `c${String(index)}`);
      await Promise.all(ids.map((id) => change(id)));
      await hasTold(ids.length);

      expect(told.map(({ seq }) => seq)).toEqual(ids.map((_, index) => index + 1));
    },
    PATIENCE_MS,
  );

  it(
    'reads what another instance committed before what is handed over to it',
    async () => {
      await change('c1');
      await hasTold(1);
      await test.database.transaction(async (tx) => {
        await tx.execute('UPDATE feed SET seq = 2 WHERE id = ?', [acme]);
        const body = JSON.stringify([{ siteIds: [], body: { id: 'elsewhere', status: 'running' } }]);
        const row = [acme, 2, Date.now(), 'circuits.changed', body];
        await tx.insertMany('outbox', ['feed', 'seq', 'at', 'topic', 'body'], ['feed', 'seq'], [row]);
      });
      await change('c2');
      await hasTold(3);

      expect(told.map(({ seq, items }) => [seq, items.map(({ body }) => (body as { id: string }).id)])).toEqual([
        [1, ['c1']],
        [2, ['elsewhere']],
        [3, ['c2']],
      ]);
    },
    PATIENCE_MS,
  );

  it(
    'is not called when it has stopped, and is again when it follows anew',
    async () => {
      tail.stop();
      await change('missed');
      await follow();
      await change('heard');
      await hasTold(1);

      expect(told.map(({ seq }) => seq)).toEqual([2]);
    },
    PATIENCE_MS,
  );

  it('says nothing of what was rolled back', async () => {
    const failing = test.database.transaction(async (tx) => {
      await appendToOutbox(tx, [{ feed: acme, topic: 'circuits.changed', items: [] }], 0);
      throw new Error('stop');
    });
    await expectAsync(failing).toBeRejected();
    await change('c1');
    await hasTold(1);

    expect(told.map(({ seq }) => seq)).toEqual([1]);
  });
});
