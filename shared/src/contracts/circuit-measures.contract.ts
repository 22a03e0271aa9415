import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';
import { MEASURE_KINDS, MEASURE_STATUSES } from './measures.contract.js';

const Instant = z.iso.datetime();
const Value = z.nullable(z.number());
const Column = z.array(Value);

/** The newest good values of a point, as its kind has them; units as in the columns of a batch. */
export const LineValues = z.object({ alarmBits: z.number(), changedAt: z.nullable(Instant) });
export const OpticalValues = z.object({
  rxDbm: Value,
  txDbm: Value,
  temperatureC: Value,
  voltageV: Value,
  biasMa: Value,
});
/** `lossPct` in percent, times in microseconds; null where no packet came back. */
export const LatencyValues = z.object({
  sent: z.number(),
  received: z.number(),
  lossPct: Value,
  minUs: Value,
  meanUs: Value,
  maxUs: Value,
  jitterUs: Value,
});
export type LineValues = z.infer<typeof LineValues>;
export type OpticalValues = z.infer<typeof OpticalValues>;
export type LatencyValues = z.infer<typeof LatencyValues>;

/** What a point is, as everybody may know it who sees the circuit. */
const Point = {
  pointId: z.int(),
  side: z.enum(CIRCUIT_END_SIDES),
  /** Code of the source: DS1, SONET, ENTITY_SENSOR, ICMP, STAMP … */
  source: z.string(),
  /** Of a SONET point: SECTION, LINE, PATH or VT. */
  layer: z.nullable(z.string()),
  intervalS: z.int(),
};

/**
 * One point with its newest measurement. `status` is how the newest one went, null before the first; `valuesAt` says
 * when the values were taken, which is earlier when the newest one brought none.
 */
export const CircuitMeasure = z.object({
  ...Point,
  kind: z.enum(MEASURE_KINDS),
  status: z.nullable(z.enum(MEASURE_STATUSES)),
  measuredAt: z.nullable(Instant),
  valuesAt: z.nullable(Instant),
  line: z.nullable(LineValues),
  optical: z.nullable(OpticalValues),
  latency: z.nullable(LatencyValues),
});
export type CircuitMeasure = z.infer<typeof CircuitMeasure>;

/** `GET /api/v1/circuits/:id/measures`. `at` is the server's time, for ages. */
export const CircuitMeasures = z.object({ at: Instant, items: z.array(CircuitMeasure) });
export type CircuitMeasures = z.infer<typeof CircuitMeasures>;

/** What series can be asked for. */
export const MEASURE_SERIES = ['latency', 'optical', 'line'] as const;

/** Query of `GET /api/v1/circuits/:id/measures/series`: epoch ms, half open [from, to). */
export const MeasureSeriesQuery = z.object({
  kind: z.enum(MEASURE_SERIES),
  from: z.coerce.number().check(z.int(), z.nonnegative()),
  to: z.coerce.number().check(z.int(), z.positive()),
  side: z._default(z.enum(CIRCUIT_END_SIDES), 'A'),
  /** How many points the chart can show; each series has at most this many buckets. */
  points: z._default(z.coerce.number().check(z.int(), z.minimum(10), z.maximum(2_000)), 800),
});
export type MeasureSeriesQuery = z.infer<typeof MeasureSeriesQuery>;

/**
 * Columns of equal length. A bucket without a good measurement holds null in every value column; `bucketS` is its
 * width, 0 where each entry is one measurement.
 */
const Buckets = { bucketS: z.int(), at: z.array(z.number()) };

/** Loss in percent; delays weighted by answers (rule P-LAT), jitter the mean of the runs'. Microseconds. */
export const LatencySeries = z.object({
  ...Point,
  ...Buckets,
  lossPct: Column,
  minUs: Column,
  meanUs: Column,
  maxUs: Column,
  jitterUs: Column,
  /** Over the whole range. */
  stats: z.object({ lossPct: Value, meanUs: Value, maxUs: Value, jitterUs: Value, sent: z.number() }),
});
export type LatencySeries = z.infer<typeof LatencySeries>;

/** Means of a bucket, and the extremes of the received power, which is what fails first. */
export const OpticalSeries = z.object({
  ...Point,
  ...Buckets,
  rxDbm: Column,
  rxMinDbm: Column,
  rxMaxDbm: Column,
  txDbm: Column,
  temperatureC: Column,
  voltageV: Column,
  biasMa: Column,
});
export type OpticalSeries = z.infer<typeof OpticalSeries>;

/** One stay of a line in a status, [from, to) ms; `alarmBits` null where it was not known. */
export const LineStay = z.object({
  from: z.number(),
  to: z.number(),
  status: z.enum(MEASURE_STATUSES),
  alarmBits: z.nullable(z.number()),
});
export type LineStay = z.infer<typeof LineStay>;

/** Status as stays, oldest first (the newest 500; `truncated` says that older ones were left off); 15-minute seconds summed by bucket. */
export const LineSeries = z.object({
  ...Point,
  ...Buckets,
  stays: z.array(LineStay),
  truncated: z.boolean(),
  es: Column,
  ses: Column,
  uas: Column,
  cv: Column,
});
export type LineSeries = z.infer<typeof LineSeries>;

const range = { circuitId: z.uuid(), side: z.enum(CIRCUIT_END_SIDES), from: z.number(), to: z.number() };

/** One series a point of the end. */
export const MeasureSeries = z.discriminatedUnion('kind', [
  z.object({ ...range, kind: z.literal('latency'), items: z.array(LatencySeries) }),
  z.object({ ...range, kind: z.literal('optical'), items: z.array(OpticalSeries) }),
  z.object({ ...range, kind: z.literal('line'), items: z.array(LineSeries) }),
]);
export type MeasureSeries = z.infer<typeof MeasureSeries>;
