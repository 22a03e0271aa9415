import * as z from 'zod/mini';
import {
  availability,
  DENOMINATORS,
  type Fraction,
  fractionOfDecimal,
  isAtLeastFraction,
  meanOf,
  NO_DATA_POLICIES,
  shownDown,
} from '../../domain/availability/index.js';
import { creditFor, type CreditTable, PUBLISHED_CREDIT_TABLES, shareOf } from '../../domain/credits/index.js';
import { halfUp } from '../../domain/decimals/index.js';
import { answering, IntervalPair, type RuleOfVector } from './vector-input.js';

const Period = z.object({
  period: IntervalPair,
  outages: z._default(z.array(IntervalPair), []),
  excluded: z._default(z.array(IntervalPair), []),
  noData: z._default(z.array(IntervalPair), []),
  targetPercent: z.optional(z.nullable(z.string())),
  noDataPolicy: z._default(z.enum(NO_DATA_POLICIES), 'EXCLUDE'),
  denominator: z._default(z.enum(DENOMINATORS), 'SCHEDULED'),
  minOutageSeconds: z._default(z.number(), 0),
});

function reckoned({ minOutageSeconds, targetPercent, ...input }: z.infer<typeof Period>): unknown {
  const result = availability({ ...input, minOutageS: minOutageSeconds });
  const { percent } = result;
  return {
    totalSeconds: result.totalS,
    excludedSeconds: result.excludedS,
    downSeconds: result.downS,
    unknownSeconds: result.unknownS,
    scheduledSeconds: result.scheduledS,
    countedDownSeconds: result.countedDownS,
    availabilityPercentDisplay: percent === null ? null : shownDown(percent),
    availabilityPercentHalfUp6: percent === null ? null : halfUp(percent.numerator, percent.denominator, 6),
    exact: percent === null ? null : text(percent),
    targetMet:
      percent === null || targetPercent === null || targetPercent === undefined
        ? null
        : isAtLeastFraction(percent, fractionOfDecimal(targetPercent)),
  };
}

function text({ numerator, denominator }: Fraction): string {
  return denominator === 1n ? numerator.toString() : `${numerator.toString()}/${denominator.toString()}`;
}

const Claim = z.object({
  table: z.string(),
  mrc: z.string(),
  daysInMonth: z._default(z.int(), 30),
  cumulativeUnavailableSeconds: z.number(),
});

/** @throws Error when nobody published a table of that name */
function tableNamed(name: string): CreditTable {
  const table = Object.entries(PUBLISHED_CREDIT_TABLES).find(([known]) => known === name)?.[1];
  if (table === undefined) throw new Error(`there is no credit table ${name}`);
  return table;
}

const Share = z.object({ mrc: z.string(), percent: z.union([z.number(), z.string()]) });

/** What banker's rounding would make of it, which is not our rule. */
function halfEven(mrc: string, percent: number | string): string {
  const [base, share] = [fractionOfDecimal(mrc), fractionOfDecimal(String(percent))];
  const [above, below] = [base.numerator * share.numerator, base.denominator * share.denominator];
  const isTie = (2n * above) % below === 0n && ((2n * above) / below) % 2n === 1n;
  const isOdd = (above / below) % 2n === 1n;
  const cents = isTie && !isOdd ? above / below : (2n * above + below) / (2n * below);
  return halfUp(cents, 100n, 2);
}

const Repairs = z.object({
  tickets: z.array(z.object({ openToRestoredMinutes: z.nullable(z.number()), holdMinutes: z._default(z.number(), 0) })),
});
const Delays = z.object({ ackDelaySeconds: z.array(z.nullable(z.number())) });

const ofRepairs = answering(Repairs, ({ tickets }) => {
  const open = tickets.map(({ openToRestoredMinutes }) => openToRestoredMinutes);
  const net = tickets.map(({ openToRestoredMinutes, holdMinutes }) =>
    openToRestoredMinutes === null ? null : openToRestoredMinutes - holdMinutes,
  );
  return { mttrMinutes: shown(meanOf(net).mean), grossMinutes: shown(meanOf(open).mean) };
});
const ofDelays = answering(Delays, ({ ackDelaySeconds }) => {
  const { mean, count, missing } = meanOf(ackDelaySeconds);
  return { mttaSeconds: mean, acknowledged: count, unacknowledged: missing };
});

function shown(mean: number | null): string | null {
  return mean === null ? null : String(mean);
}

export const SLA_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-AVAIL': answering(Period, reckoned),
  'P-CREDIT': answering(Claim, ({ table, mrc, daysInMonth, cumulativeUnavailableSeconds }) => {
    const credit = creditFor(tableNamed(table), mrc, cumulativeUnavailableSeconds, daysInMonth);
    return { creditPercent: credit.percent, startedHours: credit.startedHours, credit: credit.amount };
  }),
  'P-MONEY': answering(Share, ({ mrc, percent }) => ({
    halfUp: shareOf(mrc, percent),
    halfEven: halfEven(mrc, percent),
    productRule: 'halfUp',
  })),
  'P-MTTR': (input) =>
    (z.safeParse(z.looseObject({ tickets: z.unknown() }), input).success ? ofRepairs : ofDelays)(input),
};
