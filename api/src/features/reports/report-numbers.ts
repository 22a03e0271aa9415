import { createHash } from 'node:crypto';
import {
  fraction,
  halfUp,
  REPORTED_TIMERS,
  type ReportCircuit,
  ReportNumbers,
  type ReportSummary,
  type SampleSeries,
  shownDown,
  type SlaFigure,
  type SlaRow,
} from '@linewatch/shared';
import type { TicketFact } from '../tickets/index.js';

const PLACES = 3;

type Norm = ReportNumbers['norms'][number];
type ReportTicket = ReportNumbers['tickets'][number];

/**
 * Whether the availability is kept. While a month goes on it is judged as on the page of the SLA: by what the whole month
 * may lose, and not by the share of the days so far, which a few minutes break on the first of them.
 */
export function isKept({
  isMet,
  revision,
  allowance,
}: Pick<SlaRow, 'isMet' | 'revision' | 'allowance'>): boolean | null {
  return revision > 0 || isMet === null || allowance === null ? isMet : allowance.leftS >= 0;
}

/** One circuit of a report. @param before the same circuit in the month before, if it was in service */
export function circuitOf(row: SlaRow, before: SlaRow | undefined, series: SampleSeries): ReportCircuit {
  const { circuitId, code, name, alias, target, contractual, operational, withoutDisputed } = row;
  const { in: inward, out } = series.stats;
  const busiest = Math.max(inward.p95 ?? -1, out.p95 ?? -1);
  return {
    ...{ circuitId, code, name, alias, target, contractual, operational, withoutDisputed },
    before: before?.contractual.percent ?? null,
    isMet: isKept(row),
    outages: row.outages,
    revision: row.revision,
    traffic: {
      inP95Bps: whole(inward.p95),
      outP95Bps: whole(out.p95),
      inMeanBps: whole(inward.mean),
      outMeanBps: whole(out.mean),
      contractedBps: series.contractedBps,
      utilisation: busiest < 0 || series.contractedBps <= 0 ? null : percentOf(busiest, series.contractedBps),
      coverage: percentOf(series.coverage, 1),
    },
  };
}

/** How often each clock of the norm was kept; a clock that still runs counts as it stands. */
export function normsOf(facts: readonly TicketFact[]): Norm[] {
  return REPORTED_TIMERS.map((timer) => {
    const clocks = facts.flatMap((fact) => fact.clocks.filter(({ kind }) => kind === timer));
    return { timer, kept: clocks.filter(({ isKept }) => isKept).length, all: clocks.length };
  });
}

export function ticketOf(fact: TicketFact): ReportTicket {
  const { id, number, priority, reportedAt, restoredAt, restoreMs, clocks } = fact;
  return {
    ...{ id, number, priority },
    reportedAt: new Date(reportedAt).toISOString(),
    restoredAt: restoredAt === null ? null : new Date(restoredAt).toISOString(),
    restoreS: restoreMs === null ? null : Math.floor(restoreMs / 1_000),
    missed: REPORTED_TIMERS.filter((timer) => clocks.some(({ kind, isKept }) => kind === timer && !isKept)),
  };
}

/** The sums of the first page. `before`: the rows of the month before. */
export function summaryOf(
  circuits: readonly ReportCircuit[],
  before: readonly SlaRow[],
  counts: Pick<ReportSummary, 'outages' | 'outageS' | 'works' | 'tickets'>,
): ReportSummary {
  const figures = circuits.map(({ contractual }) => contractual);
  const [totalS, unknownS] = [sum(figures, 'totalS'), sum(figures, 'unknownS')];
  return {
    circuits: circuits.length,
    met: circuits.filter(({ isMet }) => isMet === true).length,
    missed: circuits.filter(({ isMet }) => isMet === false).length,
    open: circuits.filter(({ isMet }) => isMet === null).length,
    ...counts,
    percent: togetherOf(figures),
    beforePercent: togetherOf(before.map(({ contractual }) => contractual)),
    unknownPercent: totalS === 0 ? '0.000' : shownDown(fraction(BigInt(unknownS) * 100n, BigInt(totalS)), PLACES),
  };
}

/** Text of the numbers as it is stored, and its hash: whatever is made of a report is made of this text. */
export function sealNumbers(numbers: ReportNumbers): { readonly text: string; readonly hash: string } {
  // In the order of the contract, so that whoever reads the numbers can check the hash.
  const text = JSON.stringify(ReportNumbers.parse(numbers));
  return { text, hash: createHash('sha256').update(text).digest('hex') };
}

/** Scheduled time that was not lost over all scheduled time; null when nothing was scheduled. */
export function togetherOf(figures: readonly SlaFigure[]): string | null {
  const [scheduledS, lostS] = [sum(figures, 'scheduledS'), sum(figures, 'lostS')];
  return scheduledS === 0 ? null : shownDown(fraction(BigInt(scheduledS - lostS) * 100n, BigInt(scheduledS)), PLACES);
}

function sum(figures: readonly SlaFigure[], key: 'totalS' | 'unknownS' | 'scheduledS' | 'lostS'): number {
  return figures.reduce((all, figure) => all + figure[key], 0);
}

function whole(bps: number | null): number | null {
  return bps === null ? null : Math.round(bps);
}

/** Percent, half up to one place. */
function percentOf(part: number, all: number): number {
  const million = 1_000_000;
  return Number(halfUp(BigInt(Math.round((part / all) * 100 * million)), BigInt(million), 1));
}
