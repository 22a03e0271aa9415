import { type PolledDevice, pollPhaseS } from '@linewatch/shared';
import { DeadlinePassed } from '../clock/deadline.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { eventually } from '../testing/eventually.js';
import { HeldClock, settled } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { InFlightLimit } from './in-flight-limit.js';
import { Scheduler } from './scheduler.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const SECOND = 1_000;

describe('What is read after a poll', () => {
  let clock: HeldClock;
  let scheduler: Scheduler;
  /** What happened, in its order. */
  let events: string[];
  let unexpected: unknown[];
  let isSilent: boolean;
  let hasMore: boolean;
  /** What reading on does; unless said otherwise, it is over at once. */
  let readOn: (signal: AbortSignal) => Promise<void>;

  beforeEach(() => {
    clock = new HeldClock();
    events = [];
    unexpected = [];
    isSilent = false;
    hasMore = true;
    readOn = () => Promise.resolve();
    scheduler = new Scheduler(
      ({ id }) => ({
        probe: () => Promise.resolve(),
        poll: () => {
          events.push(`poll ${id}`);
          if (isSilent) return Promise.reject(new SnmpFault('NO_ANSWER', 'silent'));
          return Promise.resolve({ readings: new ReadingSheet(0), sysUpTime: 42, withoutSlot: 0 });
        },
        afterwards: (_order, signal) => {
          events.push(`on ${id}`);
          return readOn(signal);
        },
        hasMore: () => hasMore,
        close: () => undefined,
      }),
      {
        clock,
        limit: new InFlightLimit(1),
        sink: ({ deviceId, fault }) => events.push(`${fault ?? 'told'} ${deviceId}`),
        onUnexpected: (_id, error) => unexpected.push(error),
      },
    );
  });

  afterEach(() => {
    scheduler.stop();
  });

  function aDevice(id: string, intervalS = 10): PolledDevice {
    const device = aPolledDevice({ id });
    return { ...device, profile: { ...device.profile, intervalS } };
  }

  /** Goes on until it is told to stop, and then says why. */
  function untilTold(reasons: unknown[]): (signal: AbortSignal) => Promise<void> {
    return (signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          reasons.push(signal.reason);
          resolve();
        });
      });
  }

  it('comes when the poll is told, and not after one without an answer', async () => {
    scheduler.apply([aDevice('a')]);
    await clock.pass(10 * SECOND);
    expect(events).toEqual(['poll a', 'told a', 'on a']);
    isSilent = true;
    await clock.pass(10 * SECOND);
    expect(events.slice(3)).toEqual(['poll a', 'NO_ANSWER a']);
  });

  it('is left out where there is nothing to read', async () => {
    hasMore = false;
    scheduler.apply([aDevice('a')]);
    await clock.pass(10 * SECOND);
    expect(events).toEqual(['poll a', 'told a']);
    hasMore = true;
    await clock.pass(10 * SECOND);
    expect(events.slice(2)).toEqual(['poll a', 'told a', 'on a']);
  });

  it('keeps no other device from being polled, however long it takes', async () => {
    readOn = untilTold([]);
    scheduler.apply([aDevice('a'), aDevice('b')]);
    await clock.pass(10 * SECOND);
    expect(events.filter((event) => event.startsWith('told')).sort()).toEqual(['told a', 'told b']);
  });

  it('makes way at once for a poll after a trap', async () => {
    const reasons: unknown[] = [];
    readOn = untilTold(reasons);
    const id = Array.from({ length: 600 }, (_, number) => `d${String(number)}`).find(
      (each) => pollPhaseS(each, 60) === 5,
    );
    scheduler.apply([aDevice(id ?? '', 60)]);
    await clock.pass(70 * SECOND);
    const before = events.length;
    scheduler.hint(id ?? '');
    await clock.pass(50);
    await settled();
    await clock.pass(50);
    expect(events.slice(before, before + 2)).toEqual([`poll ${id ?? ''}`, `told ${id ?? ''}`]);
    expect(reasons.length).toBe(1);
    expect(reasons[0]).not.toBeInstanceOf(DeadlinePassed);
  });

  it('comes after a trap too, also where the next poll is minutes away in an hour between two', async () => {
    const id = Array.from({ length: 50_000 }, (_, number) => `d${String(number)}`).find(
      (each) => pollPhaseS(each, 3_600) === (Math.floor(clock.now() / SECOND) + 300) % 3_600,
    );
    expect(id).toBeDefined();
    scheduler.apply([aDevice(id ?? '', 3_600)]);
    await clock.pass(SECOND);
    scheduler.hint(id ?? '');
    await clock.pass(SECOND);
    await settled();
    expect(events).toEqual([`poll ${id ?? ''}`, `told ${id ?? ''}`, `on ${id ?? ''}`]);
  });

  it('ends before the next poll is due', async () => {
    const reasons: unknown[] = [];
    readOn = untilTold(reasons);
    scheduler.apply([aDevice('a', 1)]);
    await clock.pass(SECOND);
    await eventually('the end', () => reasons[0]);
    expect(reasons[0]).toBeInstanceOf(DeadlinePassed);
  });

  it('ends with the polling itself, and harms no poll by a mistake of ours', async () => {
    const reasons: unknown[] = [];
    readOn = untilTold(reasons);
    scheduler.apply([aDevice('a')]);
    await clock.pass(10 * SECOND);
    scheduler.stop();
    expect(reasons.length).toBe(1);

    readOn = () => Promise.reject(new Error('our mistake'));
    scheduler.apply([aDevice('b')]);
    await clock.pass(20 * SECOND);
    expect(events.filter((event) => event === 'told b').length).toBe(2);
    expect(unexpected.length).toBe(2);
  });
});
