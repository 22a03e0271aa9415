import { type DevicePoll, type PolledDevice, pollPhaseS } from '@linewatch/shared';
import { DeadlinePassed } from '../clock/deadline.js';
import type { PollOrder } from '../pipeline/device-poll.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { eventually } from '../testing/eventually.js';
import { HeldClock, settled } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { InFlightLimit } from './in-flight-limit.js';
import { Scheduler } from './scheduler.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const SECOND = 1_000;
const INTERVAL_S = 60;
const STATUS_S = 10;

describe('Looks between two polls', () => {
  let clock: HeldClock;
  let scheduler: Scheduler;
  /** What the device was asked, with the second of its interval, in order. */
  let asked: [what: 'look' | 'poll' | 'probe', second: number][];
  let told: { poll: DevicePoll; isAwaited: boolean }[];
  let underWay: number;
  let mostUnderWay: number;
  let isOther: boolean;
  let isSilent: boolean;
  /** Holds what is asked next until it is called. */
  let hold: (() => void) | 'not held' | 'next';
  /** Whether it is read on after a poll until somebody ends that. */
  let readsOn: boolean;
  let ended: unknown[];
  let device: PolledDevice;

  beforeEach(() => {
    clock = new HeldClock();
    [asked, told, ended] = [[], [], []];
    [underWay, mostUnderWay] = [0, 0];
    [isOther, isSilent, readsOn, hold] = [false, false, false, 'not held'];
    device = aDeviceDueAtSecond(5);
    scheduler = new Scheduler(
      () => ({
        probe: () => ask('probe', undefined),
        look: () => ask('look', isOther),
        poll: (_order: PollOrder) => ask('poll', { readings: new ReadingSheet(0), sysUpTime: 42, withoutSlot: 0 }),
        afterwards: (_order, signal) =>
          new Promise((resolve) => {
            if (!readsOn) resolve();
            signal.addEventListener('abort', () => {
              ended.push(signal.reason);
              resolve();
            });
          }),
        close: () => undefined,
      }),
      {
        clock,
        limit: new InFlightLimit(5),
        sink: (poll, _readings, isAwaited) => told.push({ poll, isAwaited }),
        onUnexpected: (_id, error) => {
          throw error;
        },
      },
    );
  });

  afterEach(() => {
    scheduler.stop();
  });

  /** Its polls are due at second 5 of each minute, and so its looks at 5, 15, 25 … */
  function aDeviceDueAtSecond(second: number): PolledDevice {
    const id = Array.from({ length: 20 * INTERVAL_S }, (_, number) => `d${String(number)}`).find(
      (each) => pollPhaseS(each, INTERVAL_S) === second,
    );
    const usual = aPolledDevice({ id: id ?? '' });
    return { ...usual, profile: { ...usual.profile, intervalS: INTERVAL_S, statusS: STATUS_S } };
  }

  function secondNow(): number {
    return (clock.now() / SECOND) % INTERVAL_S;
  }

  async function ask<T>(what: 'look' | 'poll' | 'probe', answer: T): Promise<T> {
    asked.push([what, secondNow()]);
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    if (hold === 'next') {
      await new Promise<void>((go) => {
        hold = go;
      });
    }
    underWay -= 1;
    if (isSilent) throw new SnmpFault('NO_ANSWER', 'silent');
    return answer;
  }

  /** Lets time pass until the next minute's second. */
  async function passTo(second: number): Promise<void> {
    const ahead = (second - secondNow() + INTERVAL_S) % INTERVAL_S;
    await clock.pass(ahead * SECOND);
  }

  it('come in every interval of their own, and none where a poll is due', async () => {
    scheduler.apply([device]);
    await passTo(6);
    asked.length = 0;
    await clock.pass(2 * INTERVAL_S * SECOND);
    const minute = [
      ...([15, 25, 35, 45, 55] as const).map((second) => ['look', second] as const),
      ['poll', 5] as const,
    ];

    expect(asked).toEqual([...minute, ...minute].map(([what, second]) => [what, second]));
    expect(told.every(({ poll }) => poll.overruns === 0)).toBeTrue();
  });

  it('tell of nothing by themselves: another state is polled at once, and the next poll comes when it was due', async () => {
    scheduler.apply([device]);
    await passTo(6);
    [asked.length, told.length] = [0, 0];
    await passTo(20);
    expect(told).toEqual([]);
    isOther = true;
    await passTo(26);
    isOther = false;
    expect(asked).toEqual([
      ['look', 15],
      ['look', 25],
      ['poll', 25],
    ]);
    expect(told.map(({ poll, isAwaited }) => [poll.fault, isAwaited])).toEqual([[null, true]]);
    await passTo(6);
    expect(asked.slice(3).map(([what, second]) => `${what} ${String(second)}`)).toEqual([
      'look 35',
      'look 45',
      'look 55',
      'poll 5',
    ]);
  });

  it('never run beside a poll: one that becomes due meanwhile begins when the look is over, and counts as no overrun', async () => {
    device = { ...device, profile: { ...device.profile, timeoutMs: 20_000 } };
    scheduler.apply([device]);
    await passTo(50);
    [asked.length, told.length] = [0, 0];
    hold = 'next';
    await passTo(10);
    expect(asked).toEqual([['look', 55]]);
    if (typeof hold === 'function') (hold as () => void)();
    hold = 'not held';
    await settled();
    await clock.pass(1);
    expect(asked.map(([what]) => what)).toEqual(['look', 'poll']);
    expect(told.map(({ poll }) => poll.overruns)).toEqual([0]);
    expect(mostUnderWay).toBe(1);
  });

  it('without an answer count as failed polls, and polls ask at their rhythm until the device is back', async () => {
    scheduler.apply([device]);
    await passTo(6);
    [asked.length, told.length] = [0, 0];
    isSilent = true;
    await passTo(46);
    expect(asked.map(([what, second]) => `${what} ${String(second)}`)).toEqual([
      'look 15',
      'poll 25',
      'poll 35',
      'probe 45',
    ]);
    expect(told.map(({ poll }) => [poll.fault, poll.failures])).toEqual(
      [1, 2, 3, 4].map((failures) => ['NO_ANSWER', failures]),
    );
    isSilent = false;
    await passTo(56);
    expect(told.at(-1)?.poll).toEqual(jasmine.objectContaining({ fault: null, failures: 0 }));
    expect(asked.slice(4).map(([what]) => what)).toEqual(['probe', 'poll']);
  });

  it('are not kept waiting by what is read besides the ports', async () => {
    readsOn = true;
    scheduler.apply([{ ...device, profile: { ...device.profile, statusS: 1 } }]);
    await passTo(5);
    await eventually('the end', () => ended[0]);

    expect(ended[0]).toBeInstanceOf(DeadlinePassed);
    asked.length = 0;
    await clock.pass(2 * SECOND);
    expect(asked.map(([what]) => what)).toContain('look');
  });

  it('wait for the end of what runs when a trap comes, and the trap is polled for then', async () => {
    scheduler.apply([device]);
    await passTo(10);
    [asked.length, told.length] = [0, 0];
    hold = 'next';
    await passTo(16);
    scheduler.hint(device.id);
    await clock.pass(300);
    expect(asked.map(([what]) => what)).toEqual(['look']);
    if (typeof hold === 'function') (hold as () => void)();
    hold = 'not held';
    await settled();
    await clock.pass(2 * SECOND);
    expect(asked.map(([what]) => what)).toEqual(['look', 'poll']);
    expect(told.map(({ isAwaited }) => isAwaited)).toEqual([true]);
  });

  it('end with the device', async () => {
    scheduler.apply([device]);
    await passTo(6);
    scheduler.apply([]);
    asked.length = 0;
    await clock.pass(INTERVAL_S * SECOND);
    expect(asked).toEqual([]);
  });
});
