import type { NumberReader } from './number-octets.js';

/**
 * How a column lies in octets. It is written into stores and sent over the wire: a form may be added, none may change
 * its number. SAME: all are the value that follows. COUNTS: varints. DOUBLES: 64 bits each.
 */
export const FORM = { NONE: 0, SAME: 1, COUNTS: 2, SAME_DOUBLE: 3, DOUBLES: 4 } as const;
/** A bit a row follows, 1 where there is a value. */
export const SOME_NULL = 0x80;
/** How a column is told by what it is expected to be: PLAIN as it is, APART by its zig-zag distance. */
export const PLAIN = 0;
export const APART = 1;
/** Twice a distance must be exact. */
export const FURTHEST = 2 ** 51;

/** 1 for each row with a value. */
export function readPresence(reader: NumberReader, rows: number): Uint8Array {
  const isThere = new Uint8Array(rows);
  for (let row = 0; row < rows; row += 8) {
    const bits = reader.octet();
    for (let bit = 0; bit < 8 && row + bit < rows; bit += 1) isThere[row + bit] = (bits >> bit) & 1;
  }
  return isThere;
}
