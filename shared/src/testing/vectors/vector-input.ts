import * as z from 'zod/mini';

/** What a vector says of itself, for rules of which one name stands for several definitions. */
export interface AboutVector {
  readonly title: string;
  /** Names of the fields that are asked for. */
  readonly fields: readonly string[];
}

/** What a rule makes of a vector's input: its answer in the words of `expected`, often with more fields than asked for. */
export type RuleOfVector = (input: unknown, about?: AboutVector) => unknown;

/** A point in time as vectors write it, as ms since the epoch. */
export const Instant = z.pipe(
  z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'not a point in time')),
  z.transform((text) => Date.parse(text)),
);

/** A counter or a difference of one, exact however it is written. */
export const Counter = z.pipe(
  z.union([z.string().check(z.regex(/^\d+$/)), z.int().check(z.nonnegative())]),
  z.transform((value) => BigInt(value)),
);

/** A half-open interval as a pair of instants. */
export const IntervalPair = z.pipe(
  z.tuple([Instant, Instant]),
  z.transform(([from, to]) => ({ from, to })),
);

/** ms since the epoch as vectors write it: UTC, without the thousandths where there are none. */
export function instantText(at: number): string {
  return new Date(at).toISOString().replace('.000Z', 'Z');
}

/** A rule whose vectors give either one case or a list of them. */
export function oneOrMany<Case>(oneCase: z.ZodMiniType<Case>, answer: (given: Case) => unknown): RuleOfVector {
  const single = answering(oneCase, answer);
  return (input, about) =>
    Array.isArray(input) ? input.map((entry: unknown) => single(entry, about)) : single(input, about);
}

/**
 * A rule over input of one shape.
 *
 * @throws Error in one line, when the input has another shape
 */
export function answering<Given>(shape: z.ZodMiniType<Given>, answer: (given: Given) => unknown): RuleOfVector {
  return (input) => {
    const parsed = z.safeParse(shape, input);
    if (!parsed.success) throw new Error(`this rule does not know the input: ${firstIssue(parsed.error)}`);
    return answer(parsed.data);
  };
}

function firstIssue({ issues }: z.core.$ZodError): string {
  const [issue] = issues;
  return issue === undefined ? 'no reason given' : `${issue.path.map(String).join('.') || 'input'}: ${issue.message}`;
}
