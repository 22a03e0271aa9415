import type { SeverityLevel } from './levels.js';
import type { ThresholdMetric } from './threshold-metrics.js';

/** How many of the newest values have to be bad before something is, and how many good ones in a row end it. */
export interface SampleRule {
  readonly bad: number;
  readonly of: number;
  readonly good: number;
}

/** The house's own levels of what is measured, mildest first (standards 2.4). */
export interface HouseLevels {
  readonly levels: readonly SeverityLevel[];
  readonly rule: SampleRule;
}

const THREE_OF_FIVE: SampleRule = { bad: 3, of: 5, good: 3 };
const TWO: SampleRule = { bad: 2, of: 2, good: 2 };

/**
 * - UTILISATION in percent of the contracted bandwidth
 * - ERROR_RATE in percent of the packets
 * - LOSS, DELAY, JITTER: what operators publish for lines within China is 99.8 % delivered and 80 ms there and back;
 *   a contract may promise more, which customers watch with levels of their own
 * - RX_POWER: below -24 dBm receivers of 1.25 Gbit/s lose bits, below -28 dBm nearly all lose the signal
 */
export const HOUSE_LEVELS: Readonly<Record<ThresholdMetric, HouseLevels>> = {
  UTILISATION: {
    levels: [
      { severity: 'warning', level: 80 },
      { severity: 'minor', level: 90 },
      { severity: 'major', level: 95 },
    ],
    rule: { bad: 3, of: 3, good: 2 },
  },
  ERROR_RATE: {
    levels: [
      { severity: 'minor', level: 0.01 },
      { severity: 'major', level: 0.1 },
    ],
    rule: TWO,
  },
  LOSS: {
    levels: [
      { severity: 'warning', level: 0.2 },
      { severity: 'major', level: 2 },
    ],
    rule: THREE_OF_FIVE,
  },
  DELAY: {
    levels: [
      { severity: 'warning', level: 80 },
      { severity: 'major', level: 160 },
    ],
    rule: THREE_OF_FIVE,
  },
  JITTER: {
    levels: [
      { severity: 'warning', level: 20 },
      { severity: 'major', level: 50 },
    ],
    rule: THREE_OF_FIVE,
  },
  RX_POWER: {
    levels: [
      { severity: 'minor', level: -24 },
      { severity: 'major', level: -28 },
    ],
    rule: TWO,
  },
};
