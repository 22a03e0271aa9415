import * as fc from 'fast-check';
import { aPort } from '../../testing/small-practice-house.js';
import { OctetCounter } from './octet-counter.js';
import { IF_STATUS, LOAD_STEP_MS, PracticePort } from './practice-port.js';

const START = { inOctets: 1_000n, outOctets: 2_000n };
const BEGIN = 1_700_000_003_217;

function portWith(offered: (at: number) => { inBps: number; outBps: number }, speedBps = 100_000_000): PracticePort {
  return new PracticePort(aPort(1, { speedBps }), 'the spec', START, BEGIN, offered);
}

describe('a counter of octets', () => {
  it('does not depend on how often it was looked at', () => {
    const piece = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400_000_000_000 }), fc.array(piece, { maxLength: 30 }), (bps, pieces) => {
        const counter = new OctetCounter(0n);
        for (const ms of pieces) counter.add(bps, ms);
        const ms = pieces.reduce((sum, each) => sum + each, 0);
        return counter.octets === (BigInt(bps) * BigInt(ms)) / 8_000n;
      }),
    );
  });

  it('begins again behind 2^64 - 1', () => {
    const counter = new OctetCounter((1n << 64n) - 10n);
    counter.add(8_000, 16);

    expect(counter.octets).toBe(6n);
    expect(counter.octetsPassed).toBe(16n);
  });
});

describe('a port of the practice network', () => {
  it('counts exactly what is offered to it', () => {
    const port = portWith(() => ({ inBps: 8_000_000, outBps: 1_234_567 }));
    port.advance(BEGIN + 60_000);

    expect(port.inOctets - START.inOctets).toBe(60_000_000n);
    expect(port.outOctets - START.outOctets).toBe((1_234_567n * 60n) / 8n);
  });

  it('carries what a moment offers in that moment and nothing of it in another', () => {
    const changeAt = BEGIN - (BEGIN % LOAD_STEP_MS) + LOAD_STEP_MS;
    const port = portWith((at) => ({ inBps: at < changeAt ? 8_000 : 80_000, outBps: 0 }));
    port.advance(changeAt + 1_000);

    expect(port.inOctets - START.inOctets).toBe(BigInt(changeAt - BEGIN) + 10_000n);
  });

  it('carries no more than its speed, and drops some of what waits', () => {
    const port = portWith(() => ({ inBps: 9_000_000_000, outBps: 9_000_000_000 }), 8_000_000);
    port.advance(BEGIN + 10_000);

    expect(port.inOctets - START.inOctets).toBe(10_000_000n);
    expect(port.outDiscards).toBeGreaterThan(100);
  });

  it('stands still while it is down, and goes on from where it stood', () => {
    const port = portWith(() => ({ inBps: 8_000, outBps: 8_000 }));
    port.setOperStatus(IF_STATUS.down, BEGIN + 1_000);
    port.setOperStatus(IF_STATUS.up, BEGIN + 500_000);
    port.advance(BEGIN + 501_000);

    expect(port.inOctets - START.inOctets).toBe(2_000n);
    expect(port.operChangedAt).toBe(BEGIN + 500_000);
  });

  it('never counts backwards, whatever happens', () => {
    const step = fc.record({ ms: fc.integer({ min: -5_000, max: 100_000 }), status: fc.constantFrom(1, 2) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const port = portWith((at) => ({ inBps: at % 9_000_000, outBps: at % 70_000_000 }));
        let now = BEGIN;
        let before = counters(port);
        return steps.every(({ ms, status }) => {
          now += ms;
          if (status === 1) port.setOperStatus(IF_STATUS.up, now);
          else port.setOperStatus(IF_STATUS.down, now);
          port.advance(now);
          const after = counters(port);
          const grew = after.every((value, at) => value >= (before[at] ?? 0n));
          before = after;
          return grew;
        });
      }),
    );
  });

  it('wakes from a long sleep of the machine without counting for ever', () => {
    const asked: number[] = [];
    const port = portWith((at) => {
      asked.push(at);
      return { inBps: 8_000, outBps: 8_000 };
    });
    port.advance(BEGIN + 365 * 86_400_000);

    expect(asked.length).toBeLessThanOrEqual(86_400_000 / LOAD_STEP_MS + 1);
    expect(port.inOctets - START.inOctets).toBe(86_400_000n);
  });

  it('has a trickle of errors and discards', () => {
    const port = portWith(() => ({ inBps: 8_000, outBps: 8_000 }));
    port.advance(BEGIN + 20 * 3_600_000);

    expect(port.inErrors).toBeGreaterThan(0);
    expect(port.inErrors).toBeLessThan(100);
    expect(port.inDiscards).toBeGreaterThan(0);
  });
});

function counters(port: PracticePort): bigint[] {
  const small = [port.inErrors, port.outErrors, port.inDiscards, port.outDiscards].map(BigInt);
  return [port.inOctets, port.outOctets, port.inUnicast, port.outUnicast, port.inMulticast, ...small];
}
