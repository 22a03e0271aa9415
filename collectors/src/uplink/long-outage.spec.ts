import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Batch } from '@linewatch/shared';
import { HeldClock } from '../testing/held-clock.js';
import { aReading } from '../testing/reading.builder.js';
import type { Delivery } from './api-client.js';
import { type BatchReceiver, BatchSender } from './batch-sender.js';
import { readingsOf } from './batch-body.js';
import { Batcher } from './batcher.js';
import { Spool } from './spool.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const MINUTE = 60_000;
const DEVICE_ID = '0190a1b2-0000-7000-8000-000000000001';
const ROUNDS_A_DAY = 1_440;
const PORTS = 120;
/** The polls of a minute come in so many parts. */
const PARTS = 2;
/** How long the API takes for a batch. */
const TAKES_MS = 200;
const MEGABYTE = 1_048_576;
/** What the process may grow by while a day is spooled: no more than batches in the making. */
const MOST_GROWN_MB = 120;
/** What a reading may take of the disk, everything counted. */
const MOST_OCTETS_A_READING = 500;
const DRAINED_TIMES_REAL_TIME = 20;
const LONGEST_MS = 180_000;

const STORED: Delivery = { kind: 'stored', receipt: { duplicate: false, stored: 1, known: 0, setAside: [] } };

/** An API that is away, and then takes its time for each batch. */
class ApiAfterOutage implements BatchReceiver {
  isAway = true;
  attempts = 0;
  readonly taken = new Map<string, number>();
  /** By how much each batch was late that was made after the outage, ms. */
  readonly late: number[] = [];
  private endedAt = Infinity;

  constructor(private readonly clock: HeldClock) {}

  end(): void {
    this.isAway = false;
    this.endedAt = this.clock.now();
  }

  async deliver(body: string): Promise<Delivery> {
    this.attempts += 1;
    if (this.isAway) return { kind: 'later', reason: 'ECONNREFUSED' };
    await new Promise<void>((done) => this.clock.after(TAKES_MS, done));
    const readings = readingsOf(JSON.parse(body) as Batch);
    for (const { portId, slot } of readings) {
      const key = `${String(portId)} ${String(slot)}`;
      this.taken.set(key, (this.taken.get(key) ?? 0) + 1);
    }
    const madeAt = readings[0]?.takenAt ?? 0;
    if (madeAt > this.endedAt) this.late.push(this.clock.now() - madeAt);
    return STORED;
  }
}

describe('a day without the API', () => {
  let folder: string;
  let spool: Spool;
  let clock: HeldClock;
  let api: ApiAfterOutage;
  let sender: BatchSender;
  let batcher: Batcher;
  let running: Promise<void>;
  let dropped: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-outage-'));
    spool = Spool.open(join(folder, 'spool.sqlite'), { maxOctets: 1e9, maxAgeMs: 7 * ROUNDS_A_DAY * MINUTE });
    clock = new HeldClock();
    api = new ApiAfterOutage(clock);
    dropped = 0;
    const nothing = (): void => undefined;
    const told = { onStored: nothing, onRefused: nothing, onTrouble: nothing, onRecovered: nothing };
    sender = new BatchSender(spool, api, clock, 30_000, told);
    batcher = new Batcher(spool, clock, {
      onCommitted: () => {
        sender.wake();
      },
      onDropped: ({ readings }) => (dropped += readings),
      onFailed: (error) => {
        throw error;
      },
    });
    running = sender.run();
  });

  afterEach(async () => {
    sender.stop();
    await clock.pass(MINUTE);
    await running;
    spool.close();
    rmSync(folder, { recursive: true });
  });

  /** The polls of one minute, in parts, while time passes. */
  async function pollForAMinute(): Promise<void> {
    for (let part = 0; part < PARTS; part += 1) {
      const takenAt = clock.now();
      const slot = Math.floor(takenAt / MINUTE) * 60;
      const own = Array.from({ length: PORTS / PARTS }, (_, at) =>
        aReading({ portId: part * (PORTS / PARTS) + at, slot, takenAt }),
      );
      batcher.add(
        { deviceId: DEVICE_ID, at: takenAt, fault: null, failures: 0, overruns: 0, sysUpTime: 1 },
        ReadingSheet.of(own),
      );
      await clock.pass(MINUTE / PARTS);
    }
  }

  function onDisk(): number {
    return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  }

  it(
    'loses nothing, takes no memory, and is made up for in an hour without keeping the present waiting',
    async () => {
      const before = process.memoryUsage().rss;
      let most = before;
      for (let round = 0; round < ROUNDS_A_DAY; round += 1) {
        await pollForAMinute();
        most = Math.max(most, process.memoryUsage().rss);
      }
      const waiting = spool.backlog();
      expect(waiting.batches).toBe(ROUNDS_A_DAY * PARTS);
      expect(onDisk()).toBeLessThan(ROUNDS_A_DAY * PORTS * MOST_OCTETS_A_READING);
      expect((most - before) / MEGABYTE).toBeLessThan(MOST_GROWN_MB);
      // It knocked seldom: no more often than its pauses let it.
      expect(api.attempts).toBeLessThan((ROUNDS_A_DAY * MINUTE) / 10_000);

      api.end();
      let minutes = 0;
      while (spool.backlog().batches > 1) {
        await pollForAMinute();
        minutes += 1;
        expect(minutes).toBeLessThanOrEqual(ROUNDS_A_DAY / DRAINED_TIMES_REAL_TIME);
        if (minutes > ROUNDS_A_DAY) break;
      }
      await clock.pass(MINUTE / 2);

      expect(spool.backlog().batches).toBe(0);
      expect(dropped).toBe(0);
      expect(api.taken.size).toBe((ROUNDS_A_DAY + minutes) * PORTS);
      expect([...api.taken.values()].every((times) => times === 1)).toBeTrue();
      // The first may wait for a knock; after that nothing waits longer than for the one batch that is under way.
      expect(api.late.length).toBeGreaterThanOrEqual(minutes * PARTS - PARTS);
      expect(Math.max(...api.late.slice(PARTS))).toBeLessThanOrEqual(500 + 2 * TAKES_MS);
    },
    LONGEST_MS,
  );
});
