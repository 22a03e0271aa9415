import * as z from 'zod/mini';
import { NEEDS, OPERATING_STATUSES } from '../domain/index.js';

/** The circuit that has least left of what this month may lose, where half of it is lost; seconds. */
export const PortfolioLine = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  allowedS: z.int(),
  /** Below zero once the target is missed. */
  leftS: z.int(),
});
export type PortfolioLine = z.infer<typeof PortfolioLine>;

/** One customer of a portfolio with what its account manager should know of it. */
export const PortfolioCustomer = z.object({
  id: z.uuid(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  grade: z.string(),
  /** Circuits by their state now. */
  lines: z.record(z.enum(OPERATING_STATUSES), z.int()),
  openFaults: z.int(),
  openTickets: z.int(),
  /** Open tickets of which a clock ran out. */
  breachedTickets: z.int(),
  /** When the next clock of an open ticket runs out. */
  nextDueAt: z.nullable(z.iso.datetime()),
  openCallBacks: z.int(),
  lateCallBacks: z.int(),
  tightest: z.nullable(PortfolioLine),
  /** Circuits that have lost more this month than was promised. */
  missedLines: z.int(),
  /** Overall ratings of the last 90 days; `mean` in tenths, rounded down, null without any. */
  satisfaction: z.object({ mean: z.nullable(z.int()), count: z.int() }),
  /** Contracts that end within 90 days, the next first. */
  contracts: z.array(z.object({ id: z.uuid(), number: z.string(), validTo: z.iso.date(), days: z.int() })),
  /** Why the customer needs attention, the most pressing first. */
  needs: z.array(z.object({ need: z.enum(NEEDS), value: z.int() })),
  isAtRisk: z.boolean(),
});
export type PortfolioCustomer = z.infer<typeof PortfolioCustomer>;

/** Customers that one answer carries; `total` says how many there are. */
export const PORTFOLIO_SHOWN = 200;

/**
 * `GET /api/v1/portfolio`: the customers in scope, those in need first.
 *
 * - `atRisk` how many of all have a broken promise, or one that is about to break
 * - `minutesAt` when the minutes left were reckoned last; null: not yet, so that no `tightest` says nothing
 * - `feeds` the sequence number of each live feed that this answer is at least as new as
 */
export const PortfolioView = z.object({
  items: z.array(PortfolioCustomer),
  total: z.int(),
  atRisk: z.int(),
  minutesAt: z.nullable(z.iso.datetime()),
  at: z.iso.datetime(),
  feeds: z.record(z.string(), z.int()),
});
export type PortfolioView = z.infer<typeof PortfolioView>;
