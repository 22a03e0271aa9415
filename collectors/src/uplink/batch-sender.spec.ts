import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { ApiEdge } from '../testing/api-edge.js';
import { eventually } from '../testing/eventually.js';
import { aReading } from '../testing/reading.builder.js';
import { ApiClient } from './api-client.js';
import { BatchSender } from './batch-sender.js';
import { retryDelayMs } from './retry-delay.js';
import { Spool } from './spool.js';

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
    for (const slot of slots) spool.append([aReading({ slot, inOctets: slot })], [], 0);
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
