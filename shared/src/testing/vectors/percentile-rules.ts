import * as z from 'zod/mini';
import { billableBps, percentile95 } from '../../domain/percentile/index.js';
import { answering, type RuleOfVector } from './vector-input.js';

const Rate = z.union([z.number(), z.string().check(z.regex(/^\d+(\.\d+)?$/))]);

/** Samples in full, or in words: `integers 1..8640`, `8110 x 100, 430 x 900, 100 missing of 8640`. */
const Samples = z.pipe(
  z.union([z.array(z.nullable(z.number())), z.string()]),
  z.transform((given) => (typeof given === 'string' ? samplesInWords(given) : given)),
);

/** @throws Error when the words are none of the known ones */
function samplesInWords(words: string): (number | null)[] {
  return words.split(',').flatMap((part): (number | null)[] => {
    const range = /^\s*integers (\d+)\.\.(\d+)\s*$/.exec(part);
    if (range !== null) {
      const [first, last] = [Number(range[1]), Number(range[2])];
      return Array.from({ length: last - first + 1 }, (_, index) => first + index);
    }
    const repeated = /^\s*(\d+) x ([\d.]+)\s*$/.exec(part);
    if (repeated !== null) return new Array<number>(Number(repeated[1])).fill(Number(repeated[2]));
    const missing = /^\s*(\d+) missing(?: of \d+)?\s*$/.exec(part);
    if (missing !== null) return new Array<null>(Number(missing[1])).fill(null);
    throw new Error(`this rule does not know the samples "${part.trim()}"`);
  });
}

const OneDirection = z.object({ samples: Samples });

function oneDirection({ samples }: z.infer<typeof OneDirection>): unknown {
  const skipping = percentile95(samples);
  const filling = percentile95(samples, 'ZERO');
  const n = skipping?.n ?? 0;
  return {
    n,
    discarded: skipping?.discarded ?? null,
    rank: skipping?.rank ?? null,
    value: skipping?.value ?? null,
    // What floating point makes of the rank.
    wrongRankWithFloat: Math.ceil((n / 100) * 95),
    skipMissing: skipping?.value ?? null,
    skipN: n,
    skipRank: skipping?.rank ?? null,
    zeroFill: filling?.value ?? null,
    zeroN: filling?.n ?? 0,
    zeroRank: filling?.rank ?? null,
  };
}

const TwoDirections = z.object({
  inbound: z.array(Rate),
  outbound: z.array(Rate),
  commit: z.optional(Rate),
});

function percentileOf(samples: readonly (number | string)[]): number {
  return percentile95(samples.map(Number))?.value ?? 0;
}

/** The answer in the spelling of the input: a percentile is always one of the samples. */
function twoDirections({ inbound, outbound, commit }: z.infer<typeof TwoDirections>): unknown {
  const spelling = new Map([...inbound, ...outbound, commit ?? 0].map((rate) => [Number(rate), rate]));
  const spelt = (value: number): number | string => spelling.get(value) ?? value;
  const [into, out] = [percentileOf(inbound), percentileOf(outbound)];
  return {
    inbound: spelt(into),
    outbound: spelt(out),
    billable: spelt(billableBps(into, out)),
    billed: spelt(billableBps(into, out, Number(commit ?? 0))),
  };
}

const ofOne = answering(OneDirection, oneDirection);
const ofTwo = answering(TwoDirections, twoDirections);

export const PERCENTILE_RULES: Readonly<Record<string, RuleOfVector>> = {
  'P-95': (input) => (z.safeParse(z.looseObject({ samples: z.unknown() }), input).success ? ofOne : ofTwo)(input),
};
