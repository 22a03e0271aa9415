import * as z from 'zod/mini';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { FAULT_KINDS, FAULT_PROGRESS, FAULT_REASONS, SUSPECTED_SIDES } from '../domain/faults/fault-reasons.js';
import { THRESHOLD_METRICS } from '../domain/faults/threshold-metrics.js';
import { CIRCUIT_END_SIDES } from '../domain/status/statuses.js';

const Instant = z.iso.datetime();
const Text = z.string().check(z.trim(), z.normalize('NFC'), z.minLength(1), z.maxLength(2_000));

/** Values that the sentence of a fault needs, by name: `observed`, `level`, `unit`, `breaks`, … */
export const FaultFacts = z.record(z.string(), z.union([z.string(), z.number()]));
export type FaultFacts = z.infer<typeof FaultFacts>;

/**
 * One trouble of one circuit, as its customer may see it. The sentence is made of `reason`, `side` and `facts` in the
 * reader's language ("Z 端端口中断，疑似客户侧断电"); no device, no alarm and nobody else's line is named.
 */
export const FaultView = z.object({
  id: z.uuid(),
  circuit: z.object({ id: z.uuid(), code: z.string(), name: z.string(), alias: z.nullable(z.string()) }),
  /** For whoever sees several customers; a customer's own people know who they are. */
  customer: z.nullable(z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() })),
  kind: z.enum(FAULT_KINDS),
  severity: z.enum(SEVERITIES),
  reason: z.enum(FAULT_REASONS),
  side: z.nullable(z.enum(CIRCUIT_END_SIDES)),
  suspected: z.enum(SUSPECTED_SIDES),
  facts: FaultFacts,
  progress: z.enum(FAULT_PROGRESS),
  /** By the network's clock. */
  since: Instant,
  until: z.nullable(Instant),
  changedAt: Instant,
  /** Up and down in quick succession: messages are held back, the outages are not. */
  isFlapping: z.boolean(),
  /** Part of a network event: how many of the circuits that the caller may see are hit, and how many there are. */
  networkEvent: z.nullable(z.object({ id: z.uuid(), circuits: z.int(), ofCircuits: z.int() })),
  /** The planned work after whose end the circuit was still down. */
  afterWorkId: z.nullable(z.uuid()),
  /** When somebody at the operator took it up. */
  acknowledgedAt: z.nullable(Instant),
  noteCount: z.int(),
});
export type FaultView = z.infer<typeof FaultView>;

/** `GET /api/v1/faults`: open ones worst first, past ones newest first. `from`, `to` in ms: faults that touch [from, to). */
export const FaultQuery = z.object({
  show: z._default(z.enum(['open', 'past', 'all']), 'open'),
  circuitId: z.optional(z.uuid()),
  siteId: z.optional(z.uuid()),
  kind: z.optional(z.enum(FAULT_KINDS)),
  /** At least this bad. */
  severity: z.optional(z.enum(SEVERITIES)),
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  to: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type FaultQuery = z.infer<typeof FaultQuery>;

/** `open` counts the open faults in scope by kind, whatever the filters say. */
export const FaultPage = z.object({
  items: z.array(FaultView),
  total: z.int(),
  nextCursor: z.nullable(z.string()),
  open: z.record(z.enum(FAULT_KINDS), z.int()),
  /** The server's time, for durations. */
  at: Instant,
});
export type FaultPage = z.infer<typeof FaultPage>;

export const FAULT_STORY_KINDS = [
  'FIRST_READING',
  'TRAP',
  'CONFIRMED',
  'CHANGED',
  'NETWORK_EVENT',
  'FLAPPING',
  'STEADY',
  'TAKEN_UP',
  'PUT_BACK',
  'WORK_BEGAN',
  'WORK_ENDED',
  'RESTORED',
  'CLEARED',
  'CAME_BACK',
  'NOTE',
  'SHORT_BREAK',
] as const;
export type FaultStoryKind = (typeof FAULT_STORY_KINDS)[number];

/** Whose side wrote a note. A customer's people have names; the operator's are the operator. */
export const NOTE_SIDES = ['CUSTOMER', 'OPERATOR'] as const;

/** What happened, when, and what it was seen by. `text` is a note's own words, with line breaks. */
export const FaultStoryLine = z.object({
  id: z.string(),
  kind: z.enum(FAULT_STORY_KINDS),
  at: Instant,
  side: z.nullable(z.enum(CIRCUIT_END_SIDES)),
  /** Code of domain `evidence`: POLL, TRAP, SILENCE, WORK, MANUAL. */
  evidence: z.nullable(z.string()),
  severity: z.nullable(z.enum(SEVERITIES)),
  facts: FaultFacts,
  by: z.nullable(z.enum(NOTE_SIDES)),
  byName: z.nullable(z.string()),
  text: z.nullable(z.string()),
});
export type FaultStoryLine = z.infer<typeof FaultStoryLine>;

/** `GET /api/v1/faults/:faultId`. The story is in time order, oldest first; of a longer one the newest 500 lines. */
export const FaultDetail = z.extend(FaultView, {
  story: z.array(FaultStoryLine),
  /** Lines of the story that are older than those, and not shown. */
  earlierLines: z.int(),
  /** Own open faults of the same network event, without this one; at most 100. */
  together: z.array(z.object({ id: z.uuid(), circuitId: z.uuid(), circuitCode: z.string(), circuitName: z.string() })),
  /** The alarm behind it; for operations staff only. */
  alarmId: z.nullable(z.uuid()),
  mayNote: z.boolean(),
});
export type FaultDetail = z.infer<typeof FaultDetail>;

/** `POST /api/v1/faults/:faultId/notes`. INTERNAL is for the operator's people alone, and only they may write it. */
export const FaultNoteForm = z.object({
  text: Text,
  audience: z._default(z.enum(['BOTH', 'INTERNAL']), 'BOTH'),
});
export type FaultNoteForm = z.infer<typeof FaultNoteForm>;

/** `POST /api/v1/faults/:faultId/take-up`: the operator says that somebody is on it. */
export const FaultTakenUp = z.object({ progress: z.enum(FAULT_PROGRESS), acknowledgedAt: z.nullable(Instant) });
export type FaultTakenUp = z.infer<typeof FaultTakenUp>;

/**
 * `POST /api/v1/thresholds`. A level outside the physical range of its metric is refused (shared: METRIC_RANGES);
 * `forS`: how long it must be crossed without a break, one minute to a day.
 */
export const ThresholdForm = z.object({
  circuitId: z.uuid(),
  metric: z.enum(THRESHOLD_METRICS),
  /** Of the metric; null watches both. */
  side: z.nullable(z.enum(CIRCUIT_END_SIDES)),
  level: z.number(),
  forS: z.int().check(z.minimum(60), z.maximum(86_400)),
  severity: z.enum(['warning', 'minor', 'major']),
  isOn: z.boolean(),
});
export type ThresholdForm = z.infer<typeof ThresholdForm>;

/** `PATCH /api/v1/thresholds/:thresholdId`; the circuit and the metric of a threshold stay what they are. */
export const ThresholdChange = z.object({
  level: z.number(),
  forS: z.int().check(z.minimum(60), z.maximum(86_400)),
  severity: z.enum(['warning', 'minor', 'major']),
  isOn: z.boolean(),
  version: z.int(),
});
export type ThresholdChange = z.infer<typeof ThresholdChange>;

/** `state`: CROSSED while the alarm stands; NO_DATA while nothing is measured that it could be held against. */
export const ThresholdView = z.object({
  id: z.uuid(),
  circuit: z.object({ id: z.uuid(), code: z.string(), name: z.string() }),
  metric: z.enum(THRESHOLD_METRICS),
  unit: z.enum(['%', 'ms', 'dBm']),
  side: z.nullable(z.enum(CIRCUIT_END_SIDES)),
  level: z.number(),
  forS: z.int(),
  severity: z.enum(['warning', 'minor', 'major']),
  isOn: z.boolean(),
  state: z.enum(['WELL', 'CROSSED', 'NO_DATA', 'OFF']),
  observed: z.nullable(z.number()),
  since: z.nullable(Instant),
  madeAt: Instant,
  madeByName: z.nullable(z.string()),
  version: z.int(),
});
export type ThresholdView = z.infer<typeof ThresholdView>;

/** `GET /api/v1/thresholds?circuitId=`; of the circuits in scope, at most 500. */
export const ThresholdQuery = z.object({ circuitId: z.optional(z.uuid()) });
export type ThresholdQuery = z.infer<typeof ThresholdQuery>;
export const ThresholdList = z.object({ items: z.array(ThresholdView) });
export type ThresholdList = z.infer<typeof ThresholdList>;
