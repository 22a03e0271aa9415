import fc from 'fast-check';
import { type CounterReading, rate } from './rate.js';

const TICKS_SPAN = 2 ** 32;
const MS_PER_TICK = 10;
const INTERVAL_S = 60;
/** Below it a restarted agent can look as old as one that ran on. */
const OLD_ENOUGH_TICKS = 6_000;

const EVENTS = ['none', 'reboot', 'clear', 'silent-clear', 'renumber', 'missed', 'twice', 'frozen'] as const;
type Event = (typeof EVENTS)[number];

interface Step {
  /** Length in ticks, so that both clocks can say it exactly. */
  readonly ticks: number;
  /** Share of the line that is filled. */
  readonly load: number;
  readonly event: Event;
}

/** A reading with what the model knows and no collector does. */
interface Told extends CounterReading {
  /** Octets since the counter was last reset; never wraps. */
  readonly unwrapped: bigint;
  readonly resets: number;
  readonly reboots: number;
  readonly upSinceBoot: number;
}

interface Line {
  readonly width: 32 | 64;
  readonly speedBps: number;
  readonly startUpTime: number;
  readonly startValue: bigint;
  readonly hasEngineBoots: boolean;
}

/** What an agent would answer to polls while all this happens to it. */
function readingsOf(line: Line, steps: readonly Step[]): Told[] {
  const readings: Told[] = [];
  let nowTicks = 0;
  let upTime = line.startUpTime;
  let octets = line.startValue;
  let shown = octets;
  let discontinuity = 0;
  let resets = 0;
  let reboots = 0;
  const tell = (event: Event): Told => ({
    takenAt: nowTicks * MS_PER_TICK,
    sysUpTime: upTime % TICKS_SPAN,
    discontinuity,
    ifName: event === 'renumber' ? 'ge-0/0/2' : 'ge-0/0/1',
    engineBoots: line.hasEngineBoots ? reboots + 1 : null,
    value: BigInt.asUintN(line.width, shown),
    unwrapped: shown,
    resets,
    reboots,
    upSinceBoot: upTime,
  });
  readings.push(tell('none'));
  for (const { ticks, load, event } of steps) {
    const gained = BigInt(Math.floor((line.speedBps * load * ticks) / 800));
    nowTicks += ticks;
    upTime += ticks;
    octets += gained;
    if (event === 'reboot' || event === 'clear' || event === 'silent-clear') {
      // Half the step before the reset, half after it.
      octets = gained / 2n;
      resets += 1;
      if (event === 'clear') discontinuity = (upTime - Math.floor(ticks / 2)) % TICKS_SPAN;
      if (event === 'reboot') {
        upTime = Math.floor(ticks / 2);
        discontinuity = 0;
        reboots += 1;
      }
    }
    if (event !== 'frozen') shown = octets;
    if (event !== 'missed') readings.push(tell(event));
    if (event === 'twice') readings.push(tell(event));
  }
  return readings;
}

const aLine = fc.record<Line>({
  width: fc.constantFrom(32, 64),
  speedBps: fc.constantFrom(2_048_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000),
  startUpTime: fc.oneof(
    fc.integer({ min: 0, max: 10_000_000 }),
    fc.integer({ min: TICKS_SPAN - 60_000, max: TICKS_SPAN - 1 }),
  ),
  startValue: fc.oneof(
    fc.bigInt({ min: 0n, max: 1n << 32n }),
    fc.bigInt({ min: (1n << 64n) - 1_000_000n, max: (1n << 64n) - 1n }),
  ),
  hasEngineBoots: fc.boolean(),
});

function someSteps(events: readonly Event[]): fc.Arbitrary<Step[]> {
  const step = fc.record<Step>({
    ticks: fc.integer({ min: 4_000, max: 8_000 }),
    load: fc.double({ min: 0, max: 1, noNaN: true }),
    event: fc.constantFrom(...events),
  });
  return fc.array(step, { minLength: 1, maxLength: 40 });
}

function pairsOf(readings: readonly Told[]): (readonly [Told, Told])[] {
  return readings.slice(1).flatMap((current, index) => {
    const previous = readings[index];
    return previous === undefined ? [] : [[previous, current] as const];
  });
}

describe('Rates over any history of an agent', () => {
  it('are never negative and never above what the line can carry', () => {
    fc.assert(
      fc.property(aLine, someSteps(EVENTS), (line, steps) => {
        for (const [previous, current] of pairsOf(readingsOf(line, steps))) {
          const result = rate(previous, current, { ...line, unit: 'octets', intervalS: INTERVAL_S });
          if (result.status !== 'OK') continue;
          expect(result.delta >= 0n).toBeTrue();
          expect(result.perSecond).toBeGreaterThanOrEqual(0);
          expect(result.perSecond).toBeLessThanOrEqual(1.1 * line.speedBps * (1 + 1e-12));
        }
      }),
    );
  });

  it('make a gap of a reboot and of counters that were cleared, not a spike', () => {
    fc.assert(
      fc.property(aLine, someSteps(['none', 'reboot', 'clear', 'missed', 'frozen']), (line, steps) => {
        for (const [previous, current] of pairsOf(readingsOf(line, steps))) {
          const rebooted = previous.reboots !== current.reboots;
          if (previous.resets === current.resets) continue;
          const tellsByUptime =
            previous.upSinceBoot > OLD_ENOUGH_TICKS && previous.upSinceBoot < TICKS_SPAN - 10 * OLD_ENOUGH_TICKS;
          if (rebooted && !line.hasEngineBoots && !tellsByUptime) continue;
          const result = rate(previous, current, { ...line, unit: 'octets', intervalS: INTERVAL_S });
          expect(result.status).not.toBe('OK');
        }
      }),
    );
  });

  it('hold every octet that the model carried, wherever there is a rate', () => {
    fc.assert(
      fc.property(
        aLine,
        someSteps(['none', 'reboot', 'clear', 'missed', 'twice', 'renumber', 'frozen']),
        (line, steps) => {
          for (const [previous, current] of pairsOf(readingsOf(line, steps))) {
            if (previous.resets !== current.resets) continue;
            const result = rate(previous, current, { ...line, unit: 'octets', intervalS: INTERVAL_S });
            if (result.status === 'OK') expect(result.delta).toBe(current.unwrapped - previous.unwrapped);
          }
        },
      ),
    );
  });

  it('are there for every interval of a quiet agent, and add up to all that was carried', () => {
    fc.assert(
      fc.property(aLine, someSteps(['none']), (anyLine, steps) => {
        const line: Line = { ...anyLine, width: 64 };
        const readings = readingsOf(line, steps);
        const results = pairsOf(readings).map(([previous, current]) =>
          rate(previous, current, { ...line, unit: 'octets', intervalS: INTERVAL_S }),
        );
        const deltas = results.map((result) => (result.status === 'OK' ? result.delta : null));
        expect(deltas).not.toContain(null);
        const total = deltas.reduce<bigint>((sum, delta) => sum + (delta ?? 0n), 0n);
        expect(total).toBe((readings.at(-1)?.unwrapped ?? 0n) - line.startValue);
      }),
    );
  });
});
