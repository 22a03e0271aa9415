import type { Reading } from '@linewatch/shared';
import { devicePipeline } from '../pipeline/device-poll.js';
import { DeviceReader } from '../pipeline/device-reader.js';
import { PortMemory } from '../pipeline/port-memory.js';
import { HeldClock } from '../testing/held-clock.js';
import { LivingAgent } from '../testing/living-agent.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { InFlightLimit } from './in-flight-limit.js';
import { Scheduler } from './scheduler.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;
const INTERVAL_S = 10;
const OCTETS_A_MS = 125n;

/** The schedule and the pipeline of one device, by a clock that is set now and then. */
class PolledThroughJumps {
  readonly clock = new HeldClock();
  readonly readings: Reading[] = [];
  /** Of each poll, by the clock that is never set. */
  readonly polledAt: number[] = [];
  readonly unexpected: unknown[] = [];
  private readonly agent = new LivingAgent(() => this.clock.monotonic(), OCTETS_A_MS);
  private readonly scheduler: Scheduler;

  constructor() {
    const pipeline = devicePipeline(new DeviceReader(this.agent, 20, this.clock), new PortMemory());
    const polling = {
      probe: () => Promise.resolve(),
      poll: (...order: Parameters<typeof pipeline>) => {
        this.polledAt.push(this.clock.monotonic());
        return pipeline(...order);
      },
      close: () => undefined,
    };
    this.scheduler = new Scheduler(() => polling, {
      clock: this.clock,
      limit: new InFlightLimit(10),
      sink: (_poll, readings) => this.readings.push(...readings.toReadings()),
      onUnexpected: (_id, error) => this.unexpected.push(error),
    });
    const usual = aPolledDevice({ ports: [aPolledPort()] });
    this.scheduler.apply([{ ...usual, profile: { ...usual.profile, intervalS: INTERVAL_S } }]);
  }

  async minutes(count: number): Promise<void> {
    await this.clock.pass(count * 60 * SECOND);
  }

  stop(): void {
    this.scheduler.stop();
  }

  /** Time between each poll and the next. */
  gaps(): number[] {
    return this.polledAt.slice(1).map((at, index) => at - (this.polledAt[index] ?? 0));
  }
}

describe('polling while the clock is set', () => {
  let line: PolledThroughJumps;

  beforeEach(() => {
    line = new PolledThroughJumps();
  });

  afterEach(() => {
    line.stop();
  });

  for (const [name, jumpMs] of [
    ['an hour forward', HOUR],
    ['an hour back', -HOUR],
    ['a day forward', DAY],
    ['a day back', -DAY],
  ] as const) {
    it(`goes on in its rhythm when it is set ${name}, and when that is put right`, async () => {
      await line.minutes(5);
      line.clock.set(jumpMs);
      await line.minutes(5);
      line.clock.set(-jumpMs);
      await line.minutes(5);

      expect(line.polledAt.length).toBe(90);
      expect(new Set(line.gaps())).toEqual(new Set([INTERVAL_S * SECOND]));
      expect(line.unexpected).toEqual([]);
    });
  }

  it('never leaves more than two intervals between polls, however oddly it is set', async () => {
    await line.minutes(2);
    for (const jumpMs of [3_333, -7_777, HOUR + 1, -HOUR - 4_321, DAY - 1, -DAY + 9_999]) {
      line.clock.set(jumpMs);
      await line.minutes(2);
    }

    expect(Math.max(...line.gaps())).toBeLessThan(2 * INTERVAL_S * SECOND);
    expect(Math.min(...line.gaps())).toBeGreaterThan(0);
  });

  it('gives no slot twice and no octet twice', async () => {
    for (const jumpMs of [0, HOUR, -HOUR, -HOUR, HOUR, DAY, -DAY]) {
      line.clock.set(jumpMs);
      await line.minutes(10);
    }
    await line.clock.pass(DAY);
    const slots = line.readings.map(({ slot }) => slot);
    const rated = line.readings.filter(({ status }) => status === 'OK');

    expect(new Set(slots).size).toBe(slots.length);
    expect(slots).toEqual(slots.toSorted((one, other) => one - other));
    expect(rated.length).toBeGreaterThan(100);
    // By the collector's monotonic clock no interval is longer or shorter than it was, whatever the other one said.
    for (const { inOctets, dtMs, inBps } of rated) {
      expect(BigInt(inOctets ?? 0)).toBe(BigInt(dtMs ?? 0) * OCTETS_A_MS);
      expect(inBps).toBe(1_000_000);
    }
  });
});
