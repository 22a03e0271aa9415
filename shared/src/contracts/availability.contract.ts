import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES } from '../domain/index.js';

/** Query of `GET /api/v1/availability`: whole days of the operator that [from, to) (ms) touches, circuits behind `after`. */
export const AvailabilityQuery = z.object({
  from: z.coerce.number().check(z.int(), z.nonnegative()),
  to: z.coerce.number().check(z.int(), z.positive()),
  after: z.optional(z.uuid()),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(1_000)), 500),
});
export type AvailabilityQuery = z.infer<typeof AvailabilityQuery>;

/**
 * What the readings of circuits' watched ends said over some days, as columns of equal length, a row an end, in order
 * of the circuits' ids. It is measured and not agreed: no exclusion, no maintenance and no credit is in it.
 *
 * - `readings` how many there were, `upReadings` how many of them said that the port was up
 * - `coveredS` seconds that valid rates cover
 */
export const AvailabilityTable = z.object({
  circuitId: z.array(z.uuid()),
  side: z.array(z.enum(CIRCUIT_END_SIDES)),
  readings: z.array(z.number()),
  upReadings: z.array(z.number()),
  coveredS: z.array(z.number()),
  /** `after` of the next part; null: this was the last. */
  next: z.nullable(z.uuid()),
});
export type AvailabilityTable = z.infer<typeof AvailabilityTable>;
