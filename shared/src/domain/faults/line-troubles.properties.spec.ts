import fc from 'fast-check';
import { type ToldTrouble, watchLine } from '../../testing/line-watcher.js';
import { confirmMs, judgeLine, LINE_RULE, type LinePiece, type LineState } from './line-troubles.js';

const S = 1_000;
const RULE = { ...LINE_RULE, confirmMs: confirmMs(10 * S) };

type Stay = readonly [LineState, number];

const stay = fc.tuple(
  fc.constantFrom<LineState>('DOWN', 'DOWN', 'DEGRADED', 'WELL', 'WELL', 'QUIET', 'UNKNOWN'),
  // Mostly about as long as the holds, now and then as long as damping lasts.
  fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 1, max: 130 }) }, fc.integer({ min: 200, max: 3_000 })),
);
const stays = fc.array(stay, { minLength: 1, maxLength: 40 });

function piecesOf(history: readonly Stay[]): LinePiece[] {
  let at = 0;
  return history.map(([state, seconds], index) => {
    const from = at;
    at += seconds * S;
    return { state, from, to: index === history.length - 1 ? null : at };
  });
}

function judged(pieces: readonly LinePiece[], second: number): ToldTrouble[] {
  const view = { now: second * S, heardAt: second * S, speaksUntil: second * S, toldAt: [] };
  const { troubles } = judgeLine(pieces, view, RULE);
  return troubles
    .map(({ kind, from, to }) => ({ kind, from: from / S, to: to === null ? null : Math.ceil(to / S) }))
    .sort((one, other) => one.from - other.from || (one.kind < other.kind ? -1 : 1));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Whether what was told is told later too, and what was over is over since the same moment. */
function goesOn({ kind, from, to }: ToldTrouble, later: readonly ToldTrouble[]): boolean {
  const same = later.find((trouble) => trouble.kind === kind && trouble.from === from);
  return same !== undefined && (to === null || same.to === to);
}

/** The history as it was known at a second. */
function knownAt(pieces: readonly LinePiece[], second: number): LinePiece[] {
  return pieces
    .filter(({ from }) => from < second * S)
    .map((piece) => ({ ...piece, to: piece.to === null || piece.to >= second * S ? null : piece.to }));
}

describe('The troubles of a line, held against somebody who watches it second by second', () => {
  it('are the same over any history', () => {
    fc.assert(
      fc.property(stays, (history) => {
        const seconds = history.flatMap(([state, count]) => Array.from({ length: count }, () => state));
        return isSame(judged(piecesOf(history), seconds.length), watchLine(seconds, RULE));
      }),
      { numRuns: 400 },
    );
    expect().nothing();
  });

  it('are told once each and never taken back, whenever somebody looks', () => {
    fc.assert(
      fc.property(
        stays,
        fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 8 }),
        (history, waits) => {
          const pieces = piecesOf(history);
          const seconds = history.flatMap(([state, count]) => Array.from({ length: count }, () => state));
          const ends = waits.map((_, index) => waits.slice(0, index + 1).reduce((sum, wait) => sum + wait));
          const looks = ends.map((at) => Math.min(at, seconds.length)).map((at) => judged(knownAt(pieces, at), at));
          return looks.every((look, index) => look.every((trouble) => goesOn(trouble, looks[index + 1] ?? look)));
        },
      ),
    );
    expect().nothing();
  });

  it('has no line stand as down that only changes between being well and being degraded', () => {
    const changing = Array.from({ length: 20 }, (_, index): Stay => [index % 2 === 0 ? 'WELL' : 'DEGRADED', 40]);
    const troubles = judged(piecesOf([['DOWN', 100], ...changing]), 900);
    expect(troubles.filter(({ kind }) => kind === 'DOWN')).toEqual([{ kind: 'DOWN', from: 0, to: 100 }]);
  });
});
