import type { CreditTable } from './credit.js';

const M = 60;
const H = 3_600;

/** Tables that carriers published, as examples to begin a contract's own with; sources in the key's comment. */
export const PUBLISHED_CREDIT_TABLES = {
  /** Level 3 (3)CrossRoads, availability service level: upper bounds belong to the tier. */
  LEVEL3_STANDARD: {
    basis: 'DOWN_SECONDS',
    capPercent: 100,
    tiers: [
      { from: 0, percent: 0 },
      { from: 10 * M + 1, percent: 5 },
      { from: 45 * M + 1, percent: 10 },
      { from: 4 * H + 1, percent: 20 },
      { from: 8 * H + 1, percent: 30 },
      { from: 12 * H + 1, percent: 40 },
      { from: 16 * H + 1, percent: 50 },
      { from: 24 * H + 1, percent: 100 },
    ],
  },
  /** CenturyLink HAN Internet Access SLA, 2020-09-01: lower bounds belong to the tier. */
  CENTURYLINK_HAN: {
    basis: 'DOWN_SECONDS',
    capPercent: 100,
    tiers: [
      { from: 0, percent: 0 },
      { from: 5 * M, percent: 5 },
      { from: H, percent: 15 },
      { from: 3 * H, percent: 35 },
      { from: 6 * H, percent: 50 },
    ],
  },
  /** Verizon Internet Dedicated Services SLA: a day of the charge for each started hour. */
  VERIZON_DAY_PER_HOUR: { basis: 'STARTED_HOURS', capPercent: 100 },
} as const satisfies Readonly<Record<string, CreditTable>>;
