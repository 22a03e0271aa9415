import type { Denominator, NoDataPolicy } from '../availability/index.js';
import { type Interval } from '../intervals/index.js';
import { type WorkCalendar, workingTimeWithin } from '../calendar/index.js';

/** What a service level can be promised about (TMF657 serviceLevelObjectiveParameter). */
export const SLA_METRICS = ['AVAILABILITY', 'RESTORATION', 'LATENCY', 'LOSS', 'JITTER', 'NORM'] as const;
export type SlaMetric = (typeof SLA_METRICS)[number];

/**
 * One promise. `AVAILABILITY` and `NORM` (tickets that kept every clock) in percent, at least; at most `RESTORATION` in
 * minutes of the longest outage, `LATENCY` and `JITTER` in ms, `LOSS` in percent.
 */
export interface SlaObjective {
  readonly metric: SlaMetric;
  /** Decimal text, compared exactly. */
  readonly target: string;
}

/** When a contract counts, without its zone; null: around the clock. */
export type ContractHours = Omit<WorkCalendar, 'timeZone'>;

/** How a contract reckons (P-AVAIL). */
export interface SlaTerms {
  readonly timeZone: string;
  readonly hours: ContractHours | null;
  readonly noDataPolicy: NoDataPolicy;
  readonly denominator: Denominator;
  readonly minOutageS: number;
  readonly excludesForceMajeure: boolean;
  /** How much time of works a month may exclude; null: any. */
  readonly monthlyCapS: number | null;
  /** Days in which the customer may object to an exclusion. */
  readonly objectionDays: number;
  readonly objectives: readonly SlaObjective[];
}

/** Where nothing was agreed the house reckons by the standard's defaults and promises nothing. */
export function termsWithoutContract(timeZone: string): SlaTerms {
  return {
    timeZone,
    hours: null,
    noDataPolicy: 'EXCLUDE',
    denominator: 'SCHEDULED',
    minOutageS: 0,
    excludesForceMajeure: true,
    monthlyCapS: null,
    objectionDays: 10,
    objectives: [],
  };
}

/** The time of a period that a contract counts. */
export function contractTime({ timeZone, hours }: Pick<SlaTerms, 'timeZone' | 'hours'>, period: Interval): Interval[] {
  return hours === null ? [period] : workingTimeWithin(period, { ...hours, timeZone });
}

export function targetOf({ objectives }: Pick<SlaTerms, 'objectives'>, metric: SlaMetric): string | null {
  return objectives.find((objective) => objective.metric === metric)?.target ?? null;
}
