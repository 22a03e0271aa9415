import * as z from 'zod/mini';
import { FAULT_KINDS, FAULT_PROGRESS, FAULT_REASONS, SUSPECTED_SIDES } from '../domain/faults/fault-reasons.js';
import { CIRCUIT_END_SIDES, OPERATING_STATUSES } from '../domain/status/statuses.js';
import { CircuitRow } from './circuits.contract.js';
import { WorkRow } from './works.contract.js';

const StatusCounts = z.record(z.enum(OPERATING_STATUSES), z.int());

/** A change of state of one circuit. */
export const OverviewEvent = z.object({
  circuitId: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  at: z.iso.datetime(),
  before: z.enum(OPERATING_STATUSES),
  status: z.enum(OPERATING_STATUSES),
});
export type OverviewEvent = z.infer<typeof OverviewEvent>;

/** The circuits that end at one site. A circuit between two sites is counted at both. */
export const OverviewSite = z.object({
  id: z.uuid(),
  nameZh: z.string(),
  nameEn: z.string(),
  counts: StatusCounts,
});
export type OverviewSite = z.infer<typeof OverviewSite>;

/** The worst open fault of a circuit. */
export const OverviewFault = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  kind: z.enum(FAULT_KINDS),
  reason: z.enum(FAULT_REASONS),
  side: z.nullable(z.enum(CIRCUIT_END_SIDES)),
  suspected: z.enum(SUSPECTED_SIDES),
  progress: z.enum(FAULT_PROGRESS),
});
export type OverviewFault = z.infer<typeof OverviewFault>;

/**
 * `GET /api/v1/overview`: are my lines all right? Of the circuits in scope that are not terminated.
 *
 * - `wrong` those that are down, degraded or unknown, worst first; `counts` says how many there are in all
 * - `inWork` those of each state on which a planned work is in progress: what is wrong with them is no surprise
 * - `faults` the faults of the `wrong` ones, where there is one
 * - `openFaults` how many are open in all: a line that is up can be congested or lose packets
 * - `busiest` those with the highest utilisation now
 * - `works` those in progress and of the next 14 days, in the order of their start
 * - `events` the latest changes of state, newest first; `sites` the worst first, none for who sees all customers
 * - `feeds` the sequence number of each live feed that this answer is at least as new as
 */
export const OverviewView = z.object({
  total: z.int(),
  counts: StatusCounts,
  inWork: StatusCounts,
  wrong: z.array(CircuitRow),
  faults: z.array(OverviewFault),
  openFaults: z.int(),
  busiest: z.array(CircuitRow),
  works: z.array(WorkRow),
  events: z.array(OverviewEvent),
  sites: z.array(OverviewSite),
  feeds: z.record(z.string(), z.int()),
});
export type OverviewView = z.infer<typeof OverviewView>;
