import type { Reading } from '@linewatch/shared';
import fc from 'fast-check';
import { aReading } from '../../testing/test-batch.builder.js';
import { type CountedStretch, countsTwice, uncounted, withoutDeltas } from './counted-twice.js';

const stretch = (from: number, to: number): CountedStretch => ({
  slot: to,
  takenAt: to * 1_000,
  dtMs: (to - from) * 1_000,
});

describe('a reading', () => {
  it('does not count twice what its neighbours counted, though their clocks differ a little', () => {
    const late = { ...stretch(10, 20), dtMs: 10_300 };

    expect(countsTwice(late, [stretch(0, 10), stretch(20, 30)])).toBeFalse();
  });

  it('counts twice when a longer one reaches over it, or it over a shorter one', () => {
    expect(countsTwice(stretch(10, 20), [stretch(0, 40)])).toBeTrue();
    expect(countsTwice(stretch(0, 20), [stretch(0, 10)])).toBeTrue();
    expect(countsTwice(stretch(19, 20), [stretch(0, 40)])).toBeTrue();
  });

  it('that comes again is not its own double', () => {
    expect(countsTwice(stretch(10, 20), [stretch(10, 20)])).toBeFalse();
  });

  it('without a rate counts nothing', () => {
    expect(countsTwice({ ...stretch(10, 20), dtMs: null }, [stretch(0, 40)])).toBeFalse();
    expect(countsTwice(stretch(10, 20), [{ ...stretch(0, 40), dtMs: null }])).toBeFalse();
  });

  it('keeps its state and loses its numbers', () => {
    const { status, operStatus, inOctets, dtMs } = withoutDeltas(aReading({ portId: 1, slot: 10 }));

    expect([status, operStatus, inOctets, dtMs]).toEqual(['OVERLAP', 1, null, null]);
  });

  it('is left with what others did not count, to the octet, whoever began where and in whatever order they come', () => {
    const history = fc.record({
      // Times between answers; two may fall into one tick.
      gaps: fc.array(fc.nat(2_000), { minLength: 4, maxLength: 14 }),
      octets: fc.array(fc.nat(1_000_000), { minLength: 14, maxLength: 14 }),
      base: fc.constantFrom(0, 2 ** 48 - 1_000_000),
      ticks: fc.constantFrom(5_000, 2 ** 32 - 300),
      stretches: fc.array(fc.tuple(fc.nat(13), fc.nat(13), fc.integer({ min: -20_000, max: 20_000 })), {
        minLength: 2,
      }),
    });
    fc.assert(
      fc.property(history, ({ gaps, octets, base, ticks, stretches }) => {
        const answers = answersAfter(gaps, octets);
        const stored: Reading[] = [];
        const covered = new Set<number>();
        for (const [one, other, clockIsOffMs] of stretches) {
          const [from, to] = [Math.min(one, other) % answers.length, Math.max(one, other) % answers.length];
          if (from >= to) continue;
          for (let at = from; at < to; at += 1) covered.add(at);
          stored.push(...uncounted(readBetween(answers, from, to, { base, ticks, clockIsOffMs }), stored));
        }
        const counted = [...covered].reduce((sum, at) => sum + (octets[at] ?? 0), 0);

        expect(stored.reduce((sum, { inOctets }) => sum + (inOctets ?? 0), 0)).toBe(counted);
        expect(stored.reduce((sum, { outOctets }) => sum + (outOctets ?? 0), 0)).toBe(2 * counted);
        expect(stored.every(({ dtMs }) => dtMs !== null && dtMs > 0)).toBeTrue();
      }),
    );
  });

  it('is left without the packets and errors of what others counted within it', () => {
    const answers = answersAfter([1_000, 1_000], [100, 200]);
    const clocks = { base: 0, ticks: 0, clockIsOffMs: 0 };
    const first = { ...readBetween(answers, 0, 1, clocks), inPackets: 10, inErrors: 1, outErrors: null };
    const whole = { ...readBetween(answers, 0, 2, clocks), inPackets: 30, inErrors: 1, outErrors: 5 };
    const [rest] = uncounted(whole, [first]);

    expect([rest?.inOctets, rest?.inPackets, rest?.inErrors, rest?.outErrors]).toEqual([200, 20, 0, null]);
    expect([rest?.dtMs, rest?.inBps]).toEqual([1_000, 1_600]);
  });

  it('counts nothing where its agent has only counters of 32 bits and others share a part of it', () => {
    const answers = answersAfter([1_000, 1_000, 1_000], [100, 200, 300]);
    const clocks = { base: 0, ticks: 0, clockIsOffMs: 0 };
    const narrow = (from: number, to: number): Reading => ({
      ...readBetween(answers, from, to, clocks),
      inCount: null,
      outCount: null,
    });

    expect(uncounted(narrow(1, 3), [narrow(0, 2)])).toEqual([]);
    expect(uncounted(narrow(0, 2), [narrow(0, 1)]).map(({ inOctets }) => inOctets)).toEqual([200]);
  });
});

interface Answer {
  readonly ms: number;
  readonly octets: number;
}

function answersAfter(gaps: readonly number[], octets: readonly number[]): Answer[] {
  const answers: Answer[] = [{ ms: 0, octets: 0 }];
  for (const [at, gap] of gaps.entries()) {
    const last = answers.at(-1) ?? { ms: 0, octets: 0 };
    answers.push({ ms: last.ms + gap, octets: last.octets + (octets[at] ?? 0) });
  }
  return answers;
}

/** What a collector with a clock of its own makes of two answers; the agent's counts begin at `base`, its clock at `ticks`. */
function readBetween(
  answers: readonly Answer[],
  from: number,
  to: number,
  { base, ticks, clockIsOffMs }: { readonly base: number; readonly ticks: number; readonly clockIsOffMs: number },
): Reading {
  const [first, last] = [answers[from] ?? { ms: 0, octets: 0 }, answers[to] ?? { ms: 0, octets: 0 }];
  const octets = last.octets - first.octets;
  const ticksAt = (ms: number): number => (ticks + Math.floor(ms / 10)) % 2 ** 32;
  return aReading({
    portId: 1,
    slot: 1_000,
    takenAt: 1_000_000 + last.ms + clockIsOffMs,
    dtMs: Math.max(1, last.ms - first.ms),
    inOctets: octets,
    outOctets: 2 * octets,
    speedBps: null,
    fromTicks: ticksAt(first.ms),
    toTicks: ticksAt(last.ms),
    inCount: (base + last.octets) % 2 ** 48,
    outCount: (base + 2 * last.octets) % 2 ** 48,
  });
}
