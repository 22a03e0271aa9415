import fc from 'fast-check';
import { counterDelta } from './counter-delta.js';
import { GAIN_FAULTS, splitGain } from './split-gain.js';

const HALF = 1n << 32n;
const wide = fc.oneof(fc.bigInt(0n, HALF * HALF - 1n), fc.bigInt(0n, 1n << 33n));
const speeds = fc.option(fc.oneof(fc.integer({ min: 1, max: 2 ** 31 }), fc.constantFrom(2_048_000, 100e9, 400e9)));
const unit = fc.constantFrom('octets', 'packets');

function split(
  before: bigint,
  now: bigint,
  dtMs: number,
  width: 32 | 64,
  speedBps: number | null,
  of: 'octets' | 'packets',
) {
  const [high, low] = [Number(now / HALF), Number(now % HALF)];
  const gain = splitGain(Number(before / HALF), Number(before % HALF), high, low, dtMs, width, speedBps, of);
  return gain < 0 ? GAIN_FAULTS[-1 - gain] : gain;
}

function whole(
  before: bigint,
  now: bigint,
  dtMs: number,
  width: 32 | 64,
  speedBps: number | null,
  of: 'octets' | 'packets',
) {
  const result = counterDelta(before, now, dtMs, { width, speedBps, unit: of });
  return result.status === 'OK' ? Number(result.delta) : result.status;
}

describe('a counter in two halves', () => {
  it('gains what the whole one gains, and fails where it fails', () => {
    fc.assert(
      fc.property(wide, wide, fc.integer({ min: 1, max: 900_000 }), speeds, unit, (before, now, dtMs, speedBps, of) => {
        expect(split(before, now, dtMs, 64, speedBps, of)).toEqual(whole(before, now, dtMs, 64, speedBps, of));
      }),
    );
  });

  it('gains little from little, exactly, wherever the counter stands', () => {
    fc.assert(
      fc.property(wide, fc.bigInt(0n, (1n << 53n) - 1n), unit, (before, gain, of) => {
        const now = (before + gain) % (HALF * HALF);
        expect(split(before, now, 60_000, 64, 400e9, of)).toEqual(whole(before, now, 60_000, 64, 400e9, of));
        if (now >= before) expect(split(before, now, 60_000, 64, null, of)).toBe(Number(gain));
      }),
    );
  });

  it('of 32 bits gains what the whole one gains', () => {
    const narrow = fc.bigInt(0n, HALF - 1n);
    fc.assert(
      fc.property(
        narrow,
        narrow,
        fc.integer({ min: 1, max: 900_000 }),
        speeds,
        unit,
        (before, now, dtMs, speedBps, of) => {
          expect(split(before, now, dtMs, 32, speedBps, of)).toEqual(whole(before, now, dtMs, 32, speedBps, of));
        },
      ),
    );
  });
});
