import * as z from 'zod/mini';
import { fnv1a32, nextPollAt, pollBackoffS, pollPhaseS } from '../../domain/schedule/index.js';
import { answering, Instant, instantText, oneOrMany, type RuleOfVector } from './vector-input.js';

/** A device by its id or by the phase that follows from it. */
const Due = z.object({
  deviceId: z.optional(z.string()),
  phase: z.optional(z.number()),
  intervalSeconds: z.int(),
  now: z.optional(Instant),
});

function due({ deviceId, phase, intervalSeconds, now }: z.infer<typeof Due>): unknown {
  const phaseS = phase ?? pollPhaseS(deviceId ?? '', intervalSeconds);
  return {
    hash: deviceId === undefined ? null : fnv1a32(deviceId),
    phase: phaseS,
    next: now === undefined ? null : instantText(nextPollAt(now, phaseS, intervalSeconds)),
  };
}

const Failures = z.object({ failures: z.union([z.array(z.int()), z.int()]) });

export const SCHEDULE_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-PHASE': oneOrMany(Due, due),
  'P-BACKOFF': answering(Failures, ({ failures }) => ({
    delaySeconds: Array.isArray(failures) ? failures.map((count) => pollBackoffS(count)) : pollBackoffS(failures),
  })),
};
