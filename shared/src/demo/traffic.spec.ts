import fc from 'fast-check';
import { demoNetwork } from './network.js';
import { demoTraffic } from './traffic.js';
import type { DemoCircuit } from './types.js';

const HOUR_MS = 3_600_000;
/** Monday, 16 November 2026, midnight in China. */
const MONDAY = Date.UTC(2026, 10, 15, 16);
const aCircuit = fc.constantFrom(...demoNetwork().circuits);
const aMoment = fc.integer({ min: 0, max: 4_000_000_000_000 });

function find(profile: DemoCircuit['traffic']['profile']): DemoCircuit {
  const circuit = demoNetwork().circuits.find(({ traffic }) => traffic.profile === profile);
  if (circuit === undefined) throw new Error(`The demo has no line of profile ${profile}`);
  return circuit;
}

/** Mean of an hour towards the A end, by the minute. */
function meanOfHour(circuit: DemoCircuit, day: number, hour: number): number {
  const start = MONDAY + (day * 24 + hour) * HOUR_MS;
  const rates = Array.from({ length: 60 }, (_, minute) => demoTraffic(circuit, 'A', start + minute * 60_000).inBps);
  return rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
}

describe("The demo's traffic", () => {
  it('goes out at the one end as it comes in at the other', () => {
    fc.assert(
      fc.property(aCircuit, aMoment, (circuit, at) => {
        const a = demoTraffic(circuit, 'A', at);
        expect(demoTraffic(circuit, 'Z', at)).toEqual({ inBps: a.outBps, outBps: a.inBps });
      }),
    );
  });

  it('is a whole number of bits within what was contracted', () => {
    fc.assert(
      fc.property(aCircuit, aMoment, (circuit, at) => {
        for (const rate of Object.values(demoTraffic(circuit, 'A', at))) {
          expect(Number.isInteger(rate)).toBeTrue();
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(0.97 * circuit.contractedBps);
        }
      }),
    );
  });

  it('stays below the line even where its peak is set above it', () => {
    const office = find('office');
    const greedy = { ...office, traffic: { ...office.traffic, peakIn: 5 } };
    expect(meanOfHour(greedy, 0, 10)).toBe(0.97 * office.contractedBps);
  });

  it('has no steps: a tenth of a second changes little', () => {
    fc.assert(
      fc.property(aCircuit, aMoment, (circuit, at) => {
        const step = demoTraffic(circuit, 'A', at + 100).inBps - demoTraffic(circuit, 'A', at).inBps;
        expect(Math.abs(step)).toBeLessThan(0.01 * circuit.contractedBps);
      }),
    );
  });

  it('of an office rises by day, rests at night and on Sunday', () => {
    const office = find('office');
    expect(meanOfHour(office, 0, 10)).toBeGreaterThan(5 * meanOfHour(office, 0, 3));
    expect(meanOfHour(office, 0, 10)).toBeGreaterThan(2 * meanOfHour(office, 6, 10));
  });

  it('of a backup is highest after midnight', () => {
    const backup = find('backup-at-night');
    expect(meanOfHour(backup, 1, 1)).toBeGreaterThan(3 * meanOfHour(backup, 1, 12));
  });

  it('is another on every line', () => {
    const shares = demoNetwork().circuits.map(
      (circuit) => demoTraffic(circuit, 'A', MONDAY).inBps / circuit.contractedBps,
    );
    expect(new Set(shares).size).toBeGreaterThan(shares.length / 2);
  });
});
