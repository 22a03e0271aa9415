import * as z from 'zod/mini';
import { REPORT_STATES } from '../domain/life-cycles/report.js';
import { ReportRow } from './reports.contract.js';

const Instant = z.iso.datetime();

/** Versions that are offered to compare with, the newest; an older one can be asked for by its id. */
export const REPORT_VERSIONS_MOST = 50;

/** One report among those of the same customer, period and lines. */
export const ReportVersion = z.object({
  id: z.uuid(),
  state: z.enum(REPORT_STATES),
  madeAt: z.nullable(Instant),
  /** Null: it was made and is not published (yet). */
  publishedAt: z.nullable(Instant),
  /** SHA-256 of the numbers. */
  hash: z.nullable(z.string()),
});
export type ReportVersion = z.infer<typeof ReportVersion>;

const Share = z.nullable(z.string());
const Length = z.int();
const Count = z.int();
const Verdict = z.nullable(z.boolean());

/**
 * A figure that is another one in the later version. Shares: percent as the report shows it, null for none; lengths:
 * seconds; a verdict is null without a target or without data.
 */
export const ReportChange = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('share'),
    figure: z.enum(['percent', 'target', 'unknownPercent']),
    earlier: Share,
    later: Share,
  }),
  z.object({
    kind: z.literal('length'),
    figure: z.enum(['downS', 'excludedS', 'unknownS', 'outageS']),
    earlier: Length,
    later: Length,
  }),
  z.object({
    kind: z.literal('count'),
    figure: z.enum(['circuits', 'met', 'missed', 'open', 'outages', 'works', 'tickets']),
    earlier: Count,
    later: Count,
  }),
  z.object({ kind: z.literal('verdict'), figure: z.literal('isMet'), earlier: Verdict, later: Verdict }),
]);
export type ReportChange = z.infer<typeof ReportChange>;

/** A circuit of which something differs. By contract, as the first figure of the report is. */
export const ReportCircuitChange = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  /** The only version that has the circuit; null: both have it. */
  onlyIn: z.nullable(z.enum(['earlier', 'later'])),
  changes: z.array(ReportChange),
});
export type ReportCircuitChange = z.infer<typeof ReportCircuitChange>;

/** What is another figure in the later of two versions; what is the same is left out. */
export const ReportDifference = z.object({
  /** The one published first; what is not published comes last. */
  earlier: ReportVersion,
  later: ReportVersion,
  isPreliminary: z.object({ earlier: z.boolean(), later: z.boolean() }),
  /** Whether all numbers are the same, also those that are not compared here (traffic, records, advice). */
  isSame: z.boolean(),
  totals: z.array(ReportChange),
  /** In order of their codes. */
  circuits: z.array(ReportCircuitChange),
});
export type ReportDifference = z.infer<typeof ReportDifference>;

/** Query of `GET /api/v1/reports/:id/compare`. Without another version: the one published before. */
export const ReportComparisonQuery = z.object({ other: z.optional(z.uuid()) });
export type ReportComparisonQuery = z.infer<typeof ReportComparisonQuery>;

/** `GET /api/v1/reports/:id/compare`. */
export const ReportComparison = z.object({
  about: z.pick(ReportRow, { customerNameZh: true, customerNameEn: true, month: true, dates: true, part: true }),
  report: ReportVersion,
  /** The other published reports of the same customer, period and lines, newest first. */
  versions: z.array(ReportVersion),
  /** Null: there is no other version. */
  difference: z.nullable(ReportDifference),
});
export type ReportComparison = z.infer<typeof ReportComparison>;
