import { type FloatColumn, type NumberReader, type NumberWriter, readFloats, writeNumbers } from '../domain/index.js';
import type { Reading } from './collector.contract.js';

/** First octet: how the rest is to be read. */
export const PACKED_VERSION = 2;
/** Without what says from which count to which a sample goes. */
const VERSION_WITHOUT_COUNTS = 1;
const MS_PER_TICK = 10;
export const MS_PER_SECOND = 1_000;
/** One octet a millisecond, in bits a second. */
const BPS_PER_OCTET_MS = 8_000;
const LONGEST_WORD = 64;
/** What is told as it is, column by column. */
export const PLAIN_COLUMNS = [
  'dtMs',
  'inOctets',
  'outOctets',
  'inErrors',
  'outErrors',
  'inDiscards',
  'outDiscards',
  'inPackets',
  'outPackets',
  'adminStatus',
  'operStatus',
] as const satisfies (keyof Reading)[];

/** What packed samples begin with. */
export interface PackedHead {
  readonly rows: number;
  readonly hasCounts: boolean;
}

export function readHead(reader: NumberReader, most: number): PackedHead {
  const version = reader.octet();
  if (version !== PACKED_VERSION && version !== VERSION_WITHOUT_COUNTS)
    throw new RangeError(`packed samples of the unknown version ${String(version)}`);
  const rows = reader.count();
  if (rows > most) throw new RangeError(`${String(rows)} packed samples are too many`);
  return { rows, hasCounts: version === PACKED_VERSION };
}

/** Whole bits a second that octets within some time make; 0 where either is not known, which NaN says too. */
export function expectedRate(octets: number | null | undefined, dtMs: number | null | undefined): number {
  const [gain, time] = [octets ?? NaN, dtMs ?? NaN];
  if (Number.isNaN(gain) || Number.isNaN(time) || time === 0) return 0;
  return Math.round((gain * BPS_PER_OCTET_MS) / time);
}

/** The sysUpTime that a stretch begins with, where both clocks agree on its length; what is not known counts as 0. */
export function expectedStart(toTicks: number | null | undefined, dtMs: number | null | undefined): number {
  return known(toTicks) - Math.round(known(dtMs) / MS_PER_TICK);
}

/** 0 for what is not known. */
export function known(value: number | null | undefined): number {
  return value === null || value === undefined || Number.isNaN(value) ? 0 : value;
}

/** The words that occur, each once, and which of them each row has. */
export function writeWords(writer: NumberWriter, words: readonly string[]): void {
  const numbers = new Map<string, number>();
  for (const word of words) if (!numbers.has(word)) numbers.set(word, numbers.size);
  writeEach(writer, [...numbers.keys()]);
  writeNumbers(
    writer,
    words.map((word) => numbers.get(word) ?? 0),
  );
}

export function writeEach(writer: NumberWriter, words: readonly string[]): void {
  writer.count(words.length);
  for (const word of words) {
    writer.count(word.length);
    for (let index = 0; index < word.length; index += 1) writer.count(word.charCodeAt(index));
  }
}

/** The words that `writeWords` told, and which of them each row has. */
export function readWordColumn(
  reader: NumberReader,
  rows: number,
): { readonly words: readonly string[]; readonly column: FloatColumn } {
  const words = Array.from({ length: atMost(reader.count(), rows) }, () => {
    const length = atMost(reader.count(), LONGEST_WORD);
    return String.fromCharCode(...Array.from({ length }, () => reader.count()));
  });
  const column = readFloats(reader, rows);
  for (let row = 0; row < rows; row += 1) {
    if (words[column[row] ?? NaN] === undefined) throw new RangeError('packed samples name a word that was never told');
  }
  return { words, column };
}

function atMost(count: number, most: number): number {
  if (count > most) throw new RangeError('packed samples name more than they can hold');
  return count;
}
