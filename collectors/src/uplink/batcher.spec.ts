import type { DevicePoll } from '@linewatch/shared';
import { HeldClock } from '../testing/held-clock.js';
import { aReading } from '../testing/reading.builder.js';
import { Batcher } from './batcher.js';

const DEVICE: DevicePoll = { deviceId: 'd1', at: 1, fault: null, failures: 0, overruns: 0, sysUpTime: 1 };

describe('the batcher', () => {
  let clock: HeldClock;
  let batcher: Batcher;
  let commits: number[][];

  beforeEach(() => {
    clock = new HeldClock();
    commits = [];
    const nothing = (): void => undefined;
    const store = {
      append: (readings: readonly { readonly portId: number }[]) => {
        commits.push(readings.map(({ portId }) => portId));
        return { batches: 0, readings: 0, ports: 0 };
      },
    };
    batcher = new Batcher(store, clock, { onCommitted: nothing, onDropped: nothing, onFailed: nothing });
  });

  function polled(portId: number, isAwaited = false): void {
    batcher.add(DEVICE, [aReading({ portId })], isAwaited);
  }

  it('gathers what is polled within a quarter of a second', async () => {
    polled(1);
    await clock.pass(200);
    polled(2);
    expect(commits).toEqual([]);
    await clock.pass(50);

    expect(commits).toEqual([[1, 2]]);
  });

  it('commits what a trap called for at once, with what was gathered', async () => {
    polled(1);
    await clock.pass(100);
    polled(2, true);

    expect(commits).toEqual([[1, 2]]);
    polled(3);
    await clock.pass(249);
    expect(commits.length).toBe(1);
    await clock.pass(1);

    expect(commits).toEqual([[1, 2], [3]]);
  });

  it('makes few commits of a storm of traps', async () => {
    for (let portId = 0; portId < 1_000; portId += 1) {
      polled(portId, true);
      await clock.pass(1);
    }
    await clock.pass(250);

    expect(commits.flat()).toEqual(Array.from({ length: 1_000 }, (_, portId) => portId));
    expect(commits.length).toBeGreaterThan(30);
    expect(commits.length).toBeLessThanOrEqual(41);
  });
});
