import {
  LATENCY_COLUMNS,
  LINE_COLUMNS,
  type MeasureColumns,
  type MeasureKind,
  OPTICAL_COLUMNS,
  PERFORMANCE_COLUMNS,
} from '@linewatch/shared';

export type MeasureGroupName = keyof MeasureColumns;

/** Columns of any group. */
export type MeasureColumnName =
  | (typeof LINE_COLUMNS)[number]
  | (typeof PERFORMANCE_COLUMNS)[number]
  | (typeof OPTICAL_COLUMNS)[number]
  | (typeof LATENCY_COLUMNS)[number];

/** One group of columns of a batch, and where its rows are stored. */
export interface MeasureGroup {
  readonly name: MeasureGroupName;
  readonly kind: MeasureKind;
  /** Of the batch, and of the table in the same order. */
  readonly columns: readonly MeasureColumnName[];
  readonly table: string;
  readonly stored: readonly string[];
  /** Finest sums that are made of its rows; null where charts read the rows themselves. */
  readonly sums: 'latency_5m' | 'optical_1h' | null;
}

export const MEASURE_GROUPS: readonly MeasureGroup[] = [
  {
    name: 'line',
    kind: 'LINE',
    columns: LINE_COLUMNS,
    table: 'measure_line',
    stored: ['point_id', 'slot', 'taken_at', 'status', 'alarm_bits', 'changed_at'],
    sums: null,
  },
  {
    name: 'performance',
    kind: 'LINE',
    columns: PERFORMANCE_COLUMNS,
    table: 'measure_performance',
    stored: ['point_id', 'slot', 'taken_at', 'status', 'es', 'ses', 'uas', 'cv', 'is_final'],
    sums: null,
  },
  {
    name: 'optical',
    kind: 'OPTICAL',
    columns: OPTICAL_COLUMNS,
    table: 'measure_optical',
    stored: ['point_id', 'slot', 'taken_at', 'status', 'rx_dbm', 'tx_dbm', 'temperature_c', 'voltage_v', 'bias_ma'],
    sums: 'optical_1h',
  },
  {
    name: 'latency',
    kind: 'LATENCY',
    columns: LATENCY_COLUMNS,
    table: 'measure_latency',
    stored: [
      ...['point_id', 'slot', 'taken_at', 'status', 'sent', 'received'],
      ...['min_us', 'mean_us', 'max_us', 'jitter_us'],
    ],
    sums: 'latency_5m',
  },
];
