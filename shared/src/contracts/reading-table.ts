import { type FloatColumn, NumberReader, NumberWriter, readFloats, readFloatsNear } from '../domain/index.js';
import type { Reading } from './collector.contract.js';
import {
  expectedRate,
  expectedStart,
  known,
  MS_PER_SECOND,
  PLAIN_COLUMNS,
  readHead,
  readWordColumn,
} from './packed-form.js';
import type { PackedReadings } from './packed-readings.js';
import { SAMPLE_COLUMNS, SHEET, writeSheet } from './sheet-columns.js';

/** The numbers of a reading. */
const NUMBERS = [
  'portId',
  'slot',
  'takenAt',
  ...PLAIN_COLUMNS,
  'lastChangeAt',
  'inBps',
  'outBps',
  'fromTicks',
  'toTicks',
  'inCount',
  'outCount',
  'ifIndex',
  'speedBps',
] as const satisfies (keyof Reading)[];
export type ReadingNumber = (typeof NUMBERS)[number];
const SAMPLE_NUMBERS = NUMBERS.filter((name) => SHEET[name] < SAMPLE_COLUMNS);

/**
 * Readings as columns, which cost no object a reading. NaN where a reading has no number.
 * `notes` holds the collector's notes one behind the other: that of a row goes from `noteAt[row]` to `noteAt[row + 1]`.
 */
export interface ReadingTable extends Readonly<Record<ReadingNumber, FloatColumn>> {
  readonly rows: number;
  readonly words: readonly string[];
  /** Which of `words` is the status of a row. */
  readonly status: FloatColumn;
  readonly notes: string;
  readonly noteAt: FloatColumn;
}

/** Some of a table's rows. */
export interface TableRows {
  readonly table: ReadingTable;
  readonly rows: readonly number[];
}

/** @throws RangeError when this is nothing that `packReadings` packed, or more than `most` readings */
export function openTable({ octets, notes }: PackedReadings, most: number): ReadingTable {
  const reader = new NumberReader(octets);
  const { rows, hasCounts } = readHead(reader, most);
  const portId = whole(readFloatsNear(reader, rows, (row, before) => (before[row - 1] ?? 0) + 1));
  const slot = whole(readFloatsNear(reader, rows, (row, before) => before[row - 1] ?? 0));
  const takenAt = whole(readFloatsNear(reader, rows, (row) => (slot[row] ?? 0) * MS_PER_SECOND));
  const { words, column: status } = readWordColumn(reader, rows);
  const plain = {} as Record<(typeof PLAIN_COLUMNS)[number], FloatColumn>;
  for (const name of PLAIN_COLUMNS) plain[name] = readFloats(reader, rows);
  const { dtMs, inOctets, outOctets } = plain;
  const lastChangeAt = readFloatsNear(reader, rows, (row, before) => known(before[row - 1]));
  const inBps = readFloatsNear(reader, rows, (row) => expectedRate(inOctets[row], dtMs[row]));
  const outBps = readFloatsNear(reader, rows, (row) => expectedRate(outOctets[row], dtMs[row]));
  const none = (): FloatColumn => new Float64Array(rows).fill(NaN);
  const toTicks = hasCounts ? readFloatsNear(reader, rows, (row, before) => known(before[row - 1])) : none();
  const fromTicks = hasCounts ? readFloatsNear(reader, rows, (row) => expectedStart(toTicks[row], dtMs[row])) : none();
  const inCount = hasCounts ? readFloats(reader, rows) : none();
  const outCount = hasCounts ? readFloats(reader, rows) : none();
  const ifIndex = readFloatsNear(reader, rows, (row, before) => known(before[row - 1]) + 1);
  const speedBps = readFloats(reader, rows);
  const noteAt = placesOf(whole(readFloats(reader, rows)), notes);
  if (!reader.isAtEnd) throw new RangeError('packed readings are longer than they say');
  const points = { fromTicks, toTicks, inCount, outCount };
  return {
    ...{ rows, words, status, notes, noteAt },
    ...{ portId, slot, takenAt, ...plain, lastChangeAt, inBps, outBps, ...points, ifIndex, speedBps },
  };
}

/** One row as an object. */
export function readingAt(table: ReadingTable, row: number): Reading {
  const numbers = {} as Record<ReadingNumber, number | null>;
  for (const name of NUMBERS) {
    const value = table[name][row] ?? NaN;
    numbers[name] = Number.isNaN(value) ? null : value;
  }
  const status = table.words[table.status[row] ?? 0] ?? '';
  return { ...(numbers as unknown as Reading), status, resume: noteOf(table, row) };
}

/** What the collector noted with a row. */
export function noteOf({ notes, noteAt }: ReadingTable, row: number): string {
  return notes.slice(noteAt[row], noteAt[row + 1]);
}

/** Columns of the rows that are packed, and where they are packed; one for all, since nothing else runs in between. */
let picked = new Float64Array(0);
const writer = new NumberWriter();

/** The same octets that `packSamples` makes of some rows, in their order. */
export function packRows(table: ReadingTable, rows: readonly number[]): Uint8Array {
  const count = rows.length;
  if (picked.length < SAMPLE_COLUMNS * count) picked = new Float64Array(SAMPLE_COLUMNS * count);
  const cells = picked;
  for (const name of SAMPLE_NUMBERS) pick(table[name], rows, cells, SHEET[name] * count);
  pick(table.status, rows, cells, SHEET.status * count);
  writeSheet(writer.clear(), cells, count, count, table.words);
  return writer.toOctets();
}

function pick(column: FloatColumn, rows: readonly number[], into: Float64Array, from: number): void {
  for (let at = 0; at < rows.length; at += 1) into[from + at] = column[rows[at] ?? 0] ?? NaN;
}

/** A column that every row has a value in. @throws RangeError when one has none */
function whole(column: FloatColumn): FloatColumn {
  if (column.includes(NaN)) throw new RangeError('a packed column lacks what every row has');
  return column;
}

function placesOf(lengths: FloatColumn, notes: string): FloatColumn {
  const places = new Float64Array(lengths.length + 1);
  for (let row = 0; row < lengths.length; row += 1) places[row + 1] = (places[row] ?? 0) + (lengths[row] ?? 0);
  if (places[lengths.length] !== notes.length) throw new RangeError('packed readings have other notes than they say');
  return places;
}
