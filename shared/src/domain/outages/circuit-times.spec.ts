import fc from 'fast-check';
import type { OperatingStatus } from '../status/statuses.js';
import {
  circuitTimes,
  type KnownOutage,
  type ObservedPiece,
  type TimePiece,
  type TimesInput,
} from './circuit-times.js';
import { downRuns } from './outage-runs.js';

const END = 40;
const STATUSES: readonly OperatingStatus[] = ['running', 'degraded', 'failed', 'unknown', 'stopped'];

/** Histories with holes, works that overlap, and the outages that belong to them. */
const inputs = fc
  .record({
    cuts: fc.uniqueArray(fc.integer({ min: -5, max: END + 5 }), { minLength: 2, maxLength: 12 }),
    statuses: fc.array(fc.option(fc.constantFrom(...STATUSES)), { minLength: 12, maxLength: 12 }),
    works: fc.array(fc.tuple(fc.integer({ min: -5, max: END }), fc.integer({ min: 1, max: 15 })), { maxLength: 4 }),
  })
  .map(({ cuts, statuses, works }): TimesInput => {
    const times = cuts.toSorted((one, other) => one - other);
    const observed = times.slice(0, -1).flatMap((from, index): ObservedPiece[] => {
      const status = statuses[index] ?? null;
      return status === null ? [] : [{ status, from, to: times[index + 1] ?? null, evidence: 'POLL' }];
    });
    const down = observed.filter(({ status }) => status === 'failed').map((piece) => ({ ...piece, sides: 'A' }));
    const outages = downRuns(down).map((run): KnownOutage => ({
      id: `o${String(run.from)}`,
      from: run.from,
      to: run.to,
      cause: 'UNKNOWN',
      judgementId: null,
    }));
    return {
      window: { from: 0, to: END },
      observed,
      works: works.map(([from, length], index) => ({ id: `w${String(index)}`, from, to: from + length })),
      outages,
    };
  });

/** The same, moment by moment: slow, and too simple to be wrong. */
function stateAt({ observed, works }: TimesInput, at: number): string {
  const covers = ({ from, to }: { from: number; to: number | null }): boolean => from <= at && (to === null || at < to);
  const status = observed.find(covers)?.status;
  if (status === 'stopped' || works.some(covers)) return 'excluded';
  if (status === 'failed') return 'down';
  return status === 'running' || status === 'degraded' ? 'up' : 'unknown';
}

function pieceAt(pieces: readonly TimePiece[], at: number): TimePiece | undefined {
  return pieces.find(({ from, to }) => from <= at && at < to);
}

describe("a circuit's time in four states", () => {
  it('is what each single moment says', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const pieces = circuitTimes(input);
        for (let at = 0; at < END; at += 1) expect(pieceAt(pieces, at)?.state).toBe(stateAt(input, at) as never);
      }),
    );
  });

  it('has neither holes nor overlaps, and no two equal neighbours', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const pieces = circuitTimes(input);
        expect([pieces[0]?.from, pieces.at(-1)?.to]).toEqual([0, END]);
        for (const [index, piece] of pieces.entries()) {
          expect(piece.from).toBeLessThan(piece.to);
          const next = pieces[index + 1];
          if (next === undefined) continue;
          expect(next.from).toBe(piece.to);
          expect({ ...next, from: 0, to: 0 }).not.toEqual({ ...piece, from: 0, to: 0 });
        }
      }),
    );
  });

  it('names the outage of every moment that was down, excluded or not', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        for (const { observed, outageId, from } of circuitTimes(input)) {
          const outage = input.outages.find((each) => each.from <= from && (each.to === null || from < each.to));
          expect(outageId).toBe(observed === 'down' ? (outage?.id ?? null) : null);
        }
      }),
    );
  });

  it('of a judged outage rests on the judgement and stays down: nobody excludes time alone', () => {
    const [piece] = circuitTimes({
      window: { from: 0, to: 10 },
      observed: [{ status: 'failed', from: 0, to: null, evidence: 'POLL' }],
      works: [],
      outages: [{ id: 'o', from: 0, to: null, cause: 'CUSTOMER', judgementId: 'j' }],
    });
    expect(piece).toEqual({
      ...{ from: 0, to: 10, state: 'down', observed: 'down', cause: 'CUSTOMER', outageId: 'o' },
      evidence: { kind: 'JUDGEMENT', refId: 'j' },
    });
  });
});
