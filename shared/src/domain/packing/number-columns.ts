import { APART, FORM, FURTHEST, PLAIN, readPresence, SOME_NULL } from './column-form.js';
import type { NumberReader, NumberWriter } from './number-octets.js';

/** Numbers of one kind, a row each; null where a row has none. */
export type NumberColumn = readonly (number | null)[];

/** Writes a column; its length is not written. -0 becomes 0. */
export function writeNumbers(writer: NumberWriter, column: NumberColumn): void {
  let nulls = 0;
  let first: number | null = null;
  let isSame = true;
  let isCounts = true;
  for (const value of column) {
    if (value === null) {
      nulls += 1;
      continue;
    }
    first ??= value;
    if (value !== first) isSame = false;
    if (!isCount(value)) isCounts = false;
  }
  if (first === null) {
    writer.octet(FORM.NONE);
    return;
  }
  const form = isSame ? (isCounts ? FORM.SAME : FORM.SAME_DOUBLE) : isCounts ? FORM.COUNTS : FORM.DOUBLES;
  writer.octet(nulls === 0 ? form : form | SOME_NULL);
  if (nulls > 0) writePresence(writer, column);
  if (form === FORM.SAME) writer.count(first);
  else if (form === FORM.SAME_DOUBLE) writer.double(first);
  else if (isCounts) writer.counts(column);
  else for (const value of column) if (value !== null) writer.double(value);
}

/** Reads `rows` values. @throws RangeError when the octets are not what `writeNumbers` wrote */
export function readNumbers(reader: NumberReader, rows: number): (number | null)[] {
  const head = reader.octet();
  const form = head & ~SOME_NULL;
  const column = new Array<number | null>(rows).fill(null);
  if (form === FORM.NONE) return column;
  const isThere = head === form ? null : readPresence(reader, rows);
  const same = form === FORM.SAME ? reader.count() : form === FORM.SAME_DOUBLE ? reader.double() : null;
  if (same === null && form !== FORM.COUNTS && form !== FORM.DOUBLES) {
    throw new RangeError(`a column lies in the unknown form ${String(form)}`);
  }
  for (let row = 0; row < rows; row += 1) {
    if (isThere !== null && isThere[row] !== 1) continue;
    column[row] = same ?? (form === FORM.COUNTS ? reader.count() : reader.double());
  }
  return column;
}

/** Writes a column by how far each value lies from what is expected of it, where that is exact; else as it is. */
export function writeNear(writer: NumberWriter, column: NumberColumn, expected: (row: number) => number): void {
  const distances = new Array<number | null>(column.length);
  for (let row = 0; row < column.length; row += 1) {
    const value = column[row] ?? null;
    if (value === null) {
      distances[row] = null;
      continue;
    }
    const guess = expected(row);
    const distance = value - guess;
    if (!(Number.isSafeInteger(value) && Number.isSafeInteger(guess) && Math.abs(distance) < FURTHEST)) {
      writer.octet(PLAIN);
      writeNumbers(writer, column);
      return;
    }
    distances[row] = distance < 0 ? -2 * distance - 1 : 2 * distance;
  }
  writer.octet(APART);
  writeNumbers(writer, distances);
}

/**
 * Reads what `writeNear` wrote.
 *
 * @param expected gets the values of the rows before, too
 * @throws RangeError when the octets are not what `writeNear` wrote
 */
export function readNear(
  reader: NumberReader,
  rows: number,
  expected: (row: number, before: NumberColumn) => number,
): (number | null)[] {
  const isPlain = reader.octet() === PLAIN;
  const column = readNumbers(reader, rows);
  if (isPlain) return column;
  for (let row = 0; row < rows; row += 1) {
    const apart = column[row] ?? null;
    if (apart !== null) column[row] = expected(row, column) + (apart % 2 === 0 ? apart / 2 : -(apart + 1) / 2);
  }
  return column;
}

/** A column that every row has a value in. @throws RangeError when one has none */
export function present(column: (number | null)[]): number[] {
  if (column.includes(null)) throw new RangeError('a packed column lacks what every row has');
  return column as number[];
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function writePresence(writer: NumberWriter, column: NumberColumn): void {
  for (let row = 0; row < column.length; row += 8) {
    let bits = 0;
    for (let bit = 0; bit < 8; bit += 1) if ((column[row + bit] ?? null) !== null) bits |= 1 << bit;
    writer.octet(bits);
  }
}
