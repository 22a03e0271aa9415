import { pino } from 'pino';
import { aPolledDevice } from '../testing/polled-device.builder.js';
import { PollHealth } from './poll-health.js';

const NOW = 1_795_300_000_000;
const devices = Array.from({ length: 10 }, (_, at) => {
  const device = aPolledDevice({});
  return { ...device, id: device.id.replace(/^./, at.toString(16)) };
});

describe('the health of a collector', () => {
  let lines: string[];
  let health: PollHealth;

  beforeEach(() => {
    lines = [];
    health = new PollHealth(pino({}, { write: (line: string) => lines.push(line) }));
    health.replace(devices);
  });

  function poll(count: number, fault: 'NO_ANSWER' | null, at: number): void {
    for (const { id } of devices.slice(0, count)) {
      health.note({ deviceId: id, at, fault, failures: fault === null ? 0 : 1, overruns: 0, sysUpTime: null });
    }
  }

  it('is bad when four of ten devices begin to fail together, and good when they answer; each is logged once', () => {
    poll(3, 'NO_ANSWER', NOW);
    expect(health.impairedSince(NOW)).toBeNull();
    poll(4, 'NO_ANSWER', NOW + 10_000);
    expect(health.impairedSince(NOW + 10_000)).toBe(NOW + 10_000);
    poll(4, 'NO_ANSWER', NOW + 900_000);
    expect(health.impairedSince(NOW + 900_000)).toBe(NOW + 10_000);
    poll(1, null, NOW + 910_000);
    expect(health.impairedSince(NOW + 910_000)).toBeNull();
    expect(lines.length).toBe(2);
  });

  it('stays good when devices die one after the other', () => {
    for (let died = 1; died <= 6; died += 1) {
      poll(died, 'NO_ANSWER', NOW + died * 40_000);
      expect(health.impairedSince(NOW + died * 40_000)).toBeNull();
    }
  });

  it('does not count devices that are no longer polled', () => {
    poll(4, 'NO_ANSWER', NOW);
    health.replace(devices.slice(4));
    expect(health.impairedSince(NOW)).toBeNull();
    poll(4, 'NO_ANSWER', NOW);
    expect(health.impairedSince(NOW)).toBeNull();
  });
});
