import type { LatencySeries, SampleSeries } from '@linewatch/shared';
import type { ChartAxis, ChartLine } from '../../../ui/chart/line-option';
import { formatCount, formatDelay, formatPercent } from '../../../ui/format/quantities';

/** Name of a line by its key. */
export type Naming = (key: string) => string;

const LEAST_DELAY_US = 1_000;
/** A loss of 1 % should not fill the picture. */
const LEAST_LOSS_PERCENT = 5;
const LEAST_COUNT = 5;

export const LATENCY_AXES: readonly ChartAxis[] = [
  { format: formatDelay, least: LEAST_DELAY_US },
  { format: formatPercent, least: LEAST_LOSS_PERCENT },
];
export const FAULT_AXES: readonly ChartAxis[] = [{ format: formatCount, least: LEAST_COUNT }];

const SHORT_DASH = [5, 3];
const LONG_DASH = [12, 6];
const DOTS = [2, 3];

/** Loss, delay and jitter of one path. */
export function latencyLines(series: LatencySeries, name: Naming): ChartLine[] {
  return [
    line('mean', name, series.meanUs, { colour: 'in', dash: 'solid' }),
    line('max', name, series.maxUs, { colour: 'in', dash: DOTS, isThin: true }),
    line('jitter', name, series.jitterUs, { colour: 'limit', dash: LONG_DASH }),
    line('loss', name, series.lossPct, { colour: 'out', dash: SHORT_DASH, axis: 1 }),
  ];
}

/** Packets with errors, and packets thrown away, both ways, in each entry of the traffic chart. */
export function faultLines(series: SampleSeries, name: Naming): ChartLine[] {
  return [
    line('inErrors', name, series.inErrors, { colour: 'in', dash: 'solid' }),
    line('outErrors', name, series.outErrors, { colour: 'out', dash: 'solid' }),
    line('inDiscards', name, series.inDiscards, { colour: 'in', dash: SHORT_DASH }),
    line('outDiscards', name, series.outDiscards, { colour: 'out', dash: SHORT_DASH }),
  ];
}

function line(
  key: string,
  name: Naming,
  values: readonly (number | null)[],
  style: Pick<ChartLine, 'colour' | 'dash'> & Partial<Pick<ChartLine, 'axis' | 'isThin'>>,
): ChartLine {
  return { key, name: name(key), values, axis: 0, isThin: false, ...style };
}
