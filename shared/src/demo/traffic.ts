import type { CircuitEndSide } from '../domain/status/statuses.js';
import type { DemoCircuit, DemoTraffic } from './types.js';

/** Bit rates of one end at one moment, as the port counts them: in is towards the device. */
export interface DemoLoad {
  readonly inBps: number;
  readonly outBps: number;
}

interface Shape {
  /** Share of the peak at each full hour of a day, China time. */
  readonly hours: readonly number[];
  /** What Saturdays and Sundays are of that. */
  readonly weekend: number;
  /** How far the noise swings, share of the value. */
  readonly swing: number;
}

const SHAPES: Readonly<Record<DemoTraffic['profile'], Shape>> = {
  office: {
    hours: [
      0.06, 0.05, 0.05, 0.05, 0.05, 0.06, 0.09, 0.2, 0.62, 0.94, 1, 0.9, 0.55, 0.6, 0.88, 0.98, 0.95, 0.8, 0.45, 0.3,
      0.24, 0.18, 0.12, 0.08,
    ],
    weekend: 0.28,
    swing: 0.34,
  },
  'backup-at-night': {
    hours: [
      0.98, 1, 0.97, 0.82, 0.4, 0.16, 0.1, 0.1, 0.14, 0.18, 0.2, 0.18, 0.15, 0.15, 0.18, 0.2, 0.19, 0.16, 0.13, 0.12,
      0.14, 0.22, 0.6, 0.9,
    ],
    weekend: 0.85,
    swing: 0.16,
  },
  video: {
    hours: [
      0.55, 0.5, 0.48, 0.46, 0.46, 0.5, 0.58, 0.7, 0.8, 0.84, 0.85, 0.86, 0.84, 0.84, 0.86, 0.88, 0.9, 0.94, 0.98, 1,
      0.98, 0.9, 0.76, 0.64,
    ],
    weekend: 1.06,
    swing: 0.2,
  },
  steady: {
    hours: [
      0.7, 0.7, 0.7, 0.7, 0.7, 0.72, 0.75, 0.82, 0.92, 0.98, 1, 0.98, 0.92, 0.94, 0.99, 1, 0.98, 0.92, 0.85, 0.8, 0.78,
      0.76, 0.73, 0.71,
    ],
    weekend: 0.8,
    swing: 0.18,
  },
};

const HOUR_MS = 3_600_000;
/** China has one zone and no summer time: plain arithmetic, since this runs millions of times while the demo is filled. */
const CHINA_OFFSET_MS = 8 * HOUR_MS;
const HOURS_PER_DAY = 24;
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;
const DAYS_PER_WEEK = 7;
const SUNDAY = 0;
const SATURDAY = 6;

const HIGHEST_SHARE = 0.97;
const LOWEST_SHARE = 0.002;

/** Noise of three lengths: the slow drift of hours, the bursts of minutes, the shimmer of seconds. */
const DRIFT_MS = 9_000_000;
const BURST_MS = 540_000;
const SHIMMER_MS = 25_000;

/** A number in [-1, 1) for a position on a seed's own number line (integer hash after the finaliser of MurmurHash3). */
function chance(seed: number, position: number): number {
  let bits = Math.imul(seed ^ Math.imul(position | 0, 0x9e3779b1), 0x85ebca6b);
  bits ^= bits >>> 15;
  bits = Math.imul(bits, 0xc2b2ae35);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0x27d4eb2f);
  bits ^= bits >>> 16;
  return bits / 0x80000000;
}

/** Value noise: chance at every multiple of `periodMs`, and a smooth way between. */
function noise(seed: number, atMs: number, periodMs: number): number {
  const position = atMs / periodMs;
  const left = Math.floor(position);
  const way = position - left;
  const eased = way * way * (3 - 2 * way);
  const from = chance(seed, left);
  return from + (chance(seed, left + 1) - from) * eased;
}

function atFullHour(shape: Shape, hour: number): number {
  const weekday = (Math.floor(hour / HOURS_PER_DAY) + FIRST_WEEKDAY) % DAYS_PER_WEEK;
  const share = shape.hours[hour % HOURS_PER_DAY] ?? 0;
  return weekday === SUNDAY || weekday === SATURDAY ? share * shape.weekend : share;
}

function shareOfPeak(shape: Shape, atMs: number): number {
  const position = (atMs + CHINA_OFFSET_MS) / HOUR_MS;
  const hour = Math.floor(position);
  const from = atFullHour(shape, hour);
  return from + (atFullHour(shape, hour + 1) - from) * (position - hour);
}

function bitRate(contractedBps: number, peak: number, base: number, swing: number, seed: number, atMs: number): number {
  const wave =
    0.5 * noise(seed, atMs, DRIFT_MS) +
    0.35 * noise(seed + 101, atMs, BURST_MS) +
    0.15 * noise(seed + 202, atMs, SHIMMER_MS);
  const share = peak * base * (1 + swing * wave);
  const bounded = share < LOWEST_SHARE ? LOWEST_SHARE : share > HIGHEST_SHARE ? HIGHEST_SHARE : share;
  return Math.round(contractedBps * bounded);
}

/**
 * What one end of a demo circuit carries at a moment: a daily and weekly shape with seeded, smooth noise, never above
 * 97 % of the contracted bandwidth. The Z end is the mirror of the A end: in there is out here.
 *
 * Pure, and cheap enough to fill three months of history with.
 *
 * @param circuit whose traffic; only its bandwidth and its `traffic` are looked at
 * @param atMs ms since the epoch, not before 1970
 * @returns whole bits per second
 */
export function demoTraffic(
  circuit: Pick<DemoCircuit, 'contractedBps' | 'traffic'>,
  side: CircuitEndSide,
  atMs: number,
): DemoLoad {
  const { seed, profile, peakIn, peakOut } = circuit.traffic;
  const shape = SHAPES[profile];
  const base = shareOfPeak(shape, atMs);
  const towardsA = bitRate(circuit.contractedBps, peakIn, base, shape.swing, seed * 1_009, atMs);
  const fromA = bitRate(circuit.contractedBps, peakOut, base, shape.swing, seed * 1_009 + 503, atMs);
  return side === 'A' ? { inBps: towardsA, outBps: fromA } : { inBps: fromA, outBps: towardsA };
}
