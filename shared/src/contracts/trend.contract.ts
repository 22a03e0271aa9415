import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';

/** Query of `GET /api/v1/circuits/:id/trend`: of which end, and of which share of the contracted bandwidth, percent. */
export const TrendQuery = z.object({
  side: z._default(z.enum(CIRCUIT_END_SIDES), 'A'),
  share: z._default(z.coerce.number().check(z.int(), z.minimum(10), z.maximum(100)), 80),
});
export type TrendQuery = z.infer<typeof TrendQuery>;

const Moment = z.number();

/** See `TrendVerdict`. Times in ms. */
export const TrendVerdictView = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['short', 'reached', 'flat', 'far']) }),
  z.object({ kind: z.literal('date'), at: Moment, earliest: Moment, latest: z.nullable(Moment) }),
]);

/**
 * When a circuit's load reaches a share of what was contracted, by its daily 95th percentiles of the last 92 days.
 * `at` and `p95Bps` are columns of equal length, a day an entry, oldest first.
 */
export const CircuitTrend = z.object({
  circuitId: z.uuid(),
  side: z.enum(CIRCUIT_END_SIDES),
  contractedBps: z.number(),
  share: z.int(),
  at: z.array(Moment),
  p95Bps: z.array(z.number()),
  /** How many days are needed to say anything. */
  leastDays: z.int(),
  slopeBps: z.nullable(z.number()),
  verdict: TrendVerdictView,
});
export type CircuitTrend = z.infer<typeof CircuitTrend>;
