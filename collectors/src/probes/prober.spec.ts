import type { LatencyMeasurement, OwnProbe } from '@linewatch/shared';
import { InFlightLimit } from '../scheduler/in-flight-limit.js';
import { HeldClock, settled } from '../testing/held-clock.js';
import type { ProbeRun } from './probe-run.js';
import { Prober } from './prober.js';

const RAN: ProbeRun = { kind: 'ran', delaysUs: [10_000, null, 13_000] };

function aProbe(pointId: number, overrides: Partial<OwnProbe> = {}): OwnProbe {
  const probe = { pointId, intervalS: 60, source: 'STAMP', target: '192.0.2.1', port: 862, count: 3, spacingMs: 10 };
  return { ...probe, ...overrides } as OwnProbe;
}

describe('Prober', () => {
  let clock: HeldClock;
  let prober: Prober;
  let measured: LatencyMeasurement[];
  let told: string[];
  let running: number;
  let most: number;
  let runs: number;
  let answer: (probe: OwnProbe) => Promise<ProbeRun>;

  beforeEach(() => {
    clock = new HeldClock();
    measured = [];
    told = [];
    [running, most, runs] = [0, 0, 0];
    answer = () => Promise.resolve(RAN);
    prober = new Prober({
      clock,
      limit: new InFlightLimit(2),
      run: async (probe) => {
        runs += 1;
        most = Math.max(most, (running += 1));
        try {
          return await answer(probe);
        } finally {
          running -= 1;
        }
      },
      sink: (measurement) => measured.push(measurement),
      onNotRun: (source, reason) => told.push(`${source}: ${reason}`),
    });
  });

  afterEach(() => {
    prober.stop();
  });

  it('runs each probe once in each interval, at its own phase, in the slots of the interval', async () => {
    prober.apply([aProbe(1), aProbe(2)]);
    await clock.pass(180_000);

    const own = measured.filter(({ pointId }) => pointId === 1);
    expect(own.length).toBe(3);
    expect(own.every(({ slot }) => slot % 60 === 0)).toBeTrue();
    expect(new Set(own.map(({ takenAt }) => takenAt % 60_000)).size).toBe(1);
    expect(measured.some(({ pointId, takenAt }) => pointId === 2 && takenAt !== own[0]?.takenAt)).toBeTrue();
    expect(own[0]).toEqual(
      jasmine.objectContaining({ status: 'OK', sent: 3, received: 2, minUs: 10_000, meanUs: 11_500, jitterUs: 3_000 }),
    );
  });

  it('never runs one twice at once, nor more than there is room for', async () => {
    const waiting: (() => void)[] = [];
    answer = () =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(RAN);
        });
      });
    prober.apply([1, 2, 3, 4].map((id) => aProbe(id)));
    await clock.pass(300_000);
    expect([most, runs]).toEqual([2, 2]);

    for (let turn = 0; turn < 4; turn += 1) {
      for (const done of waiting.splice(0)) done();
      await settled();
    }

    expect([most, runs]).toEqual([2, 4]);
  });

  it('tells once that probes cannot be run, and again after they could', async () => {
    answer = () => Promise.resolve({ kind: 'not-run', reason: 'fping: ENOENT' });
    prober.apply([aProbe(1), aProbe(2)]);
    await clock.pass(120_000);
    expect(told).toEqual(['STAMP: fping: ENOENT']);
    expect(measured.map(({ status }) => status)).toEqual(Array<'NOT_MEASURED'>(4).fill('NOT_MEASURED'));

    answer = () => Promise.resolve(RAN);
    await clock.pass(60_000);
    answer = () => Promise.reject(new RangeError('unforeseen'));
    await clock.pass(60_000);

    expect(told).toEqual(['STAMP: fping: ENOENT', 'STAMP: RangeError']);
  });

  it('leaves probes alone that a new list has as before, and stops those that it has not', async () => {
    prober.apply([aProbe(1), aProbe(2)]);
    await clock.pass(60_000);
    prober.apply([aProbe(1), aProbe(3, { intervalS: 30 })]);
    measured = [];
    await clock.pass(60_000);

    expect(measured.map(({ pointId }) => pointId).sort()).toEqual([1, 3, 3]);
  });

  it('tells nothing of a run that ends after its probe was taken away', async () => {
    const waiting: (() => void)[] = [];
    answer = () =>
      new Promise((resolve) => {
        waiting.push(() => {
          resolve(RAN);
        });
      });
    prober.apply([aProbe(1)]);
    await clock.pass(60_000);
    expect(waiting.length).toBe(1);
    prober.apply([]);
    for (const done of waiting) done();
    await settled();

    expect(measured).toEqual([]);
  });

  it('keeps its slots apart when the clock is set back', async () => {
    prober.apply([aProbe(1)]);
    await clock.pass(120_000);
    clock.set(-90_000);
    await clock.pass(300_000);

    const slots = measured.map(({ slot }) => slot);
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots).toEqual(slots.toSorted((one, other) => one - other));
  });
});
