import * as z from 'zod/mini';
import { OPERATING_STATUSES } from '../domain/status/statuses.js';

const Instant = z.iso.datetime();

/** A state and since when it held, by what was known at the time of speaking. */
export const StateSince = z.object({ status: z.enum(OPERATING_STATUSES), since: z.nullable(Instant) });
export type StateSince = z.infer<typeof StateSince>;

/**
 * A circuit at an instant of the past. `shown`: what the product held then; null where nothing was recorded yet.
 * `known`: what is known of that instant today, late readings included; null where nothing is. `differs` when both are
 * there and are not the same state.
 */
export const CircuitThen = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  shown: z.nullable(StateSince),
  known: z.nullable(StateSince),
  differs: z.boolean(),
});
export type CircuitThen = z.infer<typeof CircuitThen>;

/** How many circuits there were in a state, as it was shown then and as it is known today. */
export const CountThen = z.object({ status: z.enum(OPERATING_STATUSES), shown: z.int(), known: z.int() });
export type CountThen = z.infer<typeof CountThen>;

/** Query of `GET /api/v1/then`: `at` in ms, not after now. With `circuitId`, that circuit alone, however well it was. */
export const ThenQuery = z.object({
  at: z.coerce.number().check(z.int(), z.nonnegative(), z.maximum(8_640_000_000_000_000)),
  circuitId: z.optional(z.uuid()),
});
export type ThenQuery = z.infer<typeof ThenQuery>;

/**
 * Circuits that were not well by either view, or of which the views differ; the worst first, at most 500, and
 * `truncated` says that there were more. `counts` are of all circuits in scope, worst first.
 */
export const CircuitsThen = z.object({
  at: Instant,
  counts: z.array(CountThen),
  differing: z.int(),
  items: z.array(CircuitThen),
  truncated: z.boolean(),
});
export type CircuitsThen = z.infer<typeof CircuitsThen>;
