import * as z from 'zod/mini';
import { MAINTENANCE_WINDOW_ACTIONS, MAINTENANCE_WINDOW_STATES } from '../domain/life-cycles/maintenance-window.js';
import { OPERATING_STATUSES } from '../domain/status/statuses.js';
import { VERDICTS } from '../domain/works/comparison.js';
import { WORK_KINDS } from '../domain/works/covered-time.js';
import { lineOfText, optionalLine } from './plain-text.js';

const Instant = z.iso.datetime();
const Ms = z.int().check(z.nonnegative());

/** What a work does to the lines: they are out, they break for moments, or they only might. */
export const WORK_IMPACTS = ['OUTAGE', 'SHORT_BREAK', 'RISK'] as const;
export type WorkImpact = (typeof WORK_IMPACTS)[number];
export const WORK_TARGET_KINDS = ['device', 'port', 'circuit'] as const;
export type WorkTargetKind = (typeof WORK_TARGET_KINDS)[number];
export const WORK_ANSWER_KINDS = ['acknowledged', 'question', 'objection'] as const;
export type WorkAnswerKind = (typeof WORK_ANSWER_KINDS)[number];
/** What needs somebody's eye on a work; staff see all, customers only what concerns them. */
export const WORK_FLAGS = ['notStarted', 'overrun', 'unanswered', 'objected', 'questioned', 'worse'] as const;
export type WorkFlag = (typeof WORK_FLAGS)[number];

/** The most that one work may name, and the longest that it may last. */
export const MOST_TARGETS = 200;
export const MOST_CIRCUITS_OF_WORK = 5_000;
export const LONGEST_WORK_MS = 72 * 60 * 60_000;
/** How far ahead something is planned at most. */
export const FURTHEST_WORK_MS = 400 * 24 * 60 * 60_000;

/** What is worked at. `id` of a port is its number. */
export const WorkTarget = z.object({
  kind: z.enum(WORK_TARGET_KINDS),
  id: z.string().check(z.minLength(1), z.maxLength(36), z.regex(/^[0-9a-f-]+$/)),
});
export type WorkTarget = z.infer<typeof WorkTarget>;

/** `POST /api/v1/works` and `POST /api/v1/works/:id`; `version` null plans a new one. Times in epoch ms. */
export const WorkForm = z.object({
  kind: z.enum(WORK_KINDS),
  title: lineOfText(120),
  impact: z.enum(WORK_IMPACTS),
  /** In words, for the customers; wanted before approval. */
  impactText: optionalLine(1_000),
  /** For the house. */
  risk: optionalLine(1_000),
  /** How to go back; for the house, wanted before approval. */
  fallbackPlan: optionalLine(1_000),
  plannedStart: Ms,
  plannedEnd: Ms,
  targets: z.array(WorkTarget).check(z.minLength(1), z.maxLength(MOST_TARGETS)),
  /** Why customers are told later than was agreed. */
  shortNoticeReason: optionalLine(400),
  /** Why a black-out period of a customer is set aside; the customer reads it. */
  blackoutReason: optionalLine(400),
  /** Why a main circuit and its backup are hit together; only a platform admin sets it. */
  diversityReason: optionalLine(400),
  version: z.nullable(z.int()),
});
export type WorkForm = z.infer<typeof WorkForm>;

/** `POST /api/v1/works/preview`: what a plan would hit. `id`: the work that is being changed. */
export const WorkPreviewRequest = z.object({
  id: z.nullable(z.uuid()),
  kind: z.enum(WORK_KINDS),
  plannedStart: Ms,
  plannedEnd: Ms,
  targets: z.array(WorkTarget).check(z.minLength(1), z.maxLength(MOST_TARGETS)),
});
export type WorkPreviewRequest = z.infer<typeof WorkPreviewRequest>;

const Names = { nameZh: z.string(), nameEn: z.string() };

/** A circuit that a work touches. */
export const WorkCircuit = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  alias: z.nullable(z.string()),
  customerId: z.uuid(),
  aSiteZh: z.string(),
  aSiteEn: z.string(),
  zSiteZh: z.string(),
  zSiteEn: z.string(),
});
export type WorkCircuit = z.infer<typeof WorkCircuit>;

export const AffectedCustomer = z.object({
  id: z.uuid(),
  ...Names,
  /** Code of domain `customerGrade`. */
  grade: z.string(),
  circuits: z.int(),
  /** Hours before the start at which it is to have been told. */
  noticeHours: z.int(),
  /** Whether a notice given now would be in time. */
  inTime: z.boolean(),
});
export type AffectedCustomer = z.infer<typeof AffectedCustomer>;

/** Another work on a circuit of this one at the same time. `firm`: it is approved, so this one cannot be. */
export const WorkOverlap = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  plannedStart: Instant,
  plannedEnd: Instant,
  circuits: z.int(),
  firm: z.boolean(),
});
export const BlackoutHit = z.object({ customerId: z.uuid(), ...Names, title: z.string(), from: Instant, to: Instant });
/** A main circuit and its backup, hit together. */
export const DiversityHit = z.object({ customerId: z.uuid(), ...Names, main: z.string(), backup: z.string() });

/** What a plan would hit, and what stands against it. At most 500 circuits are named; `circuitCount` counts all. */
export const WorkPreview = z.object({
  circuitCount: z.int(),
  circuits: z.array(WorkCircuit),
  customers: z.array(AffectedCustomer),
  overlaps: z.array(WorkOverlap),
  blackouts: z.array(BlackoutHit),
  diversity: z.array(DiversityHit),
});
export type WorkPreview = z.infer<typeof WorkPreview>;

/** `POST /api/v1/works/:id/steps`. */
export const WorkStepRequest = z.object({
  action: z.enum(MAINTENANCE_WINDOW_ACTIONS),
  reason: optionalLine(400),
  /** What came of it, when it is completed. */
  result: optionalLine(1_000),
  version: z.int(),
});
export type WorkStepRequest = z.infer<typeof WorkStepRequest>;

/** `POST /api/v1/works/:id/answers`. An objection names another slot (epoch ms); a question has a text. */
export const WorkAnswerForm = z.object({
  kind: z.enum(WORK_ANSWER_KINDS),
  text: optionalLine(1_000),
  slotStart: z.nullable(Ms),
  slotEnd: z.nullable(Ms),
  /** The revision that was read: an answer is to what was announced then. */
  revision: z.int(),
});
export type WorkAnswerForm = z.infer<typeof WorkAnswerForm>;

/** `POST /api/v1/works/:id/answers/:answerId/reply`. */
export const WorkReplyForm = z.object({ text: lineOfText(1_000) });
export type WorkReplyForm = z.infer<typeof WorkReplyForm>;

/** What a customer answered. To customers the operator's people have no name. */
export const WorkAnswer = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  ...Names,
  revision: z.int(),
  kind: z.enum(WORK_ANSWER_KINDS),
  text: z.nullable(z.string()),
  slotStart: z.nullable(Instant),
  slotEnd: z.nullable(Instant),
  by: z.string(),
  at: Instant,
  reply: z.nullable(z.string()),
  repliedAt: z.nullable(Instant),
});
export type WorkAnswer = z.infer<typeof WorkAnswer>;

export const WORK_PHASES = ['upcoming', 'running', 'past', 'planning'] as const;

/** A work in the list and the calendar. `circuits`: how many of them the caller may see. */
export const WorkRow = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(WORK_KINDS),
  title: z.string(),
  impact: z.enum(WORK_IMPACTS),
  state: z.enum(MAINTENANCE_WINDOW_STATES),
  plannedStart: Instant,
  plannedEnd: Instant,
  actualStart: z.nullable(Instant),
  actualEnd: z.nullable(Instant),
  revision: z.int(),
  circuits: z.int(),
  /** Customers among them; for one customer it is 1. */
  customers: z.int(),
  /** The last word of the caller's customer to this revision; null for staff and while nothing was said. */
  answer: z.nullable(z.enum(WORK_ANSWER_KINDS)),
  flags: z.array(z.enum(WORK_FLAGS)),
});
export type WorkRow = z.infer<typeof WorkRow>;

/** Query of `GET /api/v1/works`: works that touch [from, to) (epoch ms) in the order of their start. */
export const WorkQuery = z.object({
  from: z.optional(z.coerce.number().check(z.int(), z.nonnegative())),
  to: z.optional(z.coerce.number().check(z.int(), z.positive())),
  phase: z.optional(z.enum(WORK_PHASES)),
  state: z.optional(z.enum(MAINTENANCE_WINDOW_STATES)),
  circuitId: z.optional(z.uuid()),
  q: z.optional(z.string().check(z.trim(), z.maxLength(80))),
  order: z._default(z.enum(['asc', 'desc']), 'asc'),
  limit: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(500)), 100),
  cursor: z.optional(z.string().check(z.maxLength(400))),
});
export type WorkQuery = z.infer<typeof WorkQuery>;
export const WorkPage = z.object({ items: z.array(WorkRow), nextCursor: z.nullable(z.string()) });
export type WorkPage = z.infer<typeof WorkPage>;

/** How a circuit was before a work and after it. Null where nothing was measured. */
export const CircuitFacts = z.object({
  status: z.nullable(z.enum(OPERATING_STATUSES)),
  /** Mean of the larger direction over the contracted bandwidth, percent. */
  utilisation: z.nullable(z.number()),
  /** Errors and discards of both directions, a hundred million octets. */
  errors: z.nullable(z.number()),
  latencyUs: z.nullable(z.number()),
  lossPct: z.nullable(z.number()),
});
export type CircuitFacts = z.infer<typeof CircuitFacts>;

/** A circuit of a work with what was compared after it. */
export const ComparedCircuit = z.extend(WorkCircuit, {
  before: z.nullable(CircuitFacts),
  after: z.nullable(CircuitFacts),
  verdict: z.nullable(z.enum(VERDICTS)),
});
export type ComparedCircuit = z.infer<typeof ComparedCircuit>;

/** A customer of a work, as staff see it. */
export const WorkCustomer = z.object({
  id: z.uuid(),
  ...Names,
  grade: z.string(),
  circuits: z.int(),
  answer: z.nullable(z.enum(WORK_ANSWER_KINDS)),
  answerDueAt: z.nullable(Instant),
  /** Whether the work is taken out of this customer's availability. */
  excluded: z.boolean(),
});

/** What is worked at, by name; for staff who see devices. */
export const NamedTarget = z.extend(WorkTarget, { name: z.string() });

/**
 * `GET /api/v1/works/:id`. At most 500 circuits of the caller's scope are listed; `circuits` counts all of them.
 * `plan`, `customers` and `targets` are the house's own and null for customers.
 */
export const WorkView = z.extend(WorkRow, {
  impactText: z.nullable(z.string()),
  noticedAt: z.nullable(Instant),
  /** Until when an answer of the caller's customer is wanted. */
  answerDueAt: z.nullable(Instant),
  /** Why the work lies in a period in which the customer wanted none. */
  blackoutReason: z.nullable(z.string()),
  shortNoticeReason: z.nullable(z.string()),
  stateReason: z.nullable(z.string()),
  result: z.nullable(z.string()),
  /** pending: it is being compared; worse: a circuit is worse than before, so the work is not done; done. */
  checkState: z.nullable(z.enum(['pending', 'worse', 'done'])),
  checkedAt: z.nullable(Instant),
  circuitList: z.array(ComparedCircuit),
  answers: z.array(WorkAnswer),
  plan: z.nullable(
    z.object({
      risk: z.nullable(z.string()),
      fallbackPlan: z.nullable(z.string()),
      diversityReason: z.nullable(z.string()),
      author: z.string(),
      approver: z.nullable(z.string()),
    }),
  ),
  customerList: z.nullable(z.array(WorkCustomer)),
  targets: z.nullable(z.array(NamedTarget)),
  /** What the caller may do now, in the order of the life cycle. */
  actions: z.array(z.enum(MAINTENANCE_WINDOW_ACTIONS)),
  mayChange: z.boolean(),
  mayAnswer: z.boolean(),
  version: z.int(),
});
export type WorkView = z.infer<typeof WorkView>;

/** A time in which a customer wants no works, [from, to). */
export const Blackout = z.object({
  id: z.uuid(),
  customerId: z.uuid(),
  ...Names,
  title: z.string(),
  from: Instant,
  to: Instant,
  version: z.int(),
});
export type Blackout = z.infer<typeof Blackout>;

/** Those of the caller's customers that are not over, by their beginning. */
export const Blackouts = z.object({ items: z.array(Blackout) });
export type Blackouts = z.infer<typeof Blackouts>;

/** `POST /api/v1/blackouts` and `POST /api/v1/blackouts/:id`; epoch ms. `customerId`: for whom, where staff enter it. */
export const BlackoutForm = z.object({
  customerId: z.nullable(z.uuid()),
  title: lineOfText(120),
  from: Ms,
  to: Ms,
  version: z.nullable(z.int()),
});
export type BlackoutForm = z.infer<typeof BlackoutForm>;

/** `GET /api/v1/calendar-feed`: the subscription of the caller; the address itself is shown once. */
export const CalendarFeed = z.object({ createdAt: z.nullable(Instant), lastUsedAt: z.nullable(Instant) });
export type CalendarFeed = z.infer<typeof CalendarFeed>;
/** `POST /api/v1/calendar-feed`: makes a new address; the one before is over. */
export const MadeCalendarFeed = z.object({ url: z.url() });
export type MadeCalendarFeed = z.infer<typeof MadeCalendarFeed>;
export const CalendarFeedForm = z.object({ language: z.enum(['zh-CN', 'en']) });
export type CalendarFeedForm = z.infer<typeof CalendarFeedForm>;

/** `POST /api/v1/circuits/:id/backup`: which circuit this one stands in for; null for none. */
export const BackupForm = z.object({ backupOf: z.nullable(z.uuid()), version: z.int() });
export type BackupForm = z.infer<typeof BackupForm>;
