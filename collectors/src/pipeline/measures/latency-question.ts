import {
  type DeviceMeasure,
  type LatencyMeasurement,
  type Measurements,
  type MeasureStatus,
  NO_MEASUREMENTS,
} from '@linewatch/shared';
import { decodeRttRun, RTTMON_COLUMNS } from '../../mibs/cisco-rttmon-mib.js';
import { decodePing, PING_COLUMNS, pingIndex } from '../../mibs/disman-ping-mib.js';
import { instances, type PointQuestion, rowOf } from './point-question.js';

type PingPoint = Extract<DeviceMeasure, { source: 'DISMAN_PING' }>;
type RttPoint = Extract<DeviceMeasure, { source: 'RTTMON' }>;
type Run = Omit<LatencyMeasurement, 'pointId' | 'slot' | 'takenAt' | 'status'>;

const US_PER_MS = 1_000;
const NOTHING: Run = { sent: null, received: null, minUs: null, meanUs: null, maxUs: null, jitterUs: null };

/** A test that the device runs itself. It tells no jitter: a deviation of round trips is not one. */
export function pingQuestion(point: PingPoint, slot: number): PointQuestion {
  const row = instances(PING_COLUMNS, pingIndex(point.owner, point.testName));
  return {
    point,
    oids: Object.values(row),
    understand: (cells, { takenAt }) => {
      const test = decodePing(rowOf(row, cells));
      if (test === null) return answer(latency(point, slot, takenAt, 'NOT_THERE'));
      if (!test.isFinished) return answer(latency(point, slot, takenAt, 'NOT_USABLE'));
      const received = Math.min(test.responses, test.sent);
      const hasTimes = received > 0;
      return answer(
        latency(point, slot, takenAt, 'OK', {
          sent: test.sent,
          received,
          minUs: hasTimes ? microseconds(test.minMs, US_PER_MS) : null,
          meanUs: hasTimes ? microseconds(test.averageMs, US_PER_MS) : null,
          maxUs: hasTimes ? microseconds(test.maxMs, US_PER_MS) : null,
          jitterUs: null,
        }),
      );
    },
    without: (status, takenAt) => latency(point, slot, takenAt, status),
  };
}

/** The latest run of an operation, with the jitter that the device made of it. */
export function rttQuestion(point: RttPoint, slot: number): PointQuestion {
  const row = instances(RTTMON_COLUMNS, point.index);
  return {
    point,
    oids: Object.values(row),
    understand: (cells, { takenAt }) => {
      const run = decodeRttRun(rowOf(row, cells));
      if (run === null) return answer(latency(point, slot, takenAt, 'NOT_THERE'));
      if (run === 'NONE') return answer(latency(point, slot, takenAt, 'NOT_USABLE'));
      const unitUs = run.isFine && point.unit === 'US' ? 1 : US_PER_MS;
      return answer(
        latency(point, slot, takenAt, 'OK', {
          sent: run.sent,
          received: run.received,
          minUs: microseconds(run.min, unitUs),
          meanUs: microseconds(run.mean, unitUs),
          maxUs: microseconds(run.max, unitUs),
          jitterUs: microseconds(run.jitter, unitUs),
        }),
      );
    },
    without: (status, takenAt) => latency(point, slot, takenAt, status),
  };
}

function answer(measures: Measurements) {
  return { measures, next: null };
}

function microseconds(time: number | null, unitUs: number): number | null {
  return time === null ? null : Math.round(time * unitUs);
}

function latency(
  { pointId }: DeviceMeasure,
  slot: number,
  takenAt: number,
  status: MeasureStatus,
  run: Run = NOTHING,
): Measurements {
  return { ...NO_MEASUREMENTS, latency: [{ pointId, slot, takenAt, status, ...run }] };
}
