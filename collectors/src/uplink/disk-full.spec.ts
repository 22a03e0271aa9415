import { join } from 'node:path';
import { columnBatch } from '../testing/column-batch.js';
import { HeldClock } from '../testing/held-clock.js';
import { aDevicePoll, aReading } from '../testing/reading.builder.js';
import { SmallDisk } from '../testing/small-disk.js';
import { Batcher } from './batcher.js';
import { type Dropped, Spool } from './spool.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const MEGABYTE = 1_048_576;
const DISK_MB = 24;
const LIMITS = { maxOctets: 1_000 * MEGABYTE, maxAgeMs: 1e12, leftFreeOctets: 8 * MEGABYTE };
const PORTS = 500;
/** What a batcher holds while the disk refuses (batcher.ts), in rounds of all ports. */
const ROUNDS_HELD = 100;

describe('a spool on a disk that is full', () => {
  let disk: SmallDisk | null;
  let clock: HeldClock;
  let spool: Spool;
  let batcher: Batcher;
  let failures: number;
  let dropped: Dropped[];
  let round: number;

  beforeEach(() => {
    disk = SmallDisk.mount(DISK_MB);
    if (disk === null) return;
    clock = new HeldClock();
    failures = 0;
    dropped = [];
    round = 0;
    spool = Spool.open(join(disk.folder, 'spool.sqlite'), LIMITS);
    open();
  });

  afterEach(() => {
    if (disk === null) return;
    spool.close();
    disk.unmount();
  });

  function open(): void {
    batcher = new Batcher(spool, clock, {
      onCommitted: () => undefined,
      onDropped: (what) => dropped.push(what),
      onFailed: () => (failures += 1),
    });
  }

  function needsDisk(): SmallDisk {
    if (disk !== null) return disk;
    pending('needs the right to mount a small disk');
    throw new Error('pending ends a spec');
  }

  /** All ports are read once. */
  async function poll(): Promise<void> {
    round += 1;
    const readings = Array.from({ length: PORTS }, (_, portId) => aReading({ portId, slot: round }));
    batcher.add(aDevicePoll(), ReadingSheet.of(readings));
    await clock.pass(1_000);
  }

  async function pollUntilItFails(): Promise<void> {
    while (failures === 0) await poll();
  }

  /** Takes everything out. @returns the rounds of which all ports were there, each once */
  async function drainedRounds(): Promise<number[]> {
    const seen = new Map<number, number>();
    for (let head = spool.head(); head !== null; head = spool.head()) {
      for (const slot of columnBatch(head.body).readings.slot as number[]) seen.set(slot, (seen.get(slot) ?? 0) + 1);
      spool.confirm(head.seq);
      await clock.pass(1_000);
    }
    return [...seen].filter(([, count]) => count === PORTS).map(([slot]) => slot);
  }

  const upTo = (last: number): number[] => Array.from({ length: last }, (_, at) => at + 1);

  it('waits in memory, and loses nothing once delivered batches make room', async () => {
    needsDisk();
    await pollUntilItFails();
    for (let more = 0; more < 10; more += 1) await poll();
    const rounds = await drainedRounds();

    expect(rounds).toEqual(upTo(round));
    expect(dropped).toEqual([]);
    expect(round).toBeGreaterThan(20);
  });

  it('drops the oldest of what waits in memory past its bound, and counts it', async () => {
    needsDisk();
    await pollUntilItFails();
    const committed = round - 1;
    for (let more = 0; more < ROUNDS_HELD + 20; more += 1) await poll();
    const lost = dropped.reduce((sum, { readings }) => sum + readings, 0);
    const rounds = await drainedRounds();

    expect(lost).toBeGreaterThan(0);
    expect(lost % PORTS).toBe(0);
    expect(dropped.every(({ ports, batches }) => ports === PORTS && batches === 0)).toBeTrue();
    expect(rounds.length).toBe(round - lost / PORTS);
    expect(rounds.slice(0, committed)).toEqual(upTo(committed));
    expect(rounds.at(-1)).toBe(round);
  });

  it('goes on by itself when somebody else filled the disk and makes room again', async () => {
    const shared = needsDisk();
    for (let polls = 0; polls < 5; polls += 1) await poll();
    const makeRoom = shared.fill();
    for (let polls = 0; polls < 5; polls += 1) await poll();
    expect(failures).toBeGreaterThan(0);
    expect(spool.head()?.seq).toBe(0);

    makeRoom();
    await poll();
    expect(await drainedRounds()).toEqual(upTo(11));
    expect(dropped).toEqual([]);
  });

  it('can be opened on a full disk, with all that was committed', async () => {
    const full = needsDisk();
    for (let polls = 0; polls < 5; polls += 1) await poll();
    const { epoch } = spool;
    spool.close();
    const makeRoom = full.fill();
    spool = Spool.open(join(full.folder, 'spool.sqlite'), LIMITS);
    open();
    await poll();
    expect([failures > 0, spool.epoch, spool.backlog().batches]).toEqual([true, epoch, 5]);

    makeRoom();
    await clock.pass(1_000);
    expect(await drainedRounds()).toEqual(upTo(6));
  });
});
