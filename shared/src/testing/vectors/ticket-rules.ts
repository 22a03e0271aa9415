import * as z from 'zod/mini';
import {
  clockDueAt,
  clockElapsedMs,
  HOLD_REASONS,
  isBreached,
  isPausing,
  LEVELS,
  priorityOf,
} from '../../domain/tickets/index.js';
import { answering, Instant, instantText, IntervalPair, type RuleOfVector } from './vector-input.js';

const Span = z.union([IntervalPair, z.object({ from: Instant, to: Instant })]);
const Run = z.object({
  start: Instant,
  end: z.optional(Instant),
  held: z._default(z.array(z.object({ reason: z.enum(HOLD_REASONS), from: Instant, to: Instant })), []),
  pending: z._default(z.array(Span), []),
  pauses: z._default(z.array(Span), []),
  targetSeconds: z.optional(z.number()),
});

/** A clock from start to end, with what stops it. */
function running({ start, end, held, pending, pauses, targetSeconds }: z.infer<typeof Run>): unknown {
  const stops = [...held.filter(({ reason }) => isPausing(reason)), ...pending, ...pauses];
  const elapsed = end === undefined ? null : clockElapsedMs({ from: start, to: end }, stops);
  return {
    ...(elapsed !== null &&
      end !== undefined && { elapsedSeconds: elapsed / 1_000, pausedSeconds: (end - start - elapsed) / 1_000 }),
    ...(targetSeconds !== undefined && {
      due: instantText(clockDueAt(start, targetSeconds * 1_000, stops)),
      ...(elapsed !== null && { breached: isBreached(elapsed, targetSeconds * 1_000) }),
    }),
  };
}

const Limit = z.object({ acceptedByService: Instant, dispatched: Instant, limitSeconds: z.number() });

const Reopened = z.object({ start: Instant, resolved: Instant, customerRejected: Instant, resolvedAgain: Instant });

/** Time in `resolved` counts when the customer rejected the restoration; after the accepted one it does not. */
function reopened({ start, resolved, customerRejected, resolvedAgain }: z.infer<typeof Reopened>): unknown {
  const run = { from: start, to: resolvedAgain };
  return {
    elapsedSeconds: clockElapsedMs(run, []) / 1_000,
    elapsedIfResolvedTimeIsFree: clockElapsedMs(run, [{ from: resolved, to: customerRejected }]) / 1_000,
  };
}

const has = (name: string, input: unknown): boolean => typeof input === 'object' && input !== null && name in input;
const ofLimit = answering(Limit, ({ acceptedByService, dispatched, limitSeconds }) => ({
  breached: isBreached(clockElapsedMs({ from: acceptedByService, to: dispatched }, []), limitSeconds * 1_000),
}));
const ofReopened = answering(Reopened, reopened);
const ofRun = answering(Run, running);

const Matrix = z.object({ matrixRows: z.literal('impact'), cols: z.literal('urgency') });

export const TICKET_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-CLOCK': (input) => {
    if (has('limitSeconds', input)) return ofLimit(input);
    return (has('customerRejected', input) ? ofReopened : ofRun)(input);
  },
  'P-PRIO': answering(Matrix, () =>
    Object.fromEntries(
      LEVELS.flatMap((impact) => LEVELS.map((urgency) => [`${impact}/${urgency}`, priorityOf(impact, urgency)])),
    ),
  ),
};
