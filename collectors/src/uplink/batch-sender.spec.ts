import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { ApiEdge } from '../testing/api-edge.js';
import { eventually } from '../testing/eventually.js';
import { aReading } from '../testing/reading.builder.js';
import { HeldClock } from '../testing/held-clock.js';
import { ApiClient, type Delivery } from './api-client.js';
import { type BatchQueue, type BatchReceiver, BatchSender } from './batch-sender.js';
import { retryDelayMs } from './retry-delay.js';
import { Spool, type SpooledBatch } from './spool.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

/** Attempts follow each other so quickly that a spec need not wait. */
const SHORT_PAUSE_MS = 5;

describe('the sender', () => {
  let folder: string;
  let api: ApiEdge;
  let spool: Spool;
  let sender: BatchSender;
  let running: Promise<void>;
  let told: string[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-sender-'));
    api = new ApiEdge();
    await api.open();
    spool = Spool.open(join(folder, 'spool.sqlite'), { maxOctets: 1e9, maxAgeMs: 1e9 });
    told = [];
    sender = new BatchSender(spool, new ApiClient(api.url, 'token-1'), SYSTEM_CLOCK, SHORT_PAUSE_MS, {
      onStored: (seq, { duplicate }) => told.push(`stored ${seq}${duplicate ? ' again' : ''}`),
      onRefused: (seq, status, answer) => told.push(`refused ${seq} ${status} ${answer}`),
      onTrouble: (trouble) => told.push(trouble.kind === 'shut' ? `shut ${trouble.status}` : 'trouble'),
      onRecovered: () => told.push('recovered'),
    });
    running = sender.run();
  });

  afterEach(async () => {
    sender.stop();
    await running;
    spool.close();
    await api.close();
    rmSync(folder, { recursive: true });
  });

  function commit(...slots: readonly number[]): void {
    for (const slot of slots) spool.append([ReadingSheet.of([aReading({ slot, inOctets: slot })])], [], 0);
    sender.wake();
  }

  async function untilEmpty(): Promise<void> {
    await eventually('the end of the spool', () => (spool.head() === null ? true : undefined));
  }

  const slots = (): unknown[] => api.batches.flatMap(({ readings }) => readings.slot);

  it('delivers what is committed, oldest first, with its token', async () => {
    commit(1, 2, 3);
    await untilEmpty();

    expect(slots()).toEqual([1, 2, 3]);
    expect(new Set(api.tokens)).toEqual(new Set(['Bearer token-1']));
  });

  it('delivers everything in order once an API that was down is up again', async () => {
    await api.close();
    commit(1, 2);
    await eventually('a failure', () => (told.includes('trouble') ? true : undefined));
    commit(3);
    await api.open();
    await untilEmpty();

    expect(slots()).toEqual([1, 2, 3]);
    expect(told).toEqual(['trouble', 'stored 0', 'recovered', 'stored 1', 'stored 2']);
  });

  it('sends again what was stored but not confirmed, and nothing counts twice', async () => {
    api.mood = 'loses-answers';
    commit(1, 2);
    await eventually('a second attempt', () => (api.duplicates > 0 ? true : undefined));
    api.mood = 'well';
    await untilEmpty();

    expect(slots()).toEqual([1, 2]);
    expect([...api.stored]).toEqual([
      ['1 1', 1],
      ['1 2', 2],
    ]);
    expect(told).toContain('stored 0 again');
  });

  it('puts aside a batch that the API will never take, and goes on', async () => {
    api.mood = { status: 422, text: 'this will not do' };
    commit(1);
    await untilEmpty();
    api.mood = 'well';
    commit(2);
    await untilEmpty();

    expect(told).toEqual(['refused 0 422 this will not do', 'stored 1']);
    expect(spool.refusedCount()).toBe(1);
  });

  for (const status of [401, 403, 404, 408, 429, 500, 503, 302]) {
    it(`keeps its batches while the API answers ${status}`, async () => {
      api.mood = { status, text: '' };
      commit(1, 2);
      await eventually('three attempts', () => (api.attempts >= 3 ? true : undefined));
      api.mood = 'well';
      await untilEmpty();

      expect(slots()).toEqual([1, 2]);
      expect(spool.refusedCount()).toBe(0);
    });
  }

  it('does not take any 200 for a receipt', async () => {
    api.mood = { status: 200, text: '<html>Welcome to the hotel</html>' };
    commit(1);
    await eventually('two attempts', () => (api.attempts >= 2 ? true : undefined));

    expect(spool.head()?.seq).toBe(0);
  });
});

/** A receiver that takes its time, and remembers in which order it was sent what. */
class SlowReceiver implements BatchReceiver {
  readonly sent: string[] = [];
  private finish: ((delivery: Delivery) => void) | null = null;

  deliver(body: string): Promise<Delivery> {
    this.sent.push(body);
    return new Promise((resolve) => (this.finish = resolve));
  }

  answer(delivery: Delivery = STORED): void {
    const { finish } = this;
    this.finish = null;
    finish?.(delivery);
  }
}

const STORED: Delivery = { kind: 'stored', receipt: { duplicate: false, stored: 1, known: 0, setAside: [] } };

/** Batches in memory: `made` maps a number to when it was made. */
class MemoryQueue implements BatchQueue {
  readonly waiting = new Map<number, number>();
  isFull = false;

  head(): SpooledBatch | null {
    return this.batch(Math.min(...this.waiting.keys()));
  }

  newest(from: number): SpooledBatch | null {
    const batch = this.batch(Math.max(...this.waiting.keys()));
    return batch !== null && batch.madeAt >= from ? batch : null;
  }

  confirm(seq: number): void {
    if (this.isFull) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
    this.waiting.delete(seq);
  }

  refuse(seq: number): number {
    this.confirm(seq);
    return 1;
  }

  private batch(seq: number): SpooledBatch | null {
    const madeAt = this.waiting.get(seq);
    return madeAt === undefined ? null : { seq, madeAt, body: String(seq) };
  }
}

describe('the two lanes of the sender', () => {
  const MINUTE = 60_000;
  let clock: HeldClock;
  let queue: MemoryQueue;
  let receiver: SlowReceiver;
  let sender: BatchSender;
  let running: Promise<void>;
  let troubles: string[];

  beforeEach(() => {
    clock = new HeldClock();
    queue = new MemoryQueue();
    receiver = new SlowReceiver();
    troubles = [];
    sender = new BatchSender(queue, receiver, clock, 30_000, {
      onStored: () => undefined,
      onRefused: () => undefined,
      onTrouble: ({ kind }) => troubles.push(kind),
      onRecovered: (failures) => troubles.push(`recovered after ${failures}`),
    });
  });

  afterEach(async () => {
    sender.stop();
    receiver.answer();
    await running;
  });

  function make(seq: number, agoMs: number): void {
    queue.waiting.set(seq, clock.now() - agoMs);
  }

  /** Lets the receiver take so long for the batch it has. */
  async function takes(ms: number, delivery = STORED): Promise<void> {
    await clock.pass(ms);
    receiver.answer(delivery);
    await clock.pass(0);
  }

  it('send the newest first while it is news, and what is older from its oldest on', async () => {
    make(1, 60 * MINUTE);
    make(2, 50 * MINUTE);
    make(3, MINUTE / 2);
    make(4, 1_000);
    running = sender.run();
    for (let batch = 0; batch < 4; batch += 1) {
      await takes(10);
      await clock.pass(10);
    }

    expect(receiver.sent).toEqual(['4', '3', '1', '2']);
    expect(queue.waiting.size).toBe(0);
  });

  it('give the backlog at most half of the time, and what is new its turn at once', async () => {
    for (let seq = 1; seq <= 5; seq += 1) make(seq, 60 * MINUTE);
    running = sender.run();
    await takes(400);
    expect(receiver.sent).toEqual(['1']);
    await clock.pass(390);
    expect(receiver.sent).toEqual(['1']);
    await clock.pass(10);
    expect(receiver.sent).toEqual(['1', '2']);
    await takes(400);
    make(6, 0);
    sender.wake();
    await clock.pass(0);

    expect(receiver.sent).toEqual(['1', '2', '6']);
    await takes(100);
    await clock.pass(299);
    expect(receiver.sent.length).toBe(3);
    await clock.pass(1);
    expect(receiver.sent).toEqual(['1', '2', '6', '3']);
  });

  it('wait for as long as an API under pressure asks for, and not longer than the longest pause', async () => {
    make(1, 0);
    running = sender.run();
    await takes(0, { kind: 'later', reason: '503', notBeforeMs: 20_000 });
    await clock.pass(19_999);
    expect(receiver.sent.length).toBe(1);
    await clock.pass(1_000);
    expect(receiver.sent.length).toBe(2);
    await takes(0, { kind: 'later', reason: '503', notBeforeMs: 3_600_000 });
    await clock.pass(30_000);

    expect(receiver.sent.length).toBe(3);
  });

  it('outlive a spool that cannot be written: the batch is sent again until it can be forgotten', async () => {
    make(1, 0);
    queue.isFull = true;
    running = sender.run();
    await takes(0);
    await clock.pass(30_000);
    await takes(0);
    expect(receiver.sent).toEqual(['1', '1']);
    queue.isFull = false;
    await clock.pass(30_000);
    await takes(0);

    expect(queue.waiting.size).toBe(0);
    expect(troubles).toEqual(['kept', 'recovered after 2']);
  });
});

describe('the pause between attempts', () => {
  it('lies anywhere below a bound that doubles up to the longest pause', () => {
    const bounds: number[] = [];
    for (let failures = 1; failures <= 9; failures += 1) {
      retryDelayMs(failures, 30_000, (below) => {
        bounds.push(below - 1);
        return 0;
      });
    }

    expect(bounds).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });
});
