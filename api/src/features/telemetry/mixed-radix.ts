import type { OctetReader } from './octet-reader.js';
import { bitWidth, countSize, type OctetWriter } from './octet-writer.js';

/** How numbers lie that are told as digits: several of them make one number, so that none costs a whole bit too much. */
export interface Radix {
  /** Each digit is below it. */
  readonly base: number;
  /** Whether the greatest digit says that a number stands out and follows behind the digits. */
  readonly isMarked: boolean;
  /** Octets of all that is written. */
  readonly size: number;
}

/** What several digits make has to be exact. */
const MOST = 2 ** 52;
/** So many numbers may stand out: more of them, and bits are as short. */
const MOST_OUTSTANDING = 6;

/** The base at which numbers from 0 on take the fewest octets; null where two digits do not fit into one number. */
export function bestRadix(numbers: readonly number[]): Radix | null {
  const greatest = greatestOf(numbers);
  let best: Radix | null = null;
  for (let place = 0; place < greatest.length; place += 1) {
    const isMarked = place > 0;
    // Without a mark all fit; with one those before this place stand out.
    const base = (greatest[place] ?? 0) + (isMarked ? 2 : 1);
    if (base < 2 || base * base > MOST) continue;
    let size = countSize(2 * base + 1) + Math.ceil(bitsOf(numbers.length, base) / 8);
    for (let out = 0; out < place; out += 1) size += countSize((greatest[out] ?? 0) - (base - 1));
    if (best === null || size < best.size) best = { base, isMarked, size };
  }
  return best;
}

export function writeRadix(writer: OctetWriter, numbers: readonly number[], { base, isMarked }: Radix): void {
  writer.count(2 * base + (isMarked ? 1 : 0));
  const together = digitsTogether(base);
  const mark = isMarked ? base - 1 : base;
  for (let from = 0; from < numbers.length; from += together) {
    const count = Math.min(together, numbers.length - from);
    let sum = 0;
    for (let at = count - 1; at >= 0; at -= 1) sum = sum * base + Math.min(numbers[from + at] ?? 0, mark);
    writer.bits(sum, widthOf(base, count));
  }
  writer.endBits();
  if (isMarked) for (const number of numbers) if (number >= mark) writer.count(number - mark);
}

/** @throws RangeError when the octets are not what `writeRadix` wrote */
export function readRadix(reader: OctetReader, length: number): number[] {
  const head = reader.count();
  const [base, isMarked] = [Math.floor(head / 2), head % 2 === 1];
  if (base < 2 || base * base > MOST) throw new RangeError(`digits of the impossible base ${String(base)}`);
  const together = digitsTogether(base);
  const numbers = new Array<number>(length);
  for (let from = 0; from < length; from += together) {
    const count = Math.min(together, length - from);
    let sum = reader.bits(widthOf(base, count));
    for (let at = 0; at < count; at += 1) {
      numbers[from + at] = sum % base;
      sum = Math.floor(sum / base);
    }
    if (sum > 0) throw new RangeError('digits make more than they can');
  }
  reader.endBits();
  if (isMarked) {
    const mark = base - 1;
    for (let at = 0; at < length; at += 1) if (numbers[at] === mark) numbers[at] = mark + reader.count();
  }
  return numbers;
}

/** The greatest numbers, the greatest first. */
function greatestOf(numbers: readonly number[]): number[] {
  const greatest: number[] = [];
  for (const number of numbers) {
    if (greatest.length > MOST_OUTSTANDING && number <= (greatest.at(-1) ?? 0)) continue;
    let at = greatest.length;
    while (at > 0 && (greatest[at - 1] ?? 0) < number) at -= 1;
    greatest.splice(at, 0, number);
    if (greatest.length > MOST_OUTSTANDING + 1) greatest.pop();
  }
  return greatest;
}

function digitsTogether(base: number): number {
  return Math.floor(Math.log2(MOST) / Math.log2(base));
}

function widthOf(base: number, count: number): number {
  return bitWidth(base ** count - 1);
}

function bitsOf(length: number, base: number): number {
  const together = digitsTogether(base);
  const rest = length % together;
  return Math.floor(length / together) * widthOf(base, together) + (rest > 0 ? widthOf(base, rest) : 0);
}
