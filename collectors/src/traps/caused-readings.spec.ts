import { randomUUID } from 'node:crypto';
import type { TrapReading } from '@linewatch/shared';
import type { DevicePolling } from '../scheduler/device-schedule.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { aReading } from '../testing/reading.builder.js';
import { CausedReadings } from './caused-readings.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const SIGNAL = new AbortController().signal;

describe('the reading that a trap causes', () => {
  const device = aPolledDevice();
  const order = { device, dueAt: 0 };
  let read: TrapReading[];
  let caused: CausedReadings;

  beforeEach(() => {
    read = [];
    caused = new CausedReadings(new HeldClock(7_000), (reading) => read.push(reading));
  });

  function aTrap(ifIndex: number | null): string {
    const id = randomUUID();
    const facts = {
      source: 'x',
      agentAddress: null,
      version: 'V2C',
      isInform: false,
      oid: '1.3',
      sysUpTime: 1,
    } as const;
    caused.expect({ id, deviceId: device.id, trapAt: 1, ifIndex, varbinds: [], leftOut: 0, ...facts });
    return id;
  }

  function polling(overrides: Partial<DevicePolling> = {}): DevicePolling {
    const readings = ReadingSheet.of([aReading({ ifIndex: 7, adminStatus: 1, operStatus: 2 })]);
    return caused.follow(device.id, {
      probe: () => Promise.resolve(),
      poll: () => Promise.resolve({ readings, sysUpTime: 1, withoutSlot: 0 }),
      close: () => undefined,
      ...overrides,
    });
  }

  it('is of the port that the trap names, where it is watched, and comes once', async () => {
    const [named, other, whole] = [aTrap(7), aTrap(8), aTrap(null)];
    const followed = polling();
    await followed.poll(order, SIGNAL);
    await followed.poll(order, SIGNAL);

    expect(read).toEqual([
      { trapId: named, readAt: 7_000, fault: null, adminStatus: 1, operStatus: 2 },
      { trapId: other, readAt: 7_000, fault: null, adminStatus: null, operStatus: null },
      { trapId: whole, readAt: 7_000, fault: null, adminStatus: null, operStatus: null },
    ]);
  });

  it('is the next one of the port where the poll after the trap had no second left to tell it by', async () => {
    const [named, whole] = [aTrap(7), aTrap(null)];
    await polling({
      poll: () => Promise.resolve({ readings: new ReadingSheet(0), sysUpTime: 1, withoutSlot: 1 }),
    }).poll(order, SIGNAL);
    expect(read.map(({ trapId }) => trapId)).toEqual([whole]);
    await polling().poll(order, SIGNAL);

    expect(read.map(({ trapId, operStatus }) => [trapId, operStatus])).toEqual([
      [whole, null],
      [named, 2],
    ]);
  });

  it('is of a poll that began after the trap, not of one under way', async () => {
    let during = '';
    const followed = polling({
      poll: () => {
        during = aTrap(7);
        return Promise.resolve({ readings: new ReadingSheet(0), sysUpTime: 1, withoutSlot: 0 });
      },
    });
    await followed.poll(order, SIGNAL);
    expect(read).toEqual([]);
    await polling().poll(order, SIGNAL);

    expect(read.map(({ trapId, operStatus }) => [trapId, operStatus])).toEqual([[during, 2]]);
  });

  it('says why a device that is asked lightly does not answer; when it does, the poll behind says more', async () => {
    const first = aTrap(7);
    await polling().probe(SIGNAL);
    expect(read).toEqual([]);
    const silent = polling({ probe: () => Promise.reject(new SnmpFault('NO_ANSWER', 'no answer')) });
    await expectAsync(silent.probe(SIGNAL)).toBeRejected();

    expect(read.map(({ trapId, fault }) => [trapId, fault])).toEqual([[first, 'NO_ANSWER']]);
  });

  it('does not come of a poll that was called off', async () => {
    aTrap(7);
    const stopping = new AbortController();
    const ended = polling({
      poll: () => {
        stopping.abort(new Error('The device is no longer polled'));
        return Promise.reject(new Error('The device is no longer polled'));
      },
    });
    await expectAsync(ended.poll(order, stopping.signal)).toBeRejected();

    expect(read).toEqual([]);
  });
});
