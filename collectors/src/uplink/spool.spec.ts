import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { columnBatch, type ColumnBatch } from '../testing/column-batch.js';
import { aDevicePoll, aReading } from '../testing/reading.builder.js';
import { openSpool } from './open-spool.js';
import { Spool, type SpoolLimits } from './spool.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const ROOMY = { maxOctets: 1e9, maxAgeMs: 1e9 };
const WRITER = fileURLToPath(new URL('../testing/spool-writer.js', import.meta.url));

describe('the spool', () => {
  let folder: string;
  let file: string;
  let opened: Spool[];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-spool-'));
    file = join(folder, 'readings.sqlite');
    opened = [];
  });

  afterEach(() => {
    for (const spool of opened) spool.close();
    rmSync(folder, { recursive: true });
  });

  function open(limits: SpoolLimits = ROOMY): Spool {
    const spool = Spool.open(file, limits);
    opened.push(spool);
    return spool;
  }

  function close(spool: Spool): void {
    opened = opened.filter((each) => each !== spool);
    spool.close();
  }

  /** Takes everything out, oldest first. */
  function drain(spool: Spool): ColumnBatch[] {
    const batches: ColumnBatch[] = [];
    for (let head = spool.head(); head; head = spool.head()) {
      batches.push(columnBatch(head.body));
      spool.confirm(head.seq);
    }
    return batches;
  }

  it('gives batches back in the order they came, as columns', () => {
    const spool = open();
    const poll = aDevicePoll();
    spool.append([ReadingSheet.of([aReading({ slot: 1 }), aReading({ portId: 2, slot: 1 })])], [poll], 0);
    spool.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 0);
    const [first, second] = drain(spool);

    expect(first).toEqual(jasmine.objectContaining({ epoch: spool.epoch, seq: 0, devices: [poll] }));
    expect([first?.readings.portId, first?.readings.slot, second?.readings.slot]).toEqual([[1, 2], [1, 1], [2]]);
    expect(spool.backlog()).toEqual({ batches: 0, octets: 0, oldestAt: null });
  });

  it('goes on with its epoch and its numbers after a restart, and never uses a number again', () => {
    const before = open();
    before.append([ReadingSheet.of([aReading({ slot: 1 })])], [], 0);
    drain(before);
    before.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 0);
    close(before);
    const after = open();
    after.append([ReadingSheet.of([aReading({ slot: 3 })])], [], 0);

    expect(after.epoch).toBe(before.epoch);
    expect(drain(after).map(({ seq, readings }) => [seq, readings.slot])).toEqual([
      [1, [2]],
      [2, [3]],
    ]);
  });

  it('remembers the last slot and baseline of each port, also when the batch is delivered', () => {
    const spool = open();
    spool.append(
      [ReadingSheet.of([aReading({ slot: 1, resume: 'one' }), aReading({ portId: 2, slot: 1, resume: 'two' })])],
      [],
      0,
    );
    spool.append([ReadingSheet.of([aReading({ slot: 2, resume: 'one later' })])], [], 0);
    drain(spool);
    close(spool);

    expect(open().traces()).toEqual(
      new Map([
        [1, { slot: 2, resume: 'one later' }],
        [2, { slot: 1, resume: 'two' }],
      ]),
    );
  });

  it('remembers them also when the batch was dropped or refused', () => {
    const spool = open({ maxOctets: 2_000, maxAgeMs: 1e9 });
    spool.append([ReadingSheet.of([aReading({ portId: 1, slot: 1, resume: 'dropped' })])], [], 0);
    spool.append([ReadingSheet.of([aReading({ portId: 2, slot: 1, resume: 'refused' })])], [], 0);
    spool.refuse(1, 400, 'no', 7);
    for (let slot = 2; slot <= 10; slot += 1) spool.append([ReadingSheet.of([aReading({ portId: 3, slot })])], [], 0);
    close(spool);
    const traces = open().traces();

    expect([traces.get(1)?.resume, traces.get(2)?.resume, traces.get(3)?.slot]).toEqual(['dropped', 'refused', 10]);
  });

  it('does not keep what is delivered longer than until its ports are read again', () => {
    const spool = open();
    for (let slot = 1; slot <= 40; slot += 1) {
      for (const portId of [1, 2]) spool.append([ReadingSheet.of([aReading({ portId, slot })])], [], 0);
      expect(drain(spool).length).toBe(2);
    }
    expect(spool.backlog()).toEqual({ batches: 0, octets: 0, oldestAt: null });
    close(spool);
    const db = new Database(file, { readonly: true });
    const kept = db.prepare('SELECT COUNT(*) FROM batch').pluck().get();
    db.close();

    expect(kept).toBe(2);
    const after = open();
    expect([after.head(), after.newest(0), after.backlog().batches]).toEqual([null, null, 0]);
    expect(after.traces().get(2)?.slot).toBe(40);
  });

  it('gives a batch again whose receipt was not written before a crash', () => {
    const spool = open();
    spool.append([ReadingSheet.of([aReading({ slot: 1 })])], [], 0);
    spool.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 0);
    spool.confirm(0);
    // The locks of a process go with it; what it had committed is in the file and its log.
    const copy = join(folder, 'copy.sqlite');
    for (const part of ['', '-wal']) copyFileSync(`${file}${part}`, `${copy}${part}`);
    const after = Spool.open(copy, ROOMY);
    opened.push(after);

    expect(spool.head()?.seq).toBe(1);
    expect(drain(after).map(({ seq }) => seq)).toEqual([0, 1]);
  });

  it('drops the oldest batches when it is full, and says how much', () => {
    const spool = open({ maxOctets: 2_000, maxAgeMs: 1e9 });
    const dropped = Array.from({ length: 10 }, (_, slot) =>
      spool.append([ReadingSheet.of([aReading({ slot })])], [], 0),
    );
    const left = drain(spool).flatMap(({ readings }) => readings.slot);
    const lost = dropped.reduce((sum, { readings }) => sum + readings, 0);

    expect(left.at(-1)).toBe(9);
    expect(lost).toBeGreaterThan(0);
    expect(left).toEqual(Array.from({ length: 10 - lost }, (_, at) => at + lost));
  });

  it('counts by port what it had to drop', () => {
    const spool = open({ maxOctets: 2_000, maxAgeMs: 1e9 });
    for (let slot = 1; slot <= 10; slot += 1) {
      spool.append(
        [ReadingSheet.of([aReading({ portId: 7, slot }), aReading({ portId: 8 + (slot % 2), slot })])],
        [],
        slot,
      );
    }
    close(spool);
    const after = open();
    const left = drain(after).flatMap(({ readings }) => readings.slot as number[]);
    const lost = after.lostByPort();
    const dropped = 10 - left.length / 2;

    expect(dropped).toBeGreaterThan(1);
    expect(lost.map(({ portId }) => portId)).toEqual([7, 8, 9]);
    expect(lost[0]).toEqual(jasmine.objectContaining({ readings: dropped, firstSlot: 1, lastSlot: dropped }));
    expect(lost.reduce((sum, { readings }) => sum + readings, 0)).toBe(2 * dropped);
  });

  it('gives the newest batch, if it is not older than asked', () => {
    const spool = open();
    spool.append([ReadingSheet.of([aReading({ slot: 1 })])], [], 1_000);
    spool.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 2_000);

    expect(spool.newest(2_000)?.seq).toBe(1);
    expect(spool.newest(2_001)).toBeNull();
    expect(spool.head()?.seq).toBe(0);
  });

  it('leaves room on the disk, and says so', () => {
    const spool = open({ ...ROOMY, leftFreeOctets: Number.MAX_SAFE_INTEGER });

    expect(() => spool.append([ReadingSheet.of([aReading()])], [], 0)).toThrowMatching(
      (error: { code?: string }) => error.code === 'ENOSPC',
    );
    expect(spool.backlog().batches).toBe(0);
  });

  it('drops what is too old', () => {
    const spool = open({ maxOctets: 1e9, maxAgeMs: 1_000 });
    spool.append([ReadingSheet.of([aReading({ slot: 1 })])], [], 0);
    spool.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 900);
    const dropped = spool.append([ReadingSheet.of([aReading({ slot: 3 })])], [], 1_500);

    expect(dropped).toEqual(jasmine.objectContaining({ batches: 1, readings: 1, ports: 1 }));
    expect(drain(spool).flatMap(({ readings }) => readings.slot)).toEqual([2, 3]);
  });

  it('keeps a refused batch beside, with what the API said', () => {
    const spool = open();
    spool.append([ReadingSheet.of([aReading({ slot: 1 })])], [], 0);
    spool.append([ReadingSheet.of([aReading({ slot: 2 })])], [], 0);
    const lost = spool.refuse(0, 400, 'no', 7);
    close(spool);
    const db = new Database(file, { readonly: true });
    const kept = db.prepare('SELECT seq, status, answer, refused_at AS at FROM refused').all();
    db.close();

    expect(lost).toBe(1);
    expect(kept).toEqual([{ seq: 0, status: 400, answer: 'no', at: 7 }]);
    expect(drain(open()).map(({ seq }) => seq)).toEqual([1]);
  });

  it('belongs to one collector at a time', () => {
    open();

    expect(() => openSpool(file, ROOMY, pino({ level: 'silent' }))).toThrowError(/in use/);
  });

  it('is put aside when it is damaged, and a new one begins', () => {
    writeFileSync(file, Buffer.alloc(8_192, 'not a database'));
    const spool = openSpool(file, ROOMY, pino({ level: 'silent' }));
    opened.push(spool);
    spool.append([ReadingSheet.of([aReading()])], [], 0);

    expect(spool.backlog().batches).toBe(1);
  });

  it('has everything that was committed before the process was killed', async () => {
    const writer = spawn(process.execPath, [WRITER, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exited = once(writer, 'exit');
    let committed = 0;
    for await (const line of createInterface({ input: writer.stdout })) {
      committed = Number(line);
      if (committed === 25) writer.kill('SIGKILL');
    }
    await exited;
    const spool = open();
    const slots = drain(spool).flatMap(({ readings }) => readings.slot as number[]);

    expect(committed).toBeGreaterThanOrEqual(25);
    expect(slots.slice(0, committed)).toEqual(Array.from({ length: committed }, (_, at) => at + 1));
    expect(slots.length - committed).toBeLessThanOrEqual(1);
    expect(spool.traces().get(1)).toEqual({ slot: slots.length, resume: `after ${slots.length}` });
  });
});
