import * as z from 'zod/mini';
import { FAULT_KINDS, FAULT_REASONS, SUSPECTED_SIDES } from '../domain/faults/fault-reasons.js';
import { CONFIDENCES, LINE_REASONS, LINE_VERDICTS, POWER_ANSWERS } from '../domain/line-tests/index.js';
import { CIRCUIT_END_SIDES, PORT_STATUSES } from '../domain/status/statuses.js';

const Instant = z.iso.datetime();
/** ms since the epoch, as the evidence is stored. */
const Moment = z.int();
const side = z.enum(CIRCUIT_END_SIDES);

/** How often one person may test one line within an hour. */
export const LINE_TESTS_AN_HOUR = 6;
/** How long a test takes at most, with all that is on the way. */
export const LINE_TEST_MOST_S = 30;

/** Body of `POST /api/v1/circuits/:id/line-tests`. */
export const LineTestForm = z.object({ hasPower: z._default(z.enum(POWER_ANSWERS), 'unknown') });
export type LineTestForm = z.infer<typeof LineTestForm>;

/** READ_A, READ_Z: the end is read now; LOOK_UP: works, faults and measurements. MISSED: there was no answer in time. */
export const LINE_TEST_STEPS = ['READ_A', 'READ_Z', 'LOOK_UP'] as const;
export const LineTestStep = z.object({
  step: z.enum(LINE_TEST_STEPS),
  state: z.enum(['WAITING', 'DONE', 'MISSED', 'NOT_WATCHED']),
});
export type LineTestStep = z.infer<typeof LineTestStep>;

/** The readings behind a verdict; units as in `LineEvidence`, times in ms. */
export const LineTestReadings = z.object({
  hasPower: z.enum(POWER_ANSWERS),
  ends: z.array(z.object({ side, status: z.enum(PORT_STATUSES), isFresh: z.boolean(), readAt: z.nullable(Moment) })),
  errors: z.array(z.object({ side, now: z.number(), before: z.nullable(z.number()) })),
  light: z.array(z.object({ side, nowDbm: z.number(), beforeDbm: z.nullable(z.number()) })),
  probes: z.array(
    z.object({
      side,
      lossPct: z.number(),
      meanUs: z.nullable(z.number()),
      beforeMeanUs: z.nullable(z.number()),
      measuredAt: Moment,
    }),
  ),
  utilisation: z.nullable(z.number()),
  work: z.nullable(z.object({ id: z.uuid(), number: z.string(), until: Moment })),
  fault: z.nullable(
    z.object({
      id: z.uuid(),
      kind: z.enum(FAULT_KINDS),
      reason: z.enum(FAULT_REASONS),
      suspected: z.enum(SUSPECTED_SIDES),
      isEvent: z.boolean(),
      since: Moment,
    }),
  ),
});
export type LineTestReadings = z.infer<typeof LineTestReadings>;

/** `GET /api/v1/line-tests/:id`. `result` is null while it runs. */
export const LineTestView = z.object({
  id: z.uuid(),
  circuitId: z.uuid(),
  hasPower: z.enum(POWER_ANSWERS),
  askedAt: Instant,
  /** When it ends at the latest, read or not. */
  dueAt: Instant,
  endedAt: z.nullable(Instant),
  steps: z.array(LineTestStep),
  result: z.nullable(
    z.object({
      verdict: z.enum(LINE_VERDICTS),
      confidence: z.enum(CONFIDENCES),
      reasons: z.array(z.object({ code: z.enum(LINE_REASONS), side: z.nullable(side) })),
      readings: LineTestReadings,
    }),
  ),
});
export type LineTestView = z.infer<typeof LineTestView>;
