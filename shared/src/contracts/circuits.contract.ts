import * as z from 'zod/mini';
import { CIRCUIT_END_SIDES, OPERATING_STATUSES, PORT_STATUSES } from '../domain/status/statuses.js';

const Instant = z.iso.datetime();
const BitsPerSecond = z.number().check(z.nonnegative());

/** What the network says of one end at this moment. */
export const CircuitEndLive = z.object({
  id: z.uuid(),
  side: z.enum(CIRCUIT_END_SIDES),
  status: z.enum(PORT_STATUSES),
  /** Since when the status holds; null when it was never known. */
  since: z.nullable(Instant),
  sampleAt: z.nullable(Instant),
  inBps: z.nullable(BitsPerSecond),
  outBps: z.nullable(BitsPerSecond),
});
export type CircuitEndLive = z.infer<typeof CircuitEndLive>;

/** A planned work that covers a circuit just now: what its readings say meanwhile is no fault. */
export const CoveringWork = z.object({ id: z.uuid(), number: z.string(), until: Instant });
export type CoveringWork = z.infer<typeof CoveringWork>;

/** The part of a circuit that changes by itself. Pushed whole, so that applying it twice does no harm. */
export const CircuitLive = z.object({
  id: z.uuid(),
  status: z.enum(OPERATING_STATUSES),
  since: z.nullable(Instant),
  /** Newest reading of the end that `inBps` and `outBps` were taken at. */
  sampleAt: z.nullable(Instant),
  intervalS: z.int(),
  inBps: z.nullable(BitsPerSecond),
  outBps: z.nullable(BitsPerSecond),
  /** The larger of in and out, percent of the contracted bandwidth. */
  utilisation: z.nullable(z.number()),
  ends: z.array(CircuitEndLive),
  /** Null or absent while no work is in progress on it. */
  work: z.optional(z.nullable(CoveringWork)),
});
export type CircuitLive = z.infer<typeof CircuitLive>;

/** One end as inventory. `device` is filled for operator staff only. */
export const CircuitEndFacts = z.object({
  id: z.uuid(),
  side: z.enum(CIRCUIT_END_SIDES),
  /** Null where the site lies outside the caller's scope (the far end of another branch): masked by rule. */
  siteId: z.nullable(z.uuid()),
  siteNameZh: z.string(),
  siteNameEn: z.string(),
  address: z.nullable(z.string()),
  /** Code of domain `accessType`. */
  accessType: z.string(),
  /** Code of domain `portType`. */
  portType: z.nullable(z.string()),
  portName: z.nullable(z.string()),
  /** Code of domain `monitoring`. */
  monitoring: z.string(),
  device: z.nullable(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
});
export type CircuitEndFacts = z.infer<typeof CircuitEndFacts>;

/** A row of the list: the live part and what is needed to recognise the circuit. */
export const CircuitRow = z.extend(CircuitLive, {
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  customerId: z.uuid(),
  customerNameZh: z.string(),
  customerNameEn: z.string(),
  /** Code of domain `product`. */
  product: z.string(),
  contractedBps: BitsPerSecond,
  aSiteZh: z.string(),
  aSiteEn: z.string(),
  zSiteZh: z.string(),
  zSiteEn: z.string(),
});
export type CircuitRow = z.infer<typeof CircuitRow>;

/** `GET /api/v1/circuits/:id`. */
export const CircuitView = z.extend(CircuitRow, {
  /** TMF638 service state: designed, reserved, inactive, active, suspended, terminated. */
  state: z.string(),
  contractNumber: z.nullable(z.string()),
  /** Codes of the domains `customerGrade`, `slaClass`, `networkGrade`, `topology`, `protection`. */
  grade: z.string(),
  slaClass: z.nullable(z.string()),
  networkGrade: z.nullable(z.string()),
  topology: z.string(),
  protection: z.string(),
  /** The circuit that this one stands in for; null also for whoever does not see that one. */
  backupOf: z.nullable(z.object({ id: z.uuid(), code: z.string() })),
  activatedAt: z.nullable(Instant),
  terminatedAt: z.nullable(Instant),
  /** Grows with each change; whoever changes it says the one they saw. */
  version: z.int(),
  endFacts: z.array(CircuitEndFacts),
});
export type CircuitView = z.infer<typeof CircuitView>;

export const CIRCUIT_SORTS = ['worst', 'code', 'product', 'bandwidth', 'in', 'out', 'utilisation', 'changed'] as const;
export type CircuitSort = (typeof CIRCUIT_SORTS)[number];

/** Query of `GET /api/v1/circuits`. `cursor` is opaque and belongs to the same query. */
export const CircuitQuery = z.object({
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  status: z.optional(z.enum(OPERATING_STATUSES)),
  product: z.optional(z.string().check(z.maxLength(32))),
  siteId: z.optional(z.uuid()),
  /** Terminated circuits are history: they are in no list and no count unless they are asked for. */
  life: z.optional(z.enum(['current', 'ended'])),
  sort: z._default(z.enum(CIRCUIT_SORTS), 'worst'),
  order: z._default(z.enum(['asc', 'desc']), 'asc'),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 200),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type CircuitQuery = z.infer<typeof CircuitQuery>;

/**
 * `total` and `counts` are of everything in scope that the filters other than `status` leave;
 * `feeds` holds, per live feed, the sequence number this answer is at least as new as.
 */
export const CircuitPage = z.object({
  items: z.array(CircuitRow),
  total: z.int(),
  counts: z.record(z.enum(OPERATING_STATUSES), z.int()),
  nextCursor: z.nullable(z.string()),
  sites: z.array(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  products: z.array(z.string()),
  feeds: z.record(z.string(), z.int()),
});
export type CircuitPage = z.infer<typeof CircuitPage>;

/** Query of `GET /api/v1/circuits/:id/samples`: epoch ms, half open [from, to). */
export const SampleQuery = z.object({
  from: z.coerce.number().check(z.int(), z.nonnegative()),
  to: z.coerce.number().check(z.int(), z.positive()),
  side: z._default(z.enum(CIRCUIT_END_SIDES), 'A'),
  /** How many points the chart can show; the answer has at most this many buckets. */
  points: z._default(z.coerce.number().check(z.int(), z.minimum(10), z.maximum(2_000)), 800),
});
export type SampleQuery = z.infer<typeof SampleQuery>;

const Column = z.array(z.nullable(z.number()));

/** Figures of one direction over the whole range, bit/s. `p95` by rule P-95 on 300 s means. */
export const DirectionStats = z.object({
  last: z.nullable(z.number()),
  mean: z.nullable(z.number()),
  max: z.nullable(z.number()),
  p95: z.nullable(z.number()),
});
export type DirectionStats = z.infer<typeof DirectionStats>;

/**
 * Traffic of one end, as columns of equal length. A bucket without a valid reading holds null in every value
 * column: a gap stays a gap. `bucketS` is the width of a bucket, 0 where each entry is one reading.
 */
export const SampleSeries = z.object({
  circuitId: z.uuid(),
  side: z.enum(CIRCUIT_END_SIDES),
  from: z.number(),
  to: z.number(),
  bucketS: z.int(),
  contractedBps: z.number(),
  /**
   * Ports that this end is watched at. Several are added up bucket by bucket before anything is reckoned; `heard` of
   * them were ever read and are in the sums.
   */
  ports: z.object({ bound: z.int(), heard: z.int() }),
  at: z.array(z.number()),
  inBps: Column,
  outBps: Column,
  inMaxBps: Column,
  outMaxBps: Column,
  inErrors: Column,
  outErrors: Column,
  inDiscards: Column,
  outDiscards: Column,
  /** Share of the range covered by valid readings, 0..1. */
  coverage: z.number(),
  /** `sumP95`: the same rule over in and out added up slot by slot, for contracts that are billed so. */
  stats: z.object({ in: DirectionStats, out: DirectionStats, sumP95: z.nullable(z.number()) }),
});
export type SampleSeries = z.infer<typeof SampleSeries>;

/** Query of `GET /api/v1/circuits/:id/states`. */
export const StateQuery = z.object({
  from: z.coerce.number().check(z.int(), z.nonnegative()),
  to: z.coerce.number().check(z.int(), z.positive()),
});
export type StateQuery = z.infer<typeof StateQuery>;

/** One piece of a circuit's history, [from, to). `to` null: it still holds. */
export const StateInterval = z.object({
  status: z.enum(OPERATING_STATUSES),
  from: Instant,
  to: z.nullable(Instant),
  /** Which ends were not up meanwhile. */
  sides: z.array(z.enum(CIRCUIT_END_SIDES)),
  /** Code of domain `evidence`: POLL, TRAP, SILENCE, MANUAL, WORK. */
  evidence: z.string(),
});
export type StateInterval = z.infer<typeof StateInterval>;

/** Newest first, at most 500; `truncated` says that older ones were left off. */
export const StateHistory = z.object({ items: z.array(StateInterval), truncated: z.boolean() });
export type StateHistory = z.infer<typeof StateHistory>;
