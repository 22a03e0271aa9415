import { bestRadix, type Radix, readRadix, writeRadix } from './mixed-radix.js';
import type { OctetReader } from './octet-reader.js';
import { bitWidth, countSize, type OctetWriter, signedSize } from './octet-writer.js';

/**
 * How a column of numbers lies in octets. Written into the store: a form may be added, none may change its number.
 *
 * - ZERO, SAME: all are 0, or all are the value that follows
 * - VALUES, STEPS: the values, or the first one and then the differences; above their least one, in units of what
 *   divides them all, in as many bits each as most of them need, or as digits; those that stand out follow as varints
 * - RUN: the first value, and the difference of each to the next, which is always the same
 * - LONG: zig-zag varints of the values, for those that lie further apart than numbers are exact
 * - DOUBLES: 64 bits each, for what is not a safe integer
 */
const FORM = { ZERO: 0, SAME: 1, VALUES: 2, STEPS: 3, LONG: 4, DOUBLES: 5, RUN: 6 } as const;
const FORM_BITS = 0x0f;
/** Some are null: a bit for each value follows, 1 where there is one. */
const SOME_NULL = 0x80;
/** The same ones are null as in the last column that had any: nothing follows. */
const SAME_NULLS = 0x40;
const ALL_NULL = 0x20;
/** Beside the width of packed numbers: a unit other than 1 follows. */
const HAS_UNIT = 0x80;
/** In the place of the width: the numbers lie as digits (mixed-radix.ts). */
const DIGITS = 0x7f;
/** Bits of the greatest number there is, and one more for the mark of those that stand out. */
const WIDEST = 54;

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
  readonly packed?: Packed;
}

/** The shortest form of some values; at least one. */
function choose(values: readonly number[]): Choice {
  const [first = 0] = values;
  if (!values.every(Number.isSafeInteger)) return { form: FORM.DOUBLES, size: 8 * values.length };
  if (values.every((value) => value === first)) {
    return first === 0 ? { form: FORM.ZERO, size: 0 } : { form: FORM.SAME, size: signedSize(first) };
  }
  const plain = pack(values);
  if (plain === undefined) return { form: FORM.LONG, size: values.reduce((sum, value) => sum + signedSize(value), 0) };
  const run = runOf(values);
  if (run !== null) return { form: FORM.RUN, size: signedSize(first) + signedSize(run) };
  const steps = pack(stepsOf(values));
  if (steps !== undefined && signedSize(first) + steps.size < plain.size) {
    return { form: FORM.STEPS, size: signedSize(first) + steps.size, packed: steps };
  }
  return { form: FORM.VALUES, size: plain.size, packed: plain };
}

/** The step from each value to the next where that is always the same. */
function runOf(values: readonly number[]): number | null {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) - (values[index - 1] ?? 0) !== step) return null;
  }
  return step;
}

function stepsOf(values: readonly number[]): number[] {
  const steps = new Array<number>(values.length - 1);
  for (let index = 1; index < values.length; index += 1)
    steps[index - 1] = (values[index] ?? 0) - (values[index - 1] ?? 0);
  return steps;
}

function writeValues(
  writer: OctetWriter,
  values: readonly number[],
  flags: number,
  present: readonly boolean[] = [],
): void {
  const { form, packed } = choose(values);
  writer.octet(form | flags);
  for (const there of present) writer.bits(there ? 1 : 0, 1);
  writer.endBits();
  if (form === FORM.SAME || form === FORM.STEPS || form === FORM.RUN) writer.signed(values[0] ?? 0);
  if (form === FORM.RUN) writer.signed((values[1] ?? 0) - (values[0] ?? 0));
  if (form === FORM.LONG) for (const value of values) writer.signed(value);
  if (form === FORM.DOUBLES) for (const value of values) writer.double(value);
  if (packed !== undefined) writePacked(writer, packed);
}

function readValues(reader: OctetReader, form: number, count: number): number[] {
  switch (form) {
    case FORM.ZERO:
      return new Array<number>(count).fill(0);
    case FORM.SAME:
      return new Array<number>(count).fill(reader.signed());
    case FORM.VALUES:
      return readPacked(reader, count);
    case FORM.STEPS:
      return climb(reader.signed(), readPacked(reader, count - 1));
    case FORM.RUN:
      return climb(reader.signed(), new Array<number>(count - 1).fill(reader.signed()));
    case FORM.LONG:
      return times(count, () => reader.signed());
    case FORM.DOUBLES:
      return times(count, () => reader.double());
    default:
      throw new RangeError(`a column lies in the unknown form ${String(form)}`);
  }
}

/** Values of their first one and the steps from each to the next. */
function climb(first: number, steps: readonly number[]): number[] {
  const values = new Array<number>(steps.length + 1);
  let value = first;
  values[0] = first;
  for (let index = 0; index < steps.length; index += 1) {
    value += steps[index] ?? 0;
    values[index + 1] = value;
  }
  return values;
}

interface Packed {
  readonly least: number;
  /** The greatest whole number that divides all distances; 1 where all are 0. */
  readonly unit: number;
  /** From the least one, in units. */
  readonly distances: readonly number[];
  readonly width: number;
  /** Shorter than bits of that width; null where it is not. */
  readonly radix: Radix | null;
  readonly size: number;
}

/** @returns undefined where the distance of two values is past exact numbers */
function pack(values: readonly number[]): Packed | undefined {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (!Number.isSafeInteger(greatest - least)) return undefined;
  const distances = values.map((value) => value - least);
  const unit = unitOf(distances);
  if (unit > 1)
    for (let index = 0; index < distances.length; index += 1) distances[index] = (distances[index] ?? 0) / unit;
  const { width, size } = bestWidth(distances);
  const digits = bestRadix(distances);
  const radix = digits !== null && digits.size < size ? digits : null;
  const head = signedSize(least) + 1 + (unit > 1 ? countSize(unit) : 0);
  return { least, unit, distances, width, radix, size: head + (radix?.size ?? size) };
}

function writePacked(writer: OctetWriter, { least, unit, distances, width, radix }: Packed): void {
  const outstanding = 2 ** width - 1;
  const how = radix === null ? width : DIGITS;
  writer.signed(least);
  writer.octet(unit > 1 ? how | HAS_UNIT : how);
  if (unit > 1) writer.count(unit);
  if (radix !== null) {
    writeRadix(writer, distances, radix);
    return;
  }
  for (const distance of distances) writer.bits(Math.min(distance, outstanding), width);
  writer.endBits();
  for (const distance of distances) if (distance >= outstanding) writer.count(distance - outstanding);
}

function readPacked(reader: OctetReader, count: number): number[] {
  const least = reader.signed();
  const head = reader.octet();
  const width = head & ~HAS_UNIT;
  const unit = head === width ? 1 : reader.count();
  if (width === DIGITS) return readRadix(reader, count).map((digit) => least + unit * digit);
  const outstanding = 2 ** width - 1;
  const values = times(count, () => reader.bits(width));
  reader.endBits();
  for (let index = 0; index < count; index += 1) {
    const packed = values[index] ?? 0;
    values[index] = least + unit * (packed === outstanding ? packed + reader.count() : packed);
  }
  return values;
}

/** Greatest common divisor of some numbers (Euclid); 1 where all are 0. */
function unitOf(distances: readonly number[]): number {
  let unit = 0;
  for (const distance of distances) {
    for (let other = distance; other !== 0;) [unit, other] = [other, unit % other];
    if (unit === 1) return 1;
  }
  return Math.max(1, unit);
}

/**
 * The width at which numbers take the fewest octets, if those that do not fit below its greatest number stand there as
 * that number and follow as varints.
 */
function bestWidth(distances: readonly number[]): { width: number; size: number } {
  const byWidth = new Array<number>(WIDEST + 1).fill(0);
  for (const distance of distances) {
    const width = bitWidth(distance + 1);
    byWidth[width] = (byWidth[width] ?? 0) + 1;
  }
  let best = { width: WIDEST, size: Number.POSITIVE_INFINITY };
  let outstanding = 0;
  for (let width = WIDEST; width >= 0; width -= 1) {
    const size = Math.ceil((distances.length * width) / 8) + outstanding;
    if (size < best.size) best = { width, size };
    outstanding += (byWidth[width] ?? 0) * Math.ceil(width / 7);
  }
  return best;
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
