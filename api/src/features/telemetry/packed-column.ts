import type { OctetReader } from './octet-reader.js';
import { bitWidth, type OctetWriter, signedSize } from './octet-writer.js';

/**
 * How a column of numbers lies in octets. Written into the store: a form may be added, none may change its number.
 *
 * - ZERO, SAME: all are 0, or all are the value that follows
 * - VALUES, STEPS: zig-zag varints of the values, or of the first one and then of the differences
 * - PACKED_VALUES, PACKED_STEPS: the same above their least one, all in as many bits as the greatest needs; better than
 *   varints where nothing stands out
 * - DOUBLES: 64 bits each, for what is not a safe integer
 */
const FORM = { ZERO: 0, SAME: 1, VALUES: 2, STEPS: 3, PACKED_VALUES: 4, PACKED_STEPS: 5, DOUBLES: 6 } as const;
const FORM_BITS = 0x0f;
/** Some are null: a bit for each value follows, 1 where there is one. */
const SOME_NULL = 0x80;
/** The same ones are null as in the last column that had any: nothing follows. */
const SAME_NULLS = 0x40;
const ALL_NULL = 0x20;

/** Which values of the last column with nulls were there; columns of one sealed hour share it. */
export interface NullMemory {
  present: readonly boolean[] | null;
}

type Column = readonly (number | null)[];

/** Writes a column; its length is not written. -0 becomes 0. */
export function writeColumn(writer: OctetWriter, column: Column, memory: NullMemory): void {
  const values = column.filter((value) => value !== null);
  if (values.length === 0) {
    writer.octet(ALL_NULL);
    return;
  }
  if (values.length === column.length) {
    writeValues(writer, values, 0);
    return;
  }
  const present = column.map((value) => value !== null);
  const isKnown = memory.present?.every((there, index) => there === present[index]) ?? false;
  writeValues(writer, values, isKnown ? SAME_NULLS : SOME_NULL, isKnown ? [] : present);
  memory.present = present;
}

/** Reads `count` values. @throws RangeError when the octets are not what `writeColumn` wrote */
export function readColumn(reader: OctetReader, count: number, memory: NullMemory): (number | null)[] {
  const head = reader.octet();
  if ((head & ALL_NULL) !== 0) return new Array<null>(count).fill(null);
  if ((head & (SOME_NULL | SAME_NULLS)) === 0) return readValues(reader, head & FORM_BITS, count);
  const present = (head & SAME_NULLS) === 0 ? readBits(reader, count) : memory.present;
  if (present?.length !== count) throw new RangeError('a column names nulls that were never told');
  memory.present = present;
  const values = readValues(reader, head & FORM_BITS, present.filter(Boolean).length);
  let next = 0;
  return present.map((there) => (there ? (values[next++] ?? null) : null));
}

/** Octets that `writeColumn` needs at most for this column, nulls aside. */
export function columnSize(column: Column): number {
  return choose(column.filter((value) => value !== null)).size;
}

interface Choice {
  readonly form: (typeof FORM)[keyof typeof FORM];
  readonly size: number;
  readonly steps: readonly number[];
}

/** The shortest form of some values; at least one. */
function choose(values: readonly number[]): Choice {
  const [first = 0] = values;
  if (!values.every(Number.isSafeInteger)) return { form: FORM.DOUBLES, size: 8 * values.length, steps: [] };
  if (values.every((value) => value === first)) {
    const isZero = first === 0;
    return { form: isZero ? FORM.ZERO : FORM.SAME, size: isZero ? 0 : signedSize(first), steps: [] };
  }
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? 0));
  const choices: Choice[] = [
    { form: FORM.VALUES, size: varintsSize(values), steps },
    { form: FORM.PACKED_VALUES, size: packedSize(values), steps },
  ];
  if (steps.every(Number.isSafeInteger)) {
    choices.push(
      { form: FORM.STEPS, size: signedSize(first) + varintsSize(steps), steps },
      { form: FORM.PACKED_STEPS, size: signedSize(first) + packedSize(steps), steps },
    );
  }
  return choices.reduce((best, other) => (other.size < best.size ? other : best));
}

function writeValues(
  writer: OctetWriter,
  values: readonly number[],
  flags: number,
  present: readonly boolean[] = [],
): void {
  const { form, steps } = choose(values);
  writer.octet(form | flags);
  for (const there of present) writer.bits(there ? 1 : 0, 1);
  writer.endBits();
  const [first = 0] = values;
  if (form === FORM.SAME || form === FORM.STEPS || form === FORM.PACKED_STEPS) writer.signed(first);
  if (form === FORM.VALUES) for (const value of values) writer.signed(value);
  if (form === FORM.STEPS) for (const step of steps) writer.signed(step);
  if (form === FORM.PACKED_VALUES) writePacked(writer, values);
  if (form === FORM.PACKED_STEPS) writePacked(writer, steps);
  if (form === FORM.DOUBLES) for (const value of values) writer.double(value);
}

function readValues(reader: OctetReader, form: number, count: number): number[] {
  switch (form) {
    case FORM.ZERO:
      return new Array<number>(count).fill(0);
    case FORM.SAME:
      return new Array<number>(count).fill(reader.signed());
    case FORM.VALUES:
      return times(count, () => reader.signed());
    case FORM.STEPS:
      return climb(reader.signed(), count, () => times(count - 1, () => reader.signed()));
    case FORM.PACKED_VALUES:
      return readPacked(reader, count);
    case FORM.PACKED_STEPS:
      return climb(reader.signed(), count, () => readPacked(reader, count - 1));
    case FORM.DOUBLES:
      return times(count, () => reader.double());
    default:
      throw new RangeError(`a column lies in the unknown form ${String(form)}`);
  }
}

/** Values of their first one and the steps from each to the next. */
function climb(first: number, count: number, readSteps: () => number[]): number[] {
  const values = new Array<number>(count);
  values[0] = first;
  let value = first;
  readSteps().forEach((step, index) => {
    value += step;
    values[index + 1] = value;
  });
  return values;
}

function writePacked(writer: OctetWriter, values: readonly number[]): void {
  const [least, greatest] = bounds(values);
  const width = bitWidth(greatest - least);
  writer.signed(least);
  writer.octet(width);
  for (const value of values) writer.bits(value - least, width);
  writer.endBits();
}

function readPacked(reader: OctetReader, count: number): number[] {
  const least = reader.signed();
  const width = reader.octet();
  const values = times(count, () => least + reader.bits(width));
  reader.endBits();
  return values;
}

function varintsSize(values: readonly number[]): number {
  let size = 0;
  for (const value of values) size += signedSize(value);
  return size;
}

/** Infinite where the distance of two values is past exact numbers. */
function packedSize(values: readonly number[]): number {
  const [least, greatest] = bounds(values);
  if (!Number.isSafeInteger(greatest - least)) return Number.POSITIVE_INFINITY;
  return signedSize(least) + 1 + Math.ceil((bitWidth(greatest - least) * values.length) / 8);
}

function bounds(values: readonly number[]): [least: number, greatest: number] {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

function readBits(reader: OctetReader, count: number): boolean[] {
  const present = times(count, () => reader.bits(1) === 1);
  reader.endBits();
  return present;
}

function times<Value>(count: number, make: () => Value): Value[] {
  const values = new Array<Value>(count);
  for (let index = 0; index < count; index += 1) values[index] = make();
  return values;
}
