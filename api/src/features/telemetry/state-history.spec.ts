import fc from 'fast-check';
import { heldSince, historyChange, joinEqual, type Piece, splice } from './state-history.js';

function piece(status: string, from: number, to: number | null): Piece {
  return { status, from, to, sides: '', evidence: 'POLL' };
}

function told(pieces: readonly Piece[]): string[] {
  return pieces.map(({ status, from, to }) => `${status} ${String(from)}..${String(to ?? '')}`);
}

describe('splice', () => {
  it('takes a false silence out and joins what it had cut in two', () => {
    const history = [piece('UP', 0, 10), piece('UNKNOWN', 10, 50), piece('UP', 50, null)];
    const window = { from: 0, to: 50, pieces: [piece('UP', 0, 50)] };
    expect(told(splice(history, window, 'UNKNOWN'))).toEqual(['UP 0..']);
  });

  it('shrinks a silence that is only partly explained', () => {
    const history = [piece('UP', 0, 10), piece('UNKNOWN', 10, 90), piece('UP', 90, null)];
    const window = { from: 40, to: 90, pieces: [piece('UP', 40, 50), piece('UNKNOWN', 50, 90)] };
    expect(told(splice(history, window, 'UNKNOWN'))).toEqual([
      'UP 0..10',
      'UNKNOWN 10..40',
      'UP 40..50',
      'UNKNOWN 50..90',
      'UP 90..',
    ]);
  });

  it('tells a hole before the stretch as no data', () => {
    const window = { from: 70, to: null, pieces: [piece('UP', 70, null)] };
    expect(told(splice([piece('UP', 0, 50)], window, 'UNKNOWN'))).toEqual(['UP 0..50', 'UNKNOWN 50..70', 'UP 70..']);
  });

  it('leaves the rest as it was, without holes and overlaps', () => {
    fc.assert(
      fc.property(someHistory(0), fc.nat(100), fc.integer({ min: 1, max: 100 }), (history, from, length) => {
        const to = from + length;
        const spliced = splice(history, { from, to, pieces: [piece('NEW', from, to)] }, 'UNKNOWN');
        for (const [index, { to: end }] of spliced.entries()) {
          if (index < spliced.length - 1) expect(end).toBe(spliced[index + 1]?.from ?? null);
        }
        for (let at = 0; at < 250; at += 1) {
          const expected = at >= from && at < to ? 'NEW' : statusAt(history, at);
          expect(statusAt(spliced, at)).toBe(expected);
        }
      }),
    );
  });
});

describe('historyChange', () => {
  it('turns the stored pieces into the wanted ones, and writes nothing when they are equal', () => {
    fc.assert(
      fc.property(someHistory(0), someHistory(0), (before, after) => {
        const stored = before.map((one, index) => ({ ...one, id: String(index) }));
        const change = historyChange(stored, after);
        const ended = new Map(change.ended.map(({ id, to }) => [id, to]));
        const result = [
          ...stored
            .filter(({ id }) => !change.removed.includes(id))
            .map((one) => ({
              ...piece(one.status, one.from, one.to),
              ...(ended.has(one.id) && { to: ended.get(one.id) ?? null }),
            })),
          ...change.inserted,
        ];
        expect(result.toSorted((one, other) => one.from - other.from)).toEqual([...after]);
        const again = historyChange(stored, before);
        expect([again.removed, again.inserted, again.ended]).toEqual([[], [], []]);
      }),
    );
  });
});

describe('heldSince', () => {
  it('looks through a change of the sides to where the status began', () => {
    const pieces = [
      piece('running', 0, 10),
      { ...piece('failed', 10, 20), sides: 'A' },
      { ...piece('failed', 20, null), sides: 'A,Z' },
    ];
    expect(heldSince(pieces)).toBe(10);
  });

  it('is nothing without a history', () => {
    expect(heldSince([])).toBeNull();
  });
});

function statusAt(pieces: readonly Piece[], at: number): string | undefined {
  return pieces.find(({ from, to }) => from <= at && (to === null || to > at))?.status;
}

function someHistory(start: number): fc.Arbitrary<Piece[]> {
  const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('UP', 'DOWN')), {
    minLength: 1,
    maxLength: 8,
  });
  return steps.map((all) => {
    let from = start;
    const pieces = all.map(([length, status], index) => {
      const begin = from;
      from += length;
      return piece(status, begin, index === all.length - 1 ? null : from);
    });
    return joinEqual(pieces);
  });
}
