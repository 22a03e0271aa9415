import type { DevicePoll } from '@linewatch/shared';
import { HeldClock } from '../testing/held-clock.js';
import { aReading } from '../testing/reading.builder.js';
import { Batcher } from './batcher.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const DEVICE: DevicePoll = { deviceId: 'd1', at: 1, fault: null, failures: 0, overruns: 0, sysUpTime: 1 };

describe('the batcher', () => {
  let clock: HeldClock;
  let batcher: Batcher;
  let commits: number[][];
  /** How many polls each commit tells of. */
  let told: number[];

  beforeEach(() => {
    clock = new HeldClock();
    commits = [];
    told = [];
    const nothing = (): void => undefined;
    const store = {
      append: (readings: readonly ReadingSheet[], devices: readonly unknown[]) => {
        told.push(devices.length);
        commits.push(readings.flatMap((sheet) => sheet.portIds()));
        return { batches: 0, readings: 0, ports: 0 };
      },
    };
    batcher = new Batcher(store, clock, { onCommitted: nothing, onDropped: nothing, onFailed: nothing });
  });

  /** Each port is of a device of its own, unless it is told. */
  function polled(portId: number, isUrgent = false, deviceId = `d${String(portId)}`): void {
    batcher.add({ ...DEVICE, deviceId }, ReadingSheet.of([aReading({ portId })]), isUrgent);
  }

  it('gathers what is polled within half a second', async () => {
    polled(1);
    await clock.pass(400);
    polled(2);
    expect(commits).toEqual([]);
    await clock.pass(100);

    expect(commits).toEqual([[1, 2]]);
  });

  it('commits what is urgent at once, and the others when it is their time', async () => {
    polled(1);
    await clock.pass(100);
    polled(2, true);
    expect(commits).toEqual([[2]]);
    await clock.pass(399);
    expect(commits.length).toBe(1);
    await clock.pass(1);

    expect(commits).toEqual([[2], [1]]);
  });

  it('commits what is urgent with an earlier poll of the same device', async () => {
    polled(1, false, 'd1');
    polled(2);
    await clock.pass(100);
    polled(1, true, 'd1');
    expect(commits).toEqual([[1, 1]]);
    await clock.pass(400);

    expect(commits).toEqual([[1, 1], [2]]);
  });

  it('commits what is urgent at once, however lately the others were', async () => {
    polled(1);
    await clock.pass(500);
    polled(2);
    await clock.pass(5);
    polled(3, true);
    polled(4, true);
    expect(commits).toEqual([[1], [3]]);
    await clock.pass(25);
    expect(commits).toEqual([[1], [3], [4]]);
    await clock.pass(470);

    expect(commits).toEqual([[1], [3], [4], [2]]);
  });

  it('commits in equal parts what devices of one phase gave, and between them what is urgent', async () => {
    for (let portId = 0; portId < 3_000; portId += 1) polled(portId);
    await clock.pass(500);
    expect(commits.map(({ length }) => length)).toEqual([1_000]);
    await clock.pass(30);
    polled(5_000, true);
    await clock.pass(30);
    expect(commits.map(({ length }) => length)).toEqual([1_000, 1, 1_000]);
    expect(commits[1]).toEqual([5_000]);
    await clock.pass(1_000);

    expect(commits.flat().filter((portId) => portId < 5_000)).toEqual(
      Array.from({ length: 3_000 }, (_, portId) => portId),
    );
  });

  it('commits a poll of more ports than the API takes at once in several batches', async () => {
    batcher.add(DEVICE, ReadingSheet.of(Array.from({ length: 10_001 }, (_, portId) => aReading({ portId }))));

    expect(commits.map(({ length }) => length)).toEqual([4_000, 4_000]);
    await clock.pass(500);
    expect(commits.map(({ length }) => length)).toEqual([4_000, 4_000, 2_001]);
    expect(commits.flat()).toEqual(Array.from({ length: 10_001 }, (_, portId) => portId));
    expect(told).toEqual([1, 0, 0]);
  });

  it('commits thousands together in a flood, and all that it holds when it is told to', () => {
    for (let portId = 0; portId < 5_500; portId += 1) polled(portId);
    expect(commits.map(({ length }) => length)).toEqual([4_000]);
    batcher.flush();

    expect(commits.map(({ length }) => length)).toEqual([4_000, 1_500]);
  });

  it('keeps what a flood leaves over for its time, and makes no batch of a few polls of it', async () => {
    for (let device = 0; device < 170; device += 1) {
      const ports = Array.from({ length: 24 }, (_, port) => aReading({ portId: 24 * device + port }));
      batcher.add({ ...DEVICE, deviceId: `d${String(device)}` }, ReadingSheet.of(ports));
    }
    expect(commits.map(({ length }) => length)).toEqual([166 * 24]);
    await clock.pass(500);

    expect(commits.map(({ length }) => length)).toEqual([166 * 24, 4 * 24]);
    await clock.pass(1_000);
    expect(commits.length).toBe(2);
  });

  it('commits what is urgent in a flood at once', () => {
    for (let portId = 0; portId < 3_999; portId += 1) polled(portId);
    batcher.add(DEVICE, ReadingSheet.of([aReading({ portId: 4_000 }), aReading({ portId: 4_001 })]), true);

    expect(commits.map(({ length }) => length)).toEqual([3_999, 2]);
  });

  it('makes few commits of a storm of traps', async () => {
    for (let portId = 0; portId < 1_000; portId += 1) {
      polled(portId, true);
      await clock.pass(1);
    }
    await clock.pass(500);

    expect(commits.flat()).toEqual(Array.from({ length: 1_000 }, (_, portId) => portId));
    expect(commits.length).toBeGreaterThan(30);
    expect(commits.length).toBeLessThanOrEqual(41);
  });
});
