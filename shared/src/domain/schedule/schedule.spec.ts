import fc from 'fast-check';
import { DomainError } from '../../errors/domain-error.js';
import { pollBackoffS } from './poll-backoff.js';
import { fnv1a32, nextPollAt, pollPhaseS } from './poll-phase.js';

const anInterval = fc.integer({ min: 1, max: 3_600 });

/** FNV-1a as its authors write it, over octets that Node encoded. */
function fnv1a32OfOctets(octets: Uint8Array): bigint {
  return octets.reduce((hash, octet) => ((hash ^ BigInt(octet)) * 0x01000193n) & 0xffffffffn, 0x811c9dc5n);
}

describe('The phase of a device', () => {
  it('follows from the published hash', () => {
    expect(fnv1a32('')).toBe(0x811c9dc5);
    expect(fnv1a32('a')).toBe(0xe40c292c);
    expect(fnv1a32('foobar')).toBe(0xbf9cf968);
  });

  it('is hashed over UTF-8, whatever the script of the id', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(BigInt(fnv1a32(text))).toBe(fnv1a32OfOctets(new TextEncoder().encode(text)));
      }),
    );
  });

  it('lies within the interval and is the same at every start', () => {
    fc.assert(
      fc.property(fc.uuid(), anInterval, (id, intervalS) => {
        const phaseS = pollPhaseS(id, intervalS);
        expect(phaseS).toBeGreaterThanOrEqual(0);
        expect(phaseS).toBeLessThan(intervalS);
        expect(pollPhaseS(id, intervalS)).toBe(phaseS);
      }),
    );
  });

  it('needs an interval of whole seconds', () => {
    for (const intervalS of [0, -60, 2.5, Number.NaN]) {
      expect(() => pollPhaseS('a', intervalS)).toThrowMatching(
        (error) => error instanceof DomainError && error.code === 'schedule.interval-invalid',
      );
    }
  });
});

describe('The next poll', () => {
  it('is the first moment of the phase that is not past', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), fc.uuid(), anInterval, (now, id, intervalS) => {
        const phaseS = pollPhaseS(id, intervalS);
        const next = nextPollAt(now, phaseS, intervalS);
        expect(next).toBeGreaterThanOrEqual(now);
        expect(next - now).toBeLessThan(intervalS * 1_000);
        expect((next / 1_000) % intervalS).toBe(phaseS);
      }),
    );
  });

  it('does not drift, however late the polls before it ran', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 59_999 }), { minLength: 1 }), (delays) => {
        const first = nextPollAt(1_795_176_000_000, 17, 60);
        const last = delays.reduce((due, delay) => nextPollAt(due + delay + 1, 17, 60), first);
        expect(last - first).toBe(delays.length * 60_000);
      }),
    );
  });

  it('is now when now is its moment', () => {
    expect(nextPollAt(80_000, 80, 300)).toBe(80_000);
    expect(nextPollAt(80_001, 80, 300)).toBe(380_000);
  });
});

describe('The pause after failed polls', () => {
  it('doubles from a minute up to a quarter of an hour', () => {
    expect([0, 1, 2, 4, 5, 2_000].map((failures) => pollBackoffS(failures))).toEqual([0, 60, 120, 480, 900, 900]);
  });

  it('keeps other limits where they are given', () => {
    expect([1, 3, 9].map((failures) => pollBackoffS(failures, { firstS: 5, longestS: 30 }))).toEqual([5, 20, 30]);
  });
});
