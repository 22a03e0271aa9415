import { type NumberWriter, writeFloats, writeFloatsNear } from '../domain/index.js';
import {
  expectedRate,
  expectedStart,
  known,
  MS_PER_SECOND,
  PACKED_VERSION,
  PLAIN_COLUMNS,
  writeEach,
} from './packed-form.js';

/**
 * The columns of readings that lie side by side in one array of numbers, in the order in which they are packed. NaN
 * where a reading has no number; `status` is the place of a word among those that go with the array.
 */
export const SHEET = {
  portId: 0,
  slot: 1,
  takenAt: 2,
  status: 3,
  dtMs: 4,
  inOctets: 5,
  outOctets: 6,
  inErrors: 7,
  outErrors: 8,
  inDiscards: 9,
  outDiscards: 10,
  inPackets: 11,
  outPackets: 12,
  adminStatus: 13,
  operStatus: 14,
  lastChangeAt: 15,
  inBps: 16,
  outBps: 17,
  toTicks: 18,
  fromTicks: 19,
  inCount: 20,
  outCount: 21,
  ifIndex: 22,
  speedBps: 23,
  /** Code units of the collector's note. */
  noteLength: 24,
} as const;
export type SheetColumn = keyof typeof SHEET;
export const SHEET_COLUMNS = Object.keys(SHEET).length;
/** Those of a sample; the others are of a reading on its way. */
export const SAMPLE_COLUMNS = SHEET.outCount + 1;

/** What is expected of the rows of a column; one for all, since nothing else runs in between. */
let expected = new Float64Array(256);

/**
 * Writes samples: the octets that `packSamples` makes of the same ones.
 *
 * @param cells columns of `stride` numbers each, by their place in `SHEET`
 * @param words what `status` counts
 */
export function writeSheet(
  writer: NumberWriter,
  cells: Float64Array,
  stride: number,
  rows: number,
  words: readonly string[],
): void {
  if (expected.length < rows) expected = new Float64Array(2 * rows);
  writer.octet(PACKED_VERSION);
  writer.count(rows);
  writeAfterTheLast(writer, cells, stride * SHEET.portId, rows, 1);
  writeAfterTheLast(writer, cells, stride * SHEET.slot, rows, 0);
  for (let row = 0; row < rows; row += 1) expected[row] = (cells[stride * SHEET.slot + row] ?? 0) * MS_PER_SECOND;
  writeFloatsNear(writer, cells, rows, stride * SHEET.takenAt, expected);
  writeStatuses(writer, cells, stride * SHEET.status, rows, words);
  for (const name of PLAIN_COLUMNS) writeFloats(writer, cells, rows, stride * SHEET[name]);
  writeAfterTheLast(writer, cells, stride * SHEET.lastChangeAt, rows, 0);
  const [dtMs, toTicks] = [stride * SHEET.dtMs, stride * SHEET.toTicks];
  for (const [rate, octets] of RATES) {
    const from = stride * octets;
    for (let row = 0; row < rows; row += 1) expected[row] = expectedRate(cells[from + row], cells[dtMs + row]);
    writeFloatsNear(writer, cells, rows, stride * rate, expected);
  }
  writeAfterTheLast(writer, cells, toTicks, rows, 0);
  for (let row = 0; row < rows; row += 1) expected[row] = expectedStart(cells[toTicks + row], cells[dtMs + row]);
  writeFloatsNear(writer, cells, rows, stride * SHEET.fromTicks, expected);
  writeFloats(writer, cells, rows, stride * SHEET.inCount);
  writeFloats(writer, cells, rows, stride * SHEET.outCount);
}

/** Writes what a reading has besides: its interface, its speed, and how long its note is. */
export function writeRestOfSheet(writer: NumberWriter, cells: Float64Array, stride: number, rows: number): void {
  writeAfterTheLast(writer, cells, stride * SHEET.ifIndex, rows, 1);
  writeFloats(writer, cells, rows, stride * SHEET.speedBps);
  writeFloats(writer, cells, rows, stride * SHEET.noteLength);
}

const RATES = [
  [SHEET.inBps, SHEET.inOctets],
  [SHEET.outBps, SHEET.outOctets],
] as const;

/** A column whose values are mostly that of the row before, and `more`. */
function writeAfterTheLast(writer: NumberWriter, cells: Float64Array, from: number, rows: number, more: number): void {
  let last = 0;
  for (let row = 0; row < rows; row += 1) {
    expected[row] = last + more;
    last = known(cells[from + row]);
  }
  writeFloatsNear(writer, cells, rows, from, expected);
}

/** The words that occur are numbered as they come. */
function writeStatuses(
  writer: NumberWriter,
  cells: Float64Array,
  from: number,
  rows: number,
  words: readonly string[],
): void {
  const told: string[] = [];
  let [last, number] = [NaN, 0];
  for (let row = 0; row < rows; row += 1) {
    const status = cells[from + row] ?? 0;
    if (status !== last) {
      const word = words[status] ?? '';
      last = status;
      number = told.indexOf(word);
      if (number < 0) number = told.push(word) - 1;
    }
    expected[row] = number;
  }
  writeEach(writer, told);
  writeFloats(writer, expected, rows);
}
