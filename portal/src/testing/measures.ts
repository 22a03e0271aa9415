import type { CircuitMeasure, CircuitMeasures, LatencySeries, MeasureSeries } from '@linewatch/shared';
import { idOf } from './circuits';

/** A path probed just now: 20 packets, one lost, 80 ms. */
export function aPath(change: Partial<CircuitMeasure> = {}): CircuitMeasure {
  const now = new Date().toISOString();
  return {
    pointId: 1,
    side: 'A',
    kind: 'LATENCY',
    source: 'STAMP',
    layer: null,
    intervalS: 10,
    status: 'OK',
    measuredAt: now,
    valuesAt: now,
    line: null,
    optical: null,
    latency: { sent: 20, received: 19, lossPct: 5, minUs: 79_000, meanUs: 80_400, maxUs: 91_000, jitterUs: 900 },
    ...change,
  };
}

/** An E1 line with a status read just now. */
export function aLine(alarmBits: number, change: Partial<CircuitMeasure> = {}): CircuitMeasure {
  const line = { alarmBits, changedAt: null };
  return aPath({ pointId: 2, kind: 'LINE', source: 'DS1', latency: null, line, ...change });
}

/** A transceiver without a voltage sensor. */
export function aTransceiver(rxDbm: number | null, change: Partial<CircuitMeasure> = {}): CircuitMeasure {
  const optical = { rxDbm, txDbm: -2.5, temperatureC: 41.25, voltageV: null, biasMa: null };
  return aPath({ pointId: 3, kind: 'OPTICAL', source: 'ENTITY_SENSOR', latency: null, optical, ...change });
}

export function measuresOf(items: CircuitMeasure[]): CircuitMeasures {
  return { at: new Date().toISOString(), items };
}

export function aLatencySeries(change: Partial<LatencySeries> = {}): MeasureSeries {
  const now = Date.now();
  const series: LatencySeries = {
    pointId: 1,
    side: 'A',
    source: 'STAMP',
    layer: null,
    intervalS: 10,
    bucketS: 0,
    at: [now - 20_000, now - 10_000],
    lossPct: [0, 5],
    minUs: [79_000, 79_000],
    meanUs: [80_000, 80_400],
    maxUs: [90_000, 91_000],
    jitterUs: [900, 900],
    stats: { lossPct: 2.5, meanUs: 80_200, maxUs: 91_000, jitterUs: 900, sent: 40 },
    ...change,
  };
  return { circuitId: idOf(10), side: 'A', from: now - 3_600_000, to: now, kind: 'latency', items: [series] };
}
