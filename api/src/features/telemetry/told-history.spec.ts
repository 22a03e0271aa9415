import type { Piece } from './state-history.js';
import { toldHistory } from './told-history.js';

function aPiece(status: string, from: number, to: number | null, sides = ''): Piece {
  return { status, from, to, sides, evidence: status === 'unknown' ? 'SILENCE' : 'POLL' };
}

describe('the told history', () => {
  it('tells unknown time that touches as one piece, with every end that was silent', () => {
    const told = toldHistory([
      aPiece('running', 40, null),
      aPiece('unknown', 30, 40, 'A'),
      aPiece('unknown', 20, 30, 'A,Z'),
      aPiece('unknown', 10, 20, 'Z'),
      aPiece('running', 0, 10),
    ]);

    expect(told).toEqual([aPiece('running', 40, null), aPiece('unknown', 10, 40, 'A,Z'), aPiece('running', 0, 10)]);
  });

  it('keeps an open piece open, and apart what does not touch', () => {
    const told = toldHistory([
      aPiece('unknown', 30, null, 'A'),
      aPiece('unknown', 20, 30, 'Z'),
      aPiece('unknown', 5, 10),
    ]);

    expect(told).toEqual([aPiece('unknown', 20, null, 'A,Z'), aPiece('unknown', 5, 10)]);
  });

  it('keeps down pieces apart: which end was down when is what the reader wants to know', () => {
    const pieces = [aPiece('failed', 20, 30, 'A,Z'), aPiece('failed', 10, 20, 'Z')];

    expect(toldHistory(pieces)).toEqual(pieces);
  });
});
