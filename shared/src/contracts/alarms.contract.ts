import * as z from 'zod/mini';
import { ALARM_CODES, ALARM_EVENT_TYPES, ALARM_OBJECT_TYPES, SUPPRESSION_RULES } from '../domain/alarms/alarm-types.js';
import { SEVERITIES } from '../domain/alarms/severity.js';
import { ALARM_OPERATOR_STATES } from '../domain/life-cycles/alarm-operator.js';
import { ALARM_RESOURCE_STATES } from '../domain/life-cycles/alarm-resource.js';
import { lineOfText, optionalLine } from './plain-text.js';

const Instant = z.iso.datetime();
const Person = z.object({ id: z.uuid(), name: z.string() });

/** What operators may do with an alarm, as buttons; `comment` and `assign` are always there. */
export const ALARM_ACTS = ['acknowledge', 'unacknowledge', 'close', 'shelve', 'unshelve', 'assign', 'comment'] as const;
export type AlarmAct = (typeof ALARM_ACTS)[number];

/** A circuit that an alarm touches. For operations staff, who see everybody's. */
export const AlarmCircuit = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  customer: z.object({ id: z.uuid(), nameZh: z.string(), nameEn: z.string() }),
});
export type AlarmCircuit = z.infer<typeof AlarmCircuit>;

/** Values that the text of an alarm needs, by name: `side`, `observed`, `level`, `unit`, `ports`, `breaks`, … */
export const AlarmFacts = z.record(z.string(), z.union([z.string(), z.number()]));
export type AlarmFacts = z.infer<typeof AlarmFacts>;

/** Why an alarm is silent: somebody's shelf, or the work that is going on. */
export const AlarmShelving = z.object({
  shelfId: z.nullable(z.uuid()),
  /** Of works in progress. */
  workId: z.nullable(z.uuid()),
  reason: z.nullable(z.string()),
  until: z.nullable(Instant),
});
export type AlarmShelving = z.infer<typeof AlarmShelving>;

/**
 * One row of the console. Times are those of the network, `reportedAt` is ours. `severity` is the last one seen and
 * stays readable after the clear. The text is made of `code` and `facts` in the reader's language.
 */
export const AlarmView = z.object({
  id: z.uuid(),
  code: z.enum(ALARM_CODES),
  /** Tells alarms of one code at one object apart; empty where there can be only one. */
  qualifier: z.string(),
  eventType: z.enum(ALARM_EVENT_TYPES),
  probableCause: z.string(),
  severity: z.enum(SEVERITIES),
  state: z.enum(ALARM_RESOURCE_STATES),
  isCleared: z.boolean(),
  object: z.object({ type: z.enum(ALARM_OBJECT_TYPES), id: z.string(), name: z.string() }),
  device: z.nullable(z.object({ id: z.uuid(), code: z.string(), name: z.string() })),
  /** At most 20 of them; `circuitCount` says how many there are. */
  circuits: z.array(AlarmCircuit),
  circuitCount: z.int(),
  facts: AlarmFacts,
  raisedAt: Instant,
  reportedAt: Instant,
  lastRaisedAt: Instant,
  changedAt: Instant,
  clearedAt: z.nullable(Instant),
  raiseCount: z.int(),
  duplicateCount: z.int(),
  operatorState: z.enum(ALARM_OPERATOR_STATES),
  operatorAt: z.nullable(Instant),
  operatorBy: z.nullable(Person),
  assignee: z.nullable(Person),
  shelving: z.nullable(AlarmShelving),
  /** The alarm that explains this one. */
  parentId: z.nullable(z.uuid()),
  isRootCause: z.boolean(),
  suppressedBy: z.nullable(z.enum(SUPPRESSION_RULES)),
  childCount: z.int(),
  commentCount: z.int(),
  /** Grows with each change by a person or by the network; whoever acts says the one they saw. */
  version: z.int(),
  actions: z.array(z.enum(ALARM_ACTS)),
});
export type AlarmView = z.infer<typeof AlarmView>;

export const ALARM_SHOWS = ['active', 'cleared', 'all'] as const;

/** `GET /api/v1/alarms`, worst first, then newest. `roots` leaves out what lies under another alarm. */
export const AlarmQuery = z.object({
  show: z._default(z.enum(ALARM_SHOWS), 'active'),
  severity: z.optional(z.enum(SEVERITIES)),
  code: z.optional(z.enum(ALARM_CODES)),
  objectType: z.optional(z.enum(ALARM_OBJECT_TYPES)),
  operatorState: z.optional(z.enum(ALARM_OPERATOR_STATES)),
  /** `yes` shows what is shelved alone; unless asked for, it is left out. */
  shelved: z._default(z.enum(['no', 'yes', 'both']), 'no'),
  roots: z._default(z.enum(['yes', 'no']), 'yes'),
  /** Mine, nobody's, or of a person by their id. */
  assigned: z.optional(z.union([z.enum(['me', 'nobody']), z.uuid()])),
  deviceId: z.optional(z.uuid()),
  circuitId: z.optional(z.uuid()),
  customerId: z.optional(z.uuid()),
  /** In names and codes of object, device, circuit and customer. */
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  /** ms; raised at or after. */
  since: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type AlarmQuery = z.infer<typeof AlarmQuery>;

/** Counts of one severity (RFC 8632 section 4.2, `alarm-summary`); shelved ones are left out. */
export const AlarmCounts = z.object({
  severity: z.enum(SEVERITIES),
  total: z.int(),
  notCleared: z.int(),
  cleared: z.int(),
  clearedNotClosed: z.int(),
  clearedClosed: z.int(),
  notClearedClosed: z.int(),
  notClearedNotClosed: z.int(),
});
export type AlarmCounts = z.infer<typeof AlarmCounts>;

/** `counts` are of all kept alarms, worst first, whatever the filters say; `shelved` how many are silent now. */
export const AlarmPage = z.object({
  items: z.array(AlarmView),
  total: z.int(),
  nextCursor: z.nullable(z.string()),
  counts: z.array(AlarmCounts),
  shelved: z.int(),
});
export type AlarmPage = z.infer<typeof AlarmPage>;

export const ALARM_EVENT_KINDS = [
  'RAISED',
  'RE_RAISED',
  'CHANGED',
  'CLEARED',
  'REPAIRED',
  'SUPPRESSED',
  'RELEASED',
  'SHELVED',
  'UNSHELVED',
  'ACKNOWLEDGED',
  'UNACKNOWLEDGED',
  'CLOSED',
  'ASSIGNED',
  'COMMENTED',
] as const;
export type AlarmEventKind = (typeof ALARM_EVENT_KINDS)[number];

/** One line of the history of an alarm. `by` null: the product itself. */
export const AlarmEventView = z.object({
  id: z.uuid(),
  kind: z.enum(ALARM_EVENT_KINDS),
  at: Instant,
  recordedAt: Instant,
  severity: z.nullable(z.enum(SEVERITIES)),
  by: z.nullable(Person),
  text: z.nullable(z.string()),
  facts: AlarmFacts,
});
export type AlarmEventView = z.infer<typeof AlarmEventView>;

/** `GET /api/v1/alarms/:alarmId`. History newest first, at most 200 lines; children worst first, at most 200. */
export const AlarmDetail = z.extend(AlarmView, {
  history: z.array(AlarmEventView),
  parents: z.array(AlarmView),
  children: z.array(AlarmView),
  /** The row of the same trouble before this one. */
  previousAlarmId: z.nullable(z.uuid()),
  /** The customers' faults that this alarm stands behind, one a circuit. */
  faultIds: z.array(z.uuid()),
});
export type AlarmDetail = z.infer<typeof AlarmDetail>;

const Seen = z.object({ id: z.uuid(), version: z.int() });

/**
 * `POST /api/v1/alarms/acts`: one act on up to 200 alarms, each with the version that was seen. What cannot be done is
 * said for each one; the others are done.
 */
export const AlarmActs = z.discriminatedUnion('act', [
  z.object({ act: z.literal('acknowledge'), alarms: seenList() }),
  z.object({ act: z.literal('unacknowledge'), alarms: seenList() }),
  /** An alarm that still stands is closed by a platform admin only, with the reason. */
  z.object({ act: z.literal('close'), alarms: seenList(), reason: z.optional(optionalLine(300)) }),
  /** `untilMs`: not longer than 30 days from now. */
  z.object({ act: z.literal('shelve'), alarms: seenList(), untilMs: z.int(), reason: lineOfText(300) }),
  z.object({ act: z.literal('unshelve'), alarms: seenList() }),
  z.object({ act: z.literal('assign'), alarms: seenList(), assigneeId: z.nullable(z.uuid()) }),
  z.object({ act: z.literal('comment'), alarms: seenList(), text: lineOfText(1_000) }),
]);
export type AlarmActs = z.infer<typeof AlarmActs>;

function seenList() {
  return z.array(Seen).check(z.minLength(1), z.maxLength(200));
}

export const ALARM_ACT_OUTCOMES = ['done', 'unchanged', 'conflict', 'impossible', 'refused', 'not-found'] as const;
export type AlarmActOutcome = (typeof ALARM_ACT_OUTCOMES)[number];

/** In the order of the question; `version` is the one after the act, null where there is no such alarm. */
export const AlarmActResult = z.object({
  items: z.array(z.object({ id: z.uuid(), outcome: z.enum(ALARM_ACT_OUTCOMES), version: z.nullable(z.int()) })),
});
export type AlarmActResult = z.infer<typeof AlarmActResult>;

/** What a shelf takes: every criterion that is named has to hold; at least one is. */
export const ShelfCriteria = z.object({
  code: z.nullable(z.enum(ALARM_CODES)),
  objectType: z.nullable(z.enum(ALARM_OBJECT_TYPES)),
  objectId: z.nullable(z.string().check(z.maxLength(36))),
  deviceId: z.nullable(z.uuid()),
  circuitId: z.nullable(z.uuid()),
  /** At most this bad. */
  severityUpTo: z.nullable(z.enum(SEVERITIES)),
});
export type ShelfCriteria = z.infer<typeof ShelfCriteria>;

/** `POST /api/v1/alarm-shelves`, `PATCH /api/v1/alarm-shelves/:shelfId`. `version` null makes a new one. */
export const ShelfForm = z.object({
  name: lineOfText(80),
  reason: lineOfText(300),
  criteria: ShelfCriteria,
  /** ms, in the future, not further than 30 days. */
  untilMs: z.int(),
  version: z.nullable(z.int()),
});
export type ShelfForm = z.infer<typeof ShelfForm>;

/** The first shelf that takes an alarm has it; shelves are asked in the order in which they were made. */
export const ShelfView = z.object({
  id: z.uuid(),
  name: z.string(),
  reason: z.string(),
  criteria: ShelfCriteria,
  until: Instant,
  madeAt: Instant,
  madeBy: z.nullable(Person),
  /** How many alarms lie in it now. */
  alarmCount: z.int(),
  version: z.int(),
});
export type ShelfView = z.infer<typeof ShelfView>;

/** `GET /api/v1/alarm-shelves`: those that hold now, at most 200. */
export const ShelfList = z.object({ items: z.array(ShelfView) });
export type ShelfList = z.infer<typeof ShelfList>;
