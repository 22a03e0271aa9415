import {
  LATENCY_COLUMNS,
  LINE_COLUMNS,
  type MeasureColumns,
  type Measurements,
  OPTICAL_COLUMNS,
  PERFORMANCE_COLUMNS,
} from '@linewatch/shared';

export function countOf({ line, performance, optical, latency }: Measurements): number {
  return line.length + performance.length + optical.length + latency.length;
}

export function joinMeasurements(earlier: Measurements, later: Measurements): Measurements {
  return {
    line: [...earlier.line, ...later.line],
    performance: [...earlier.performance, ...later.performance],
    optical: [...earlier.optical, ...later.optical],
    latency: [...earlier.latency, ...later.latency],
  };
}

/** The last so many rows of each form. */
export function newestMeasurements({ line, performance, optical, latency }: Measurements, rows: number): Measurements {
  return {
    line: line.slice(-rows),
    performance: performance.slice(-rows),
    optical: optical.slice(-rows),
    latency: latency.slice(-rows),
  };
}

/** The first so many rows of each form, and what is left. */
export function splitMeasurements(
  { line, performance, optical, latency }: Measurements,
  rows: number,
): { readonly first: Measurements; readonly rest: Measurements } {
  return {
    first: {
      line: line.slice(0, rows),
      performance: performance.slice(0, rows),
      optical: optical.slice(0, rows),
      latency: latency.slice(0, rows),
    },
    rest: {
      line: line.slice(rows),
      performance: performance.slice(rows),
      optical: optical.slice(rows),
      latency: latency.slice(rows),
    },
  };
}

/** The measurements as columns of equal length, in the form of the contract; undefined when there are none. */
export function measureColumns(measures: Measurements): MeasureColumns | undefined {
  if (countOf(measures) === 0) return undefined;
  return {
    ...(measures.line.length > 0 && { line: columnsOf(LINE_COLUMNS, measures.line) }),
    ...(measures.performance.length > 0 && { performance: columnsOf(PERFORMANCE_COLUMNS, measures.performance) }),
    ...(measures.optical.length > 0 && { optical: columnsOf(OPTICAL_COLUMNS, measures.optical) }),
    ...(measures.latency.length > 0 && { latency: columnsOf(LATENCY_COLUMNS, measures.latency) }),
  };
}

function columnsOf<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, unknown>>[],
): Record<Column, unknown[]> {
  const lists = columns.map((column) => [column, rows.map((row) => row[column])] as const);
  return Object.fromEntries(lists) as Record<Column, unknown[]>;
}
