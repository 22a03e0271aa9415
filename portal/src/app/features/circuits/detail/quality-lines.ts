import type { LatencySeries, LineSeries, OpticalSeries, SampleSeries } from '@linewatch/shared';
import type { ChartAxis, ChartLine } from '../../../ui/chart/line-option';
import { formatCount, formatDbm, formatDelay, formatPercent } from '../../../ui/format/quantities';

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

/** Light is below zero dBm: the axis fits what is drawn. */
export const OPTICAL_AXES: readonly ChartAxis[] = [{ format: formatDbm, least: null }];

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

/** Received light with its extremes, and what is sent. */
export function opticalLines(series: OpticalSeries, name: Naming): ChartLine[] {
  return [
    line('rx', name, series.rxDbm, { colour: 'in', dash: 'solid' }),
    line('rxMin', name, series.rxMinDbm, { colour: 'in', dash: DOTS, isThin: true }),
    line('rxMax', name, series.rxMaxDbm, { colour: 'in', dash: DOTS, isThin: true }),
    line('tx', name, series.txDbm, { colour: 'out', dash: SHORT_DASH }),
  ];
}

/** Errored, severely errored and unavailable seconds (G.826). */
export function lineSecondsLines(series: LineSeries, name: Naming): ChartLine[] {
  return [
    line('es', name, series.es, { colour: 'in', dash: 'solid' }),
    line('ses', name, series.ses, { colour: 'out', dash: SHORT_DASH }),
    line('uas', name, series.uas, { colour: 'limit', dash: LONG_DASH }),
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
