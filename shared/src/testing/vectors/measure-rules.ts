import * as z from 'zod/mini';
import {
  lossPercent,
  meanDelay,
  meanDelayVariation,
  pingDeviationMs,
  smoothedJitter,
  twoWayDelay,
} from '../../domain/latency/index.js';
import { type LineLayer, lineAlarms, rootLineAlarm, unavailableSeconds } from '../../domain/line-status/index.js';
import { dbmOfMicrowatts, dbmText, sensorMillionths } from '../../domain/optics/index.js';
import { answering, oneOrMany, type RuleOfVector } from './vector-input.js';

/** Vectors write times in ms, and round what is derived from them. */
function rounded(value: number | null | undefined, places: number): number | null {
  return value === null || value === undefined ? null : Number(value.toFixed(places));
}

const Power = z.union([
  z.object({ microwatt: z.number() }),
  z.object({ scale: z.int(), precision: z.int(), value: z.int() }),
]);

function level(power: z.infer<typeof Power>): unknown {
  const microwatt = 'microwatt' in power ? String(power.microwatt) : sensorMillionths(power);
  const dBm = microwatt === null ? null : dbmOfMicrowatts(Number(microwatt));
  return { microwatt, dBm, display: dbmText(dBm) };
}

const STATUS_OBJECTS: Readonly<Record<string, LineLayer>> = {
  dsx1LineStatus: 'E1',
  sonetSectionCurrentStatus: 'SECTION',
  sonetLineCurrentStatus: 'LINE',
  sonetPathCurrentStatus: 'PATH',
  sonetVTCurrentStatus: 'VT',
};

/** A status object by its name, and the sum it holds. */
const Status = z.record(z.string(), z.int());

function alarmsOf(status: z.infer<typeof Status>): unknown {
  const [[name, value] = ['', 0]] = Object.entries(status);
  const layer = STATUS_OBJECTS[name];
  if (layer === undefined) throw new Error(`"${name}" is no status of a line`);
  return { bits: lineAlarms(layer, value), rootCause: rootLineAlarm(layer, value) };
}

const Transits = z.object({ transitMs: z.array(z.number()) });

/** Two definitions share a name. Who asks for the steps, or says so in the title, means the one of RFC 3550. */
const jitter: RuleOfVector = (input, about) =>
  answering(Transits, ({ transitMs }) => {
    const isSmoothed = about?.fields.includes('steps') === true || about?.title.includes('3550') === true;
    if (!isSmoothed) return { jitterMs: meanDelayVariation(transitMs) };
    const steps = smoothedJitter(transitMs);
    return { steps, jitterMs: rounded(steps.at(-1) ?? 0, 6) };
  })(input);

const Exchange = z.object({ T0: z.number(), T1: z.number(), T2: z.number(), T3: z.number() });
const PingResults = z.object({
  sent: z.int(),
  responses: z.int(),
  averageRtt: z.number(),
  rttSumOfSquares: z.number(),
});
const Buckets = z.object({ buckets: z.array(z.object({ n: z.int(), avgMs: z.number() })) });
const Runs = z.object({ sesRuns: z.array(z.tuple([z.int(), z.int()])) });

export const MEASURE_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-DDM': oneOrMany(Power, level),
  'P-E1': oneOrMany(Status, alarmsOf),
  'P-SDH': oneOrMany(Status, alarmsOf),
  'P-JITTER': jitter,
  'P-TWAMP': answering(Exchange, ({ T0, T1, T2, T3 }) => ({
    delayMs: twoWayDelay({ sentAt: T0, reflectorReceivedAt: T1, reflectorSentAt: T2, receivedAt: T3 }),
  })),
  'P-PING': answering(PingResults, ({ sent, responses, averageRtt, rttSumOfSquares }) => ({
    stdDevMs: rounded(pingDeviationMs(responses, averageRtt, rttSumOfSquares), 4),
    lossPercent: lossPercent(sent, responses),
  })),
  'P-LAT': answering(Buckets, ({ buckets }) => ({
    meanMs: meanDelay(buckets.map(({ n, avgMs }) => ({ count: n, mean: avgMs }))),
  })),
  'P-UAS': answering(Runs, ({ sesRuns }) => ({
    unavailableSeconds: unavailableSeconds(
      sesRuns.map(([seconds, isErrored]) => ({ seconds, isSeverelyErrored: isErrored === 1 })),
    ),
  })),
};
