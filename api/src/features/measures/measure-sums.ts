import { BUCKET_S, day, fiveMinutes, hour } from '../telemetry/index.js';

/** A table of sums: of what it is made, and by what. */
export interface SumTable {
  readonly name: 'latency_5m' | 'latency_1h' | 'latency_1d' | 'optical_1h' | 'optical_1d';
  readonly from: string;
  /** Where `from` says when. */
  readonly time: 'slot' | 'bucket';
  readonly widthS: number;
  readonly bucketOf: (epochS: number) => number;
  /** What is made of it in turn. */
  readonly next: SumTable['name'] | null;
  /** What is summed, a column each: the expression over `from`. */
  readonly columns: Readonly<Record<string, string>>;
  /** Days that it is kept, by configuration. */
  readonly kept: 'RETAIN_5M_DAYS' | 'RETAIN_1H_DAYS' | 'RETAIN_1D_DAYS';
}

const GOOD = "SUM(CASE WHEN status = 'OK' THEN 1 ELSE 0 END)";
const FAILED = "SUM(CASE WHEN status = 'OK' THEN 0 ELSE 1 END)";

/** Delays are weighted by answers (rule P-LAT), so that the mean of a long time is that of its packets. */
const OF_RUNS = {
  n: GOOD,
  failed_n: FAILED,
  sent: 'COALESCE(SUM(sent), 0)',
  received: 'COALESCE(SUM(received), 0)',
  min_us: 'MIN(min_us)',
  max_us: 'MAX(max_us)',
  delay_n: 'SUM(CASE WHEN mean_us IS NULL THEN 0 ELSE received END)',
  delay_sum_us: 'COALESCE(SUM(mean_us * received), 0)',
  jitter_n: 'COUNT(jitter_us)',
  jitter_sum_us: 'COALESCE(SUM(jitter_us), 0)',
};
const OF_LATENCY = {
  ...summed(['n', 'failed_n', 'sent', 'received', 'delay_n', 'delay_sum_us', 'jitter_n', 'jitter_sum_us']),
  min_us: 'MIN(min_us)',
  max_us: 'MAX(max_us)',
};

/** Quantities of a transceiver, each of which may be absent. */
export const OPTICAL_VALUES = ['rx_dbm', 'tx_dbm', 'temperature_c', 'voltage_v', 'bias_ma'] as const;

const OF_LEVELS = Object.fromEntries([
  ['n', GOOD],
  ['failed_n', FAILED],
  ...OPTICAL_VALUES.flatMap((value) => [
    [`${value}_n`, `COUNT(${value})`],
    [`${value}_sum`, `COALESCE(SUM(${value}), 0)`],
    [`${value}_min`, `MIN(${value})`],
    [`${value}_max`, `MAX(${value})`],
  ]),
]) as Record<string, string>;
const OF_OPTICAL = {
  ...summed(['n', 'failed_n', ...OPTICAL_VALUES.flatMap((value) => [`${value}_n`, `${value}_sum`])]),
  ...Object.fromEntries(
    OPTICAL_VALUES.flatMap((value) => [
      [`${value}_min`, `MIN(${value}_min)`],
      [`${value}_max`, `MAX(${value}_max)`],
    ]),
  ),
};

function summed(columns: readonly string[]): Record<string, string> {
  return Object.fromEntries(columns.map((name) => [name, `SUM(${name})`]));
}

/** From fine to coarse. */
export const SUM_TABLES: readonly SumTable[] = [
  {
    name: 'latency_5m',
    from: 'measure_latency',
    time: 'slot',
    widthS: BUCKET_S['5m'],
    bucketOf: fiveMinutes,
    next: 'latency_1h',
    columns: OF_RUNS,
    kept: 'RETAIN_5M_DAYS',
  },
  {
    name: 'latency_1h',
    from: 'latency_5m',
    time: 'bucket',
    widthS: BUCKET_S['1h'],
    bucketOf: hour,
    next: 'latency_1d',
    columns: OF_LATENCY,
    kept: 'RETAIN_1H_DAYS',
  },
  {
    name: 'latency_1d',
    from: 'latency_1h',
    time: 'bucket',
    widthS: BUCKET_S['1d'],
    bucketOf: (epochS) => day(epochS),
    next: null,
    columns: OF_LATENCY,
    kept: 'RETAIN_1D_DAYS',
  },
  {
    name: 'optical_1h',
    from: 'measure_optical',
    time: 'slot',
    widthS: BUCKET_S['1h'],
    bucketOf: hour,
    next: 'optical_1d',
    columns: OF_LEVELS,
    kept: 'RETAIN_1H_DAYS',
  },
  {
    name: 'optical_1d',
    from: 'optical_1h',
    time: 'bucket',
    widthS: BUCKET_S['1d'],
    bucketOf: (epochS) => day(epochS),
    next: null,
    columns: OF_OPTICAL,
    kept: 'RETAIN_1D_DAYS',
  },
];

export function sumTable(name: SumTable['name']): SumTable {
  const table = SUM_TABLES.find((one) => one.name === name);
  if (table === undefined) throw new Error(`no such table of sums: ${name}`);
  return table;
}
