import type { CircuitMeasure, MeasureStatus } from '@linewatch/shared';
import { isoOrNull } from '../../database/instants.js';
import { toNumber } from '../telemetry/index.js';
import { lossPercent } from './latency-series.js';
import type { LatestOfPoint, ValueRow } from './measure-reader.js';
import type { CircuitPoint } from './measured-circuit.repository.js';

/** What people read of a point and its newest measurements. */
export function toCircuitMeasure(point: CircuitPoint, latest: LatestOfPoint | undefined): CircuitMeasure {
  const good = latest?.good;
  return {
    ...point,
    status: latest === undefined ? null : (latest.newest.status as MeasureStatus),
    measuredAt: isoOrNull(latest?.newest.taken_at),
    valuesAt: isoOrNull(good?.taken_at),
    line: good === undefined || point.kind !== 'LINE' ? null : lineValues(good),
    optical: good === undefined || point.kind !== 'OPTICAL' ? null : opticalValues(good),
    latency: good === undefined || point.kind !== 'LATENCY' ? null : latencyValues(good),
  };
}

function lineValues(row: ValueRow): CircuitMeasure['line'] {
  return { alarmBits: Number(row.alarm_bits), changedAt: isoOrNull(row.changed_at) };
}

function opticalValues(row: ValueRow): CircuitMeasure['optical'] {
  return {
    rxDbm: valueOf(row, 'rx_dbm'),
    txDbm: valueOf(row, 'tx_dbm'),
    temperatureC: valueOf(row, 'temperature_c'),
    voltageV: valueOf(row, 'voltage_v'),
    biasMa: valueOf(row, 'bias_ma'),
  };
}

function latencyValues(row: ValueRow): CircuitMeasure['latency'] {
  const [sent, received] = [Number(row.sent), Number(row.received)];
  return {
    sent,
    received,
    lossPct: lossPercent(sent, received),
    minUs: valueOf(row, 'min_us'),
    meanUs: valueOf(row, 'mean_us'),
    maxUs: valueOf(row, 'max_us'),
    jitterUs: valueOf(row, 'jitter_us'),
  };
}

function valueOf(row: ValueRow, name: keyof ValueRow): number | null {
  return toNumber(row[name] ?? null);
}
