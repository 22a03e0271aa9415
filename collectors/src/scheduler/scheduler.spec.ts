import { type DevicePoll, type PolledDevice, pollPhaseS, type Reading } from '@linewatch/shared';
import type { PollOrder } from '../pipeline/device-poll.js';
import { SnmpFault } from '../snmp/snmp-client.js';
import { HeldClock, settled } from '../testing/held-clock.js';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { InFlightLimit } from './in-flight-limit.js';
import { Scheduler } from './scheduler.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const SECOND = 1_000;

/** Devices that answer when a spec lets them. */
class FakeDevices {
  readonly polls: { id: string; dueAt: number; at: number; signal: AbortSignal }[] = [];
  readonly probes: string[] = [];
  readonly opened: string[] = [];
  readonly closed: string[] = [];
  readonly reports: { poll: DevicePoll; readings: readonly Reading[] }[] = [];
  /** Of each report whether it is told at once. */
  readonly urgent: boolean[] = [];
  /** Devices of which a port has another state than before. */
  readonly changed = new Set<string>();
  readonly unexpected: unknown[] = [];
  /** Devices that do not answer. */
  readonly silent = new Set<string>();
  /** Devices whose polls wait to be let go on. */
  readonly slow = new Map<string, () => void>();
  readonly scheduler: Scheduler;

  constructor(
    readonly clock: HeldClock,
    limit = 200,
  ) {
    this.scheduler = new Scheduler((device) => this.open(device), {
      clock,
      limit: new InFlightLimit(limit),
      sink: (poll, readings, isUrgent) => {
        this.reports.push({ poll, readings: readings.toReadings() });
        this.urgent.push(isUrgent);
      },
      onUnexpected: (_id, error) => this.unexpected.push(error),
    });
  }

  get dueTimes(): number[] {
    return this.polls.map(({ dueAt }) => dueAt);
  }

  private open(device: PolledDevice) {
    this.opened.push(device.id);
    return {
      probe: async () => {
        this.probes.push(device.id);
        this.answer(device.id);
      },
      poll: async ({ device: { id }, dueAt }: PollOrder, signal: AbortSignal) => {
        this.polls.push({ id, dueAt, at: this.clock.monotonic(), signal });
        if (this.slow.has(id)) await new Promise<void>((go) => this.slow.set(id, go));
        this.answer(id);
        return { readings: new ReadingSheet(0), sysUpTime: 42, withoutSlot: 0, isNews: this.changed.has(id) };
      },
      close: () => this.closed.push(device.id),
    };
  }

  private answer(id: string): void {
    if (this.silent.has(id)) throw new SnmpFault('NO_ANSWER', 'silent');
  }
}

function aDeviceEvery(intervalS: number): PolledDevice {
  const device = aPolledDevice();
  return { ...device, profile: { ...device.profile, intervalS } };
}

/** A device that is due so many seconds after each whole interval, which its id alone decides. */
function aDeviceDueAt(intervalS: number, phaseS: number): PolledDevice {
  const ids = Array.from({ length: 20 * intervalS }, (_, index) => `device-${index}`);
  const id = ids.find((candidate) => pollPhaseS(candidate, intervalS) === phaseS);
  if (id === undefined) throw new Error(`no id has the phase ${phaseS}`);
  return { ...aDeviceEvery(intervalS), id };
}

describe('the scheduler', () => {
  let clock: HeldClock;
  let devices: FakeDevices;

  beforeEach(() => {
    clock = new HeldClock();
    devices = new FakeDevices(clock);
  });

  afterEach(() => {
    devices.scheduler.stop();
  });

  it('polls each device at its phase in every interval, without drift', async () => {
    const device = aDeviceEvery(10);
    const phase = pollPhaseS(device.id, 10);
    clock.set(4_321);
    devices.scheduler.apply([device]);
    await clock.pass(60 * SECOND);

    expect(devices.polls.length).toBe(6);
    expect(devices.dueTimes.map((dueAt) => (dueAt / SECOND) % 10)).toEqual(Array.from({ length: 6 }, () => phase));
    expect(new Set(devices.dueTimes).size).toBe(6);
  });

  it('asks devices of one phase in the order of their ports', async () => {
    const named = (id: string, portId: number): PolledDevice => ({
      ...aDeviceEvery(1),
      id,
      ports: [{ portId, ifName: 'ge0', ifAlias: null, resume: null }],
    });
    devices.scheduler.apply([named('c', 30), named('a', 20), named('b', 10)]);
    await clock.pass(SECOND);

    expect(devices.polls.map(({ id }) => id)).toEqual(['b', 'a', 'c']);
  });

  it('says at once that a port has another state, and that a device fell silent or is back', async () => {
    const device = aDeviceEvery(10);
    devices.scheduler.apply([device]);
    await clock.pass(20 * SECOND);
    devices.changed.add(device.id);
    await clock.pass(10 * SECOND);
    devices.changed.clear();
    devices.silent.add(device.id);
    await clock.pass(40 * SECOND);
    devices.silent.clear();
    await clock.pass(20 * SECOND);

    expect(devices.reports.map(({ poll: { failures } }, nth) => [failures, devices.urgent[nth]])).toEqual([
      ...[
        [0, false],
        [0, false],
        [0, true],
      ],
      ...[
        [1, false],
        [2, false],
        [3, true],
        [4, false],
      ],
      ...[
        [0, true],
        [0, false],
      ],
    ]);
  });

  it('never polls a device twice at once, and counts what it left out', async () => {
    const device = aDeviceEvery(10);
    devices.slow.set(device.id, () => undefined);
    devices.scheduler.apply([device]);
    await clock.pass(35 * SECOND);
    const begun = devices.polls.length;
    devices.slow.get(device.id)?.();
    devices.slow.delete(device.id);
    await settled();

    expect(begun).toBe(1);
    expect(devices.reports.length).toBe(1);
    expect(devices.reports[0]?.poll.overruns).toBeGreaterThanOrEqual(2);
    await clock.pass(10 * SECOND);

    expect(devices.reports[1]?.poll.overruns).toBe(0);
  });

  it('asks a device that failed three times only whether it is there, and polls it at once when it is', async () => {
    const device = aDeviceEvery(10);
    devices.silent.add(device.id);
    devices.scheduler.apply([device]);
    await clock.pass(60 * SECOND);

    expect([devices.polls.length, devices.probes.length]).toEqual([3, 3]);
    expect(devices.reports.map(({ poll }) => [poll.fault, poll.failures])).toEqual(
      [1, 2, 3, 4, 5, 6].map((failures) => ['NO_ANSWER', failures]),
    );
    devices.silent.clear();
    await clock.pass(10 * SECOND);

    expect(devices.reports.at(-1)?.poll).toEqual(jasmine.objectContaining({ fault: null, failures: 0, sysUpTime: 42 }));
    expect(devices.polls.length).toBe(4);
  });

  it('leaves a silent device of long intervals alone, longer and longer', async () => {
    const device = aDeviceEvery(60);
    devices.silent.add(device.id);
    devices.scheduler.apply([device]);
    await clock.pass(60 * 60 * SECOND);

    // Polls in the first three minutes, then probes 4, 8 and every 15 minutes later.
    expect(devices.polls.length).toBe(3);
    expect(devices.probes.length).toBeGreaterThanOrEqual(4);
    expect(devices.probes.length).toBeLessThanOrEqual(6);
  });

  it('polls at once after a hint, and once for many hints', async () => {
    // Not due by itself in the seconds around the hint.
    const device = aDeviceDueAt(60, 30);
    devices.scheduler.apply([device]);
    await clock.pass(60 * SECOND);
    const before = devices.polls.length;
    await clock.pass(5 * SECOND);
    const hintedAt = clock.monotonic();
    for (let hints = 0; hints < 100; hints += 1) devices.scheduler.hint(device.id);
    await clock.pass(0);

    expect(devices.polls.length).toBe(before + 1);
    expect(devices.polls.at(-1)?.at).toBe(hintedAt);
    for (let hints = 0; hints < 100; hints += 1) devices.scheduler.hint(device.id);
    await clock.pass(SECOND);

    expect(devices.polls.length).toBe(before + 2);
  });

  it('polls for a hint right after a regular poll too, but leaves time for rates between them', async () => {
    const device = aDeviceDueAt(60, 30);
    devices.scheduler.apply([device]);
    while (devices.polls.length === 0) await clock.pass(SECOND / 10);
    devices.scheduler.hint(device.id);
    await clock.pass(0.3 * SECOND);

    expect(devices.polls.length).toBe(2);
    const [regular, hinted] = devices.polls.map(({ at }) => at);
    expect((hinted ?? 0) - (regular ?? 0)).toBeGreaterThanOrEqual(30);
    expect(devices.urgent).toEqual([false, true]);
  });

  it('does not care for hints about devices that are not its own', async () => {
    devices.scheduler.hint('somebody else');
    await clock.pass(SECOND);

    expect(devices.polls).toEqual([]);
  });

  it('touches only the devices that changed when the list does', async () => {
    const [stays, moves, goes] = [aDeviceEvery(10), aDeviceEvery(10), aDeviceEvery(10)];
    devices.scheduler.apply([stays, moves, goes]);
    const moved = { ...moves, port: 10_161 };
    const renamed = { ...stays, ports: [{ portId: 9, ifName: 'other', ifAlias: null, resume: null }] };
    devices.scheduler.apply([renamed, moved]);
    await clock.pass(10 * SECOND);

    expect(devices.opened).toEqual([stays.id, moves.id, goes.id, moves.id]);
    expect(devices.closed.sort()).toEqual([moves.id, goes.id].sort());
    expect(devices.polls.map(({ id }) => id).sort()).toEqual([stays.id, moves.id].sort());
  });

  it('asks no more devices at once than it may, and all of them in the end', async () => {
    devices = new FakeDevices(clock, 3);
    const many = Array.from({ length: 20 }, () => aDeviceEvery(1));
    for (const { id } of many) devices.slow.set(id, () => undefined);
    devices.scheduler.apply(many);
    await clock.pass(SECOND);
    const atOnce = devices.polls.length;
    for (let round = 0; round < 10; round += 1) {
      for (const [id, go] of devices.slow) {
        go();
        if (devices.reports.some(({ poll }) => poll.deviceId === id)) devices.slow.delete(id);
      }
      await settled();
    }

    expect(atOnce).toBe(3);
    expect(new Set(devices.polls.map(({ id }) => id)).size).toBe(20);
  });

  it('goes on after a step of the clock, back and forth', async () => {
    const device = aDeviceEvery(10);
    devices.scheduler.apply([device]);
    await clock.pass(20 * SECOND);
    clock.set(-3_600_000);
    await clock.pass(20 * SECOND);
    clock.set(7_200_000);
    await clock.pass(20 * SECOND);

    expect(devices.polls.length).toBeGreaterThanOrEqual(5);
    expect(devices.unexpected).toEqual([]);
  });

  it('says nothing any more once it is stopped, and ends what is under way', async () => {
    const device = aDeviceEvery(1);
    devices.slow.set(device.id, () => undefined);
    devices.scheduler.apply([device]);
    await clock.pass(SECOND);
    devices.scheduler.stop();
    devices.slow.get(device.id)?.();
    await clock.pass(10 * SECOND);

    expect(devices.polls.length).toBe(1);
    expect(devices.polls[0]?.signal.aborted).toBeTrue();
    expect(devices.reports).toEqual([]);
    expect(devices.closed).toEqual([device.id]);
  });
});
