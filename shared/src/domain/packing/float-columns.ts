import { APART, FORM, FURTHEST, PLAIN, readPresence, SOME_NULL } from './column-form.js';
import type { NumberReader, NumberWriter } from './number-octets.js';

/** Numbers of one kind, a row each; NaN where a row has none. The octets are those of a `NumberColumn`. */
export type FloatColumn = Float64Array;

/**
 * Reads `rows` values that `writeNumbers` or `writeFloats` wrote.
 *
 * @throws RangeError when the octets are not what those wrote
 */
export function readFloats(reader: NumberReader, rows: number): FloatColumn {
  const head = reader.octet();
  const form = head & ~SOME_NULL;
  const column = new Float64Array(rows);
  if (form === FORM.NONE) return column.fill(NaN);
  const isThere = head === form ? null : readPresence(reader, rows);
  if (form === FORM.SAME || form === FORM.SAME_DOUBLE) {
    column.fill(form === FORM.SAME ? reader.count() : aNumber(reader.double()));
    if (isThere !== null) for (let row = 0; row < rows; row += 1) if (isThere[row] !== 1) column[row] = NaN;
    return column;
  }
  if (form !== FORM.COUNTS && form !== FORM.DOUBLES)
    throw new RangeError(`a column lies in the unknown form ${String(form)}`);
  const isCounts = form === FORM.COUNTS;
  for (let row = 0; row < rows; row += 1) {
    if (isThere !== null && isThere[row] !== 1) column[row] = NaN;
    else column[row] = isCounts ? reader.count() : aNumber(reader.double());
  }
  return column;
}

/**
 * Reads what `writeNear` or `writeFloatsNear` wrote.
 *
 * @param expected gets the values of the rows before, too
 * @throws RangeError when the octets are not what those wrote
 */
export function readFloatsNear(
  reader: NumberReader,
  rows: number,
  expected: (row: number, before: FloatColumn) => number,
): FloatColumn {
  const isPlain = reader.octet() === PLAIN;
  const column = readFloats(reader, rows);
  if (isPlain) return column;
  for (let row = 0; row < rows; row += 1) {
    const apart = column[row] ?? NaN;
    if (!Number.isNaN(apart)) column[row] = expected(row, column) + (apart % 2 === 0 ? apart / 2 : -(apart + 1) / 2);
  }
  return column;
}

/** Writes `rows` values from `from` on, as `writeNumbers` would; their number is not written. -0 becomes 0. */
export function writeFloats(writer: NumberWriter, values: Float64Array, rows: number, from = 0): void {
  const end = from + rows;
  let nulls = 0;
  let first = NaN;
  let isSame = true;
  let isCounts = true;
  for (let at = from; at < end; at += 1) {
    const value = values[at] ?? NaN;
    if (Number.isNaN(value)) {
      nulls += 1;
      continue;
    }
    if (Number.isNaN(first)) first = value;
    else if (value !== first) isSame = false;
    if (!(Number.isSafeInteger(value) && value >= 0)) isCounts = false;
  }
  if (nulls === rows) {
    writer.octet(FORM.NONE);
    return;
  }
  const form = isSame ? (isCounts ? FORM.SAME : FORM.SAME_DOUBLE) : isCounts ? FORM.COUNTS : FORM.DOUBLES;
  writer.octet(nulls === 0 ? form : form | SOME_NULL);
  if (nulls > 0) writePresence(writer, values, rows, from);
  if (form === FORM.SAME) writer.count(first);
  else if (form === FORM.SAME_DOUBLE) writer.double(first);
  else if (isCounts) writer.floatCounts(values, from, end);
  else for (let at = from; at < end; at += 1) if (!Number.isNaN(values[at])) writer.double(values[at] ?? 0);
}

/**
 * Writes `rows` values from `from` on by how far each lies from what is expected of it, where that is exact; else as they
 * are.
 *
 * @param expected of each row from 0 on; holds the distances afterwards
 */
export function writeFloatsNear(
  writer: NumberWriter,
  values: Float64Array,
  rows: number,
  from: number,
  expected: Float64Array,
): void {
  for (let row = 0; row < rows; row += 1) {
    const value = values[from + row] ?? NaN;
    if (Number.isNaN(value)) {
      expected[row] = NaN;
      continue;
    }
    const guess = expected[row] ?? NaN;
    const distance = value - guess;
    if (!(Number.isSafeInteger(value) && Number.isSafeInteger(guess) && Math.abs(distance) < FURTHEST)) {
      writer.octet(PLAIN);
      writeFloats(writer, values, rows, from);
      return;
    }
    expected[row] = distance < 0 ? -2 * distance - 1 : 2 * distance;
  }
  writer.octet(APART);
  writeFloats(writer, expected, rows);
}

function writePresence(writer: NumberWriter, values: Float64Array, rows: number, from: number): void {
  for (let row = 0; row < rows; row += 8) {
    let bits = 0;
    for (let bit = 0; bit < 8 && row + bit < rows; bit += 1) {
      if (!Number.isNaN(values[from + row + bit])) bits |= 1 << bit;
    }
    writer.octet(bits);
  }
}

/** NaN stands for no value, and no writer writes it as one. */
function aNumber(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('a packed column holds what is no number');
  return value;
}
