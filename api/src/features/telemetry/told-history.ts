import type { Piece } from './state-history.js';

/**
 * The history as people read it: pieces of unknown time that touch are told as one, whichever end was silent first.
 * Down pieces stay apart: which end was down when is what the reader wants to know.
 *
 * @param pieces newest first, without overlaps
 */
export function toldHistory(pieces: readonly Piece[]): Piece[] {
  const told: Piece[] = [];
  for (const piece of pieces) {
    const newer = told.at(-1);
    if (newer?.status === 'unknown' && piece.status === 'unknown' && piece.to === newer.from) {
      const sides = new Set([...newer.sides.split(','), ...piece.sides.split(',')].filter((side) => side !== ''));
      told[told.length - 1] = { ...newer, from: piece.from, sides: [...sides].sort().join(',') };
    } else {
      told.push(piece);
    }
  }
  return told;
}
