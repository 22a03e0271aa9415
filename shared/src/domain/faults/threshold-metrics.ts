/** What customers may watch with levels of their own. */
export const THRESHOLD_METRICS = ['UTILISATION', 'ERROR_RATE', 'LOSS', 'DELAY', 'JITTER', 'RX_POWER'] as const;
export type ThresholdMetric = (typeof THRESHOLD_METRICS)[number];

/** What a level of a metric may be. */
export interface MetricRange {
  readonly unit: '%' | 'ms' | 'dBm';
  readonly least: number;
  readonly greatest: number;
  /** ABOVE: too much is bad. BELOW: too little is bad. */
  readonly bad: 'ABOVE' | 'BELOW';
  /** How far back on the good side of the level a value must be before the trouble counts as over, in the unit. */
  readonly hysteresis: (level: number) => number;
}

const PERCENT_OF_LEVEL = 0.1;
const tenth = (level: number): number => level * PERCENT_OF_LEVEL;

/**
 * The physical range of each metric: a level outside it could never be crossed, or always would be.
 * RX_POWER: optics of lines report between -40 and +10 dBm (SFF-8472 section 9).
 */
export const METRIC_RANGES: Readonly<Record<ThresholdMetric, MetricRange>> = {
  UTILISATION: { unit: '%', least: 1, greatest: 100, bad: 'ABOVE', hysteresis: () => 5 },
  ERROR_RATE: { unit: '%', least: 0.0001, greatest: 100, bad: 'ABOVE', hysteresis: (level) => level / 2 },
  LOSS: { unit: '%', least: 0.1, greatest: 100, bad: 'ABOVE', hysteresis: tenth },
  DELAY: { unit: 'ms', least: 0.1, greatest: 10_000, bad: 'ABOVE', hysteresis: tenth },
  JITTER: { unit: 'ms', least: 0.1, greatest: 10_000, bad: 'ABOVE', hysteresis: tenth },
  RX_POWER: { unit: 'dBm', least: -40, greatest: 10, bad: 'BELOW', hysteresis: () => 1 },
};

/** Whether a level can be crossed at all. */
export function isPhysical(metric: ThresholdMetric, level: number): boolean {
  const { least, greatest } = METRIC_RANGES[metric];
  return Number.isFinite(level) && level >= least && level <= greatest;
}

/** Whether a value is on the bad side of a level. */
export function crosses(metric: ThresholdMetric, level: number, value: number): boolean {
  return METRIC_RANGES[metric].bad === 'ABOVE' ? value >= level : value <= level;
}

/** Whether a value is so far on the good side that the trouble is over. */
export function isWellAgain(metric: ThresholdMetric, level: number, value: number): boolean {
  const { bad, hysteresis } = METRIC_RANGES[metric];
  return bad === 'ABOVE' ? value < level - hysteresis(level) : value > level + hysteresis(level);
}
