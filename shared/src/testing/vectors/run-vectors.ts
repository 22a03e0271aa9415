import * as z from 'zod/mini';
import { ALARM_RULES } from './alarm-rules.js';
import { CALENDAR_RULES } from './calendar-rules.js';
import { asked, says } from './differences.js';
import { MEASURE_RULES } from './measure-rules.js';
import { PERCENTILE_RULES } from './percentile-rules.js';
import { RATE_RULES } from './rate-rules.js';
import { SCHEDULE_RULES } from './schedule-rules.js';
import { SLA_RULES } from './sla-rules.js';
import { STATUS_RULES } from './status-rules.js';
import { TICKET_RULES } from './ticket-rules.js';
import { TRAP_RULES } from './trap-rules.js';
import type { RuleOfVector } from './vector-input.js';

/** Every rule that is built, by its name, with what runs its vectors. */
export const BUILT_RULES: ReadonlyMap<string, RuleOfVector> = new Map(
  [
    ALARM_RULES,
    CALENDAR_RULES,
    RATE_RULES,
    STATUS_RULES,
    SCHEDULE_RULES,
    PERCENTILE_RULES,
    MEASURE_RULES,
    SLA_RULES,
    TICKET_RULES,
    TRAP_RULES,
  ].flatMap((rules) => Object.entries(rules)),
);

const VectorFile = z.object({ vectors: z.array(z.unknown()) });
const Vector = z.object({
  id: z.string(),
  rule: z.string(),
  title: z._default(z.string(), ''),
  input: z.unknown(),
  expected: z.unknown(),
});
type Vector = z.infer<typeof Vector>;

export interface VectorReport {
  readonly passed: number;
  readonly skipped: number;
  /** One line a failing vector. */
  readonly failures: readonly string[];
  /** Rules without a function behind them, each with how many vectors wait for it. */
  readonly waiting: ReadonlyMap<string, number>;
}

/** @returns the failure in one line, or undefined when the rule answers as expected */
function failureOf({ id, rule, title, input, expected }: Vector, run: RuleOfVector): string | undefined {
  const wanted = `${id} ${rule}: expected ${JSON.stringify(expected)}`;
  try {
    const fields = typeof expected === 'object' && expected !== null ? Object.keys(expected) : [];
    const actual = run(input, { title, fields });
    return says(actual, expected) ? undefined : `${wanted}, got ${JSON.stringify(asked(actual, expected))}`;
  } catch (error) {
    // A rule that throws on a vector has failed it; the vectors after it still have their turn.
    return `${wanted}, but ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Runs vectors through the rules they name. Nothing depends on the ids or the number of the vectors.
 *
 * @param document what a vector file holds, parsed
 * @returns undefined when the document is no vector file
 */
export function runVectors(document: unknown): VectorReport | undefined {
  const file = z.safeParse(VectorFile, document);
  if (!file.success) return undefined;
  const failures: string[] = [];
  const waiting = new Map<string, number>();
  let passed = 0;
  let skipped = 0;
  for (const [index, entry] of file.data.vectors.entries()) {
    const parsed = z.safeParse(Vector, entry);
    if (!parsed.success) {
      failures.push(`vector at position ${String(index + 1)} has no id or no rule`);
      continue;
    }
    const vector = parsed.data;
    const run = BUILT_RULES.get(vector.rule);
    if (run === undefined) {
      skipped += 1;
      waiting.set(vector.rule, (waiting.get(vector.rule) ?? 0) + 1);
      continue;
    }
    const failure = failureOf(vector, run);
    if (failure === undefined) passed += 1;
    else failures.push(failure);
  }
  return { passed, skipped, failures, waiting };
}
