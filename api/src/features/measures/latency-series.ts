import type { LatencySeries } from '@linewatch/shared';
import { toNumber } from '../telemetry/index.js';
import type { ValueRow } from './measure-reader.js';

/** Runs of a probe, as sums that can be added up without loss. Microseconds; `at` epoch seconds. */
export interface LatencySum {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
  readonly minUs: number | null;
  readonly maxUs: number | null;
  /** Delays weighted by answers (rule P-LAT), over the answers of runs that gave one. */
  readonly delayN: number;
  readonly delaySumUs: number;
  readonly jitterN: number;
  readonly jitterSumUs: number;
}

type LatencyColumns = Pick<LatencySeries, 'at' | 'lossPct' | 'minUs' | 'meanUs' | 'maxUs' | 'jitterUs'>;

/** One run; undefined when it was not carried out. */
export function sumOfRun(row: ValueRow): LatencySum | undefined {
  if (row.status !== 'OK') return undefined;
  const received = Number(row.received);
  const meanUs = toNumber(row.mean_us ?? null);
  const jitterUs = toNumber(row.jitter_us ?? null);
  return {
    at: Number(row.slot),
    sent: Number(row.sent),
    received,
    minUs: toNumber(row.min_us ?? null),
    maxUs: toNumber(row.max_us ?? null),
    delayN: meanUs === null ? 0 : received,
    delaySumUs: meanUs === null ? 0 : meanUs * received,
    jitterN: jitterUs === null ? 0 : 1,
    jitterSumUs: jitterUs ?? 0,
  };
}

/** A stored sum. */
export function storedSum(row: ValueRow): LatencySum {
  return {
    at: Number(row.bucket),
    sent: Number(row.sent),
    received: Number(row.received),
    minUs: toNumber(row.min_us ?? null),
    maxUs: toNumber(row.max_us ?? null),
    delayN: Number(row.delay_n),
    delaySumUs: Number(row.delay_sum_us),
    jitterN: Number(row.jitter_n),
    jitterSumUs: Number(row.jitter_sum_us),
  };
}

export function addSums(one: LatencySum, other: LatencySum): LatencySum {
  return {
    at: one.at,
    sent: one.sent + other.sent,
    received: one.received + other.received,
    minUs: extreme(Math.min, one.minUs, other.minUs),
    maxUs: extreme(Math.max, one.maxUs, other.maxUs),
    delayN: one.delayN + other.delayN,
    delaySumUs: one.delaySumUs + other.delaySumUs,
    jitterN: one.jitterN + other.jitterN,
    jitterSumUs: one.jitterSumUs + other.jitterSumUs,
  };
}

/** Entries of a chart, one a time (ms); undefined is a gap. */
export function latencyColumns(
  entries: readonly (readonly [at: number, sum: LatencySum | undefined])[],
): LatencyColumns {
  const figures = entries.map(([, sum]) => figuresOf(sum));
  return {
    at: entries.map(([at]) => at),
    lossPct: figures.map(({ lossPct }) => lossPct),
    minUs: figures.map(({ minUs }) => minUs),
    meanUs: figures.map(({ meanUs }) => meanUs),
    maxUs: figures.map(({ maxUs }) => maxUs),
    jitterUs: figures.map(({ jitterUs }) => jitterUs),
  };
}

export function latencyStats(sums: readonly LatencySum[]): LatencySeries['stats'] {
  const total = sums.length === 0 ? undefined : sums.reduce(addSums);
  const { lossPct, meanUs, maxUs, jitterUs } = figuresOf(total);
  return { lossPct, meanUs, maxUs, jitterUs, sent: total?.sent ?? 0 };
}

/** Percent, four places as rule P-ERR has them; null when nothing was sent. */
export function lossPercent(sent: number, received: number): number | null {
  return sent === 0 ? null : Math.round(((sent - received) / sent) * 1_000_000) / 10_000;
}

function figuresOf(
  sum: LatencySum | undefined,
): Record<'lossPct' | 'minUs' | 'meanUs' | 'maxUs' | 'jitterUs', number | null> {
  if (sum === undefined) return { lossPct: null, minUs: null, meanUs: null, maxUs: null, jitterUs: null };
  return {
    lossPct: lossPercent(sum.sent, sum.received),
    minUs: sum.minUs,
    meanUs: sum.delayN === 0 ? null : Math.round(sum.delaySumUs / sum.delayN),
    maxUs: sum.maxUs,
    jitterUs: sum.jitterN === 0 ? null : Math.round(sum.jitterSumUs / sum.jitterN),
  };
}

function extreme(of: (...values: number[]) => number, one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return of(one, other);
}
