import type { Reading } from '@linewatch/shared';
import fc from 'fast-check';
import type { RawInterface } from '../mibs/if-mib.js';
import { HeldClock } from '../testing/held-clock.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import {
  anInterface,
  aRecording,
  counter32,
  counter64,
  integer,
  RecordedAgent,
  ticks,
} from '../testing/recorded-agent.js';
import { devicePipeline } from './device-poll.js';
import { DeviceReader } from './device-reader.js';
import { PortMemory } from './port-memory.js';

const never = new AbortController().signal;
const INTERVAL_MS = 10_000;
const MS_PER_TICK = 10;
const TICKS_SPAN = 2 ** 32;
/** ifHighSpeed of the port, Mbit/s. */
const MBPS = 100;
const OCTETS_A_MS = (MBPS * 1_000) / 8;
const ENGINE_BOOTS_0 = '1.3.6.1.6.3.10.2.1.2.0';

const EVENTS = [
  'nothing',
  'reboot',
  'counters cleared',
  'renumbered',
  'frozen',
  'poll missed',
  'poll late',
  'polled twice',
  'another collector',
] as const;
type Event = (typeof EVENTS)[number];

interface Step {
  readonly event: Event;
  /** Share of the line that is filled. */
  readonly load: number;
}

interface Line {
  readonly width: 32 | 64;
  readonly startValue: bigint;
  readonly startTicks: number;
}

/** An agent to which things happen, its honest count, and the collector that polls it. */
class LineWithHistory {
  readonly readings: { readonly reading: Reading; readonly carried: bigint; readonly resets: number }[] = [];
  private readonly clock = new HeldClock();
  private readonly agent = new RecordedAgent({});
  private memory = new PortMemory();
  private pipeline = this.newPipeline();
  private carried = 0n;
  private octets: bigint;
  private shown: bigint;
  private upTicks: number;
  private discontinuity = 0;
  private ifIndex = 1;
  private boots = 1;
  private resets = 0;
  private resume: string | null = null;

  constructor(private readonly line: Line) {
    this.octets = this.shown = line.startValue;
    this.upTicks = line.startTicks;
  }

  async live({ event, load }: Step): Promise<void> {
    const ms = event === 'poll late' ? 1.4 * INTERVAL_MS : INTERVAL_MS;
    const gained = BigInt(Math.floor(OCTETS_A_MS * load * ms));
    await this.clock.pass(ms);
    this.carried += gained;
    this.octets += gained;
    this.upTicks += ms / MS_PER_TICK;
    if (event === 'renumbered') this.ifIndex += 1;
    if (event === 'reboot' || event === 'counters cleared') this.begin(event, gained / 2n);
    if (event !== 'frozen') this.shown = this.octets;
    if (event === 'another collector') this.handOver();
    if (event !== 'poll missed') await this.poll();
    if (event === 'polled twice') await this.poll();
  }

  /** Half a step ago. */
  private begin(event: 'reboot' | 'counters cleared', octets: bigint): void {
    this.octets = octets;
    this.resets += 1;
    const halfStep = INTERVAL_MS / 2 / MS_PER_TICK;
    if (event === 'counters cleared') {
      this.discontinuity = (this.upTicks - halfStep) % TICKS_SPAN;
      return;
    }
    this.upTicks = halfStep;
    this.discontinuity = 0;
    this.boots += 1;
  }

  private handOver(): void {
    this.memory = new PortMemory();
    this.pipeline = this.newPipeline();
  }

  private newPipeline(): ReturnType<typeof devicePipeline> {
    return devicePipeline(new DeviceReader(this.agent, 20, this.clock), this.memory);
  }

  private async poll(): Promise<void> {
    const recording = aRecording(
      { [this.ifIndex]: this.port() },
      { sysUpTime: Math.floor(this.upTicks) % TICKS_SPAN, ifTableLastChange: this.ifIndex },
    );
    this.agent.record({ ...recording, [ENGINE_BOOTS_0]: integer(this.boots) });
    const device = aPolledDevice({ ports: [aPolledPort({ resume: this.resume })] });
    const { readings } = await this.pipeline({ device, dueAt: this.clock.now() }, never);
    for (const reading of readings.toReadings()) {
      this.readings.push({ reading, carried: this.carried, resets: this.resets });
      this.resume = reading.resume;
    }
  }

  private port(): RawInterface {
    const value = BigInt.asUintN(this.line.width, this.shown);
    const ifCounterDiscontinuityTime = ticks(Math.floor(this.discontinuity));
    if (this.line.width === 64)
      return anInterface('ge-0/1', { ifHCInOctets: counter64(value), ifCounterDiscontinuityTime });
    const whole = anInterface('ge-0/1', { ifInOctets: counter32(Number(value)), ifCounterDiscontinuityTime });
    return Object.fromEntries(Object.entries(whole).filter(([column]) => !column.startsWith('ifHC')));
  }
}

const aLine = fc.record<Line>({
  width: fc.constantFrom(32, 64),
  startValue: fc.oneof(
    fc.bigInt({ min: 0n, max: 1n << 32n }),
    fc.bigInt({ min: (1n << 32n) - 100_000_000n, max: (1n << 32n) - 1n }),
    fc.bigInt({ min: (1n << 64n) - 100_000_000n, max: (1n << 64n) - 1n }),
  ),
  startTicks: fc.oneof(
    fc.integer({ min: 100_000, max: 10_000_000 }),
    fc.integer({ min: TICKS_SPAN - 10_000, max: TICKS_SPAN - 1 }),
  ),
});

function steps(events: readonly Event[]): fc.Arbitrary<Step[]> {
  const load = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1));
  return fc.array(fc.record({ event: fc.constantFrom(...events), load }), { minLength: 2, maxLength: 25 });
}

async function told(line: Line, history: readonly Step[]): Promise<LineWithHistory['readings']> {
  const agent = new LineWithHistory(line);
  await agent.live({ event: 'nothing', load: 0 });
  for (const step of history) await agent.live(step);
  return agent.readings;
}

describe('the readings of a line, whatever happens to its agent and to its polls', () => {
  it('are never negative and never faster than the line', async () => {
    await fc.assert(
      fc.asyncProperty(aLine, steps(EVENTS), async (line, history) => {
        // Counters that stood still and then caught up put traffic of one interval into the next: P-RATE lets 110 % pass.
        const most = history.some(({ event }) => event === 'frozen') ? 1.1 : 1.05;
        for (const { reading } of await told(line, history)) {
          const { status, inBps, inOctets } = reading;
          expect(status === 'OK').toBe(inOctets !== null);
          expect(inOctets ?? 0).toBeGreaterThanOrEqual(0);
          expect(inBps ?? 0).toBeLessThanOrEqual(most * MBPS * 1_000_000);
        }
      }),
    );
  }, 180_000);

  it('hold every octet that was carried, once, but for the intervals of which they say that nobody knows', async () => {
    const honest = EVENTS.filter((event) => event !== 'frozen');
    await fc.assert(
      fc.asyncProperty(aLine, steps(honest), async (line, history) => {
        const readings = await told(line, history);
        let expected = 0n;
        let sum = 0n;
        for (const [at, { reading, carried, resets }] of readings.entries()) {
          const before = readings[at - 1];
          if (reading.status !== 'OK' || before === undefined) continue;
          expect(resets).toBe(before.resets);
          expected += carried - before.carried;
          sum += BigInt(reading.inOctets ?? 0);
        }
        expect(sum).toBe(expected);
      }),
    );
  }, 180_000);

  it('leave no interval out while the agent runs on and is polled in time', async () => {
    const quiet: readonly Event[] = ['nothing', 'renumbered', 'poll late', 'another collector'];
    await fc.assert(
      fc.asyncProperty(aLine, steps(quiet), async (line, history) => {
        const [first, ...rest] = await told(line, history);
        const sum = rest.reduce((octets, { reading }) => octets + BigInt(reading.inOctets ?? 0), 0n);

        expect(rest.map(({ reading }) => reading.status)).toEqual(rest.map(() => 'OK'));
        expect(sum).toBe((rest.at(-1)?.carried ?? 0n) - (first?.carried ?? 0n));
      }),
    );
  }, 180_000);
});
