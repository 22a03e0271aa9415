import {
  type Batch,
  type LatencyMeasurement,
  LATENCY_COLUMNS,
  type LineMeasurement,
  LINE_COLUMNS,
  type MeasureColumns,
  type OpticalMeasurement,
  OPTICAL_COLUMNS,
  type PerformanceMeasurement,
  PERFORMANCE_COLUMNS,
} from '@linewatch/shared';
import type { Database } from '../database/database.js';
import { MeasurePointRepository, type NewMeasurePoint } from '../features/inventory/index.js';
import { InventoryVersion } from '../features/inventory/inventory-version.js';
import { aBatch } from './test-batch.builder.js';

type Placed<Row extends { readonly pointId: number; readonly slot: number }> = Partial<Row> &
  Pick<Row, 'pointId' | 'slot'>;

let lastPoint = 0;

/** A probe of the collector's own at the A end; a test names only what it is about. */
export function aPoint(
  overrides: Partial<NewMeasurePoint> & Pick<NewMeasurePoint, 'circuitId' | 'customerId'>,
): NewMeasurePoint {
  return {
    id: (lastPoint += 1),
    side: 'A',
    kind: 'LATENCY',
    settings: { source: 'STAMP', target: '192.0.2.1', port: 862, count: 20, spacingMs: 50 },
    intervalS: 60,
    deviceId: null,
    region: null,
    ...overrides,
  };
}

export async function storePoints(database: Database, points: readonly NewMeasurePoint[]): Promise<void> {
  const repository = new MeasurePointRepository(database, new InventoryVersion(database));
  await database.transaction((tx) => repository.add(tx, points));
}

/** A run of 20 packets without loss: 10, 12 and 15 ms, jitter 1 ms. */
export function aRun(overrides: Placed<LatencyMeasurement>): LatencyMeasurement {
  return {
    takenAt: overrides.slot * 1_000 + 900,
    status: 'OK',
    sent: 20,
    received: 20,
    minUs: 10_000,
    meanUs: 12_000,
    maxUs: 15_000,
    jitterUs: 1_000,
    ...overrides,
  };
}

export function aLine(overrides: Placed<LineMeasurement>): LineMeasurement {
  return { takenAt: overrides.slot * 1_000 + 100, status: 'OK', alarmBits: 1, changedAt: null, ...overrides };
}

/** An interval of 15 minutes without an errored second, read for the first time. */
export function anInterval(overrides: Placed<PerformanceMeasurement>): PerformanceMeasurement {
  const values = { es: 0, ses: 0, uas: 0, cv: 0, isFinal: false };
  return { takenAt: (overrides.slot + 900) * 1_000 + 100, status: 'OK', ...values, ...overrides };
}

export function aLevel(overrides: Placed<OpticalMeasurement>): OpticalMeasurement {
  const values = { rxDbm: -8.5, txDbm: -2.25, temperatureC: 41.5, voltageV: 3.3, biasMa: 22.1 };
  return { takenAt: overrides.slot * 1_000 + 100, status: 'OK', ...values, ...overrides };
}

export interface Measured {
  readonly line: readonly LineMeasurement[];
  readonly performance: readonly PerformanceMeasurement[];
  readonly optical: readonly OpticalMeasurement[];
  readonly latency: readonly LatencyMeasurement[];
}

/** A batch with nothing but measurements. */
export function aMeasureBatch(measured: Partial<Measured>): Batch {
  const measures: MeasureColumns = {
    ...(measured.line && { line: columnsOf(LINE_COLUMNS, measured.line) }),
    ...(measured.performance && { performance: columnsOf(PERFORMANCE_COLUMNS, measured.performance) }),
    ...(measured.optical && { optical: columnsOf(OPTICAL_COLUMNS, measured.optical) }),
    ...(measured.latency && { latency: columnsOf(LATENCY_COLUMNS, measured.latency) }),
  };
  return { ...aBatch([]), measures };
}

function columnsOf<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, unknown>>[],
): Record<Name, unknown[]> {
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name])])) as Record<Name, unknown[]>;
}
