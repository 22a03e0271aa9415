import * as z from 'zod/mini';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { FAULT_KINDS } from '../domain/faults/fault-reasons.js';
import { OPERATING_STATUSES } from '../domain/status/statuses.js';
import { WORK_IMPACTS } from './works.contract.js';

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

/**
 * A fault at an instant of the past. `shown`: whether it stood in the lists then; null where nothing was recorded yet.
 * `known`: whether it was so by what is known today. `severity` is the one of then where it was shown.
 */
export const FaultThen = z.object({
  id: z.uuid(),
  circuit: z.object({ id: z.uuid(), code: z.string(), name: z.string(), alias: z.nullable(z.string()) }),
  kind: z.enum(FAULT_KINDS),
  severity: z.enum(SEVERITIES),
  since: Instant,
  until: z.nullable(Instant),
  shown: z.nullable(z.boolean()),
  known: z.boolean(),
});
export type FaultThen = z.infer<typeof FaultThen>;

/** A work that ran at an instant; `circuits` counts those in scope. */
export const WorkThen = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  impact: z.enum(WORK_IMPACTS),
  actualStart: Instant,
  actualEnd: z.nullable(Instant),
  plannedEnd: Instant,
  circuits: z.int(),
});
export type WorkThen = z.infer<typeof WorkThen>;

/**
 * `GET /api/v1/then/events`: faults that were open at the instant by either view, worst first, and the works that ran;
 * at most 200 each.
 */
export const EventsThen = z.object({
  at: Instant,
  faults: z.array(FaultThen),
  works: z.array(WorkThen),
  truncated: z.boolean(),
});
export type EventsThen = z.infer<typeof EventsThen>;
