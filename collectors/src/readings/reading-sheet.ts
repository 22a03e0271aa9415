import {
  NumberWriter,
  type PackedReadings,
  RATE_STATUSES,
  type RateStatus,
  type Reading,
  SHEET,
  SHEET_COLUMNS,
  type SheetColumn,
  writeRestOfSheet,
  writeSheet,
} from '@linewatch/shared';

/** The numbers of a reading that lie in a sheet under its name. */
type SheetNumber = Exclude<SheetColumn, 'status' | 'noteLength'>;
const NUMBERS = Object.keys(SHEET).filter((name): name is SheetNumber => name !== 'status' && name !== 'noteLength');
const OCTETS_A_NOTE = 96;

/**
 * Readings on their way to the API, as numbers side by side: one array for all of a poll, no object a reading. Who makes
 * one writes the columns of row `rows`, then its note, and `rows` counts it.
 */
export class ReadingSheet {
  rows = 0;
  /** Column after column of `capacity` numbers, by `SHEET`; `status` is a place in `RATE_STATUSES`. */
  readonly cells: Float64Array;
  /** The collector's notes in UTF-8, one behind the other, up to `noteEnd`. */
  notes: Buffer;
  noteEnd = 0;

  constructor(readonly capacity: number) {
    this.cells = new Float64Array(SHEET_COLUMNS * capacity);
    this.notes = Buffer.allocUnsafe(OCTETS_A_NOTE * capacity);
  }

  static of(readings: readonly Reading[]): ReadingSheet {
    const sheet = new ReadingSheet(readings.length);
    for (const reading of readings) sheet.add(reading);
    return sheet;
  }

  /** NaN where the reading has no such number. */
  get(column: SheetColumn, row: number): number {
    return this.cells[SHEET[column] * this.capacity + row] ?? NaN;
  }

  /** Null where the reading has no such number. */
  number(column: SheetColumn, row: number): number | null {
    const value = this.get(column, row);
    return Number.isNaN(value) ? null : value;
  }

  statusOf(row: number): RateStatus {
    return RATE_STATUSES[this.get('status', row)] ?? 'NO_BASELINE';
  }

  /** The row that a port's interface is in; -1: in none. */
  rowOfInterface(ifIndex: number): number {
    for (let row = 0; row < this.rows; row += 1) if (this.get('ifIndex', row) === ifIndex) return row;
    return -1;
  }

  portIds(): number[] {
    return Array.from({ length: this.rows }, (_, row) => this.get('portId', row));
  }

  /** The same readings on sheets of so many at most. */
  inParts(most: number): ReadingSheet[] {
    const readings = this.toReadings();
    return Array.from({ length: Math.ceil(readings.length / most) }, (_, part) =>
      ReadingSheet.of(readings.slice(part * most, (part + 1) * most)),
    );
  }

  /** Room for so many octets of a note, from `noteEnd` on. */
  roomForNote(octets: number): Buffer {
    if (this.noteEnd + octets > this.notes.length) {
      const larger = Buffer.allocUnsafe(2 * (this.noteEnd + octets));
      larger.set(this.notes.subarray(0, this.noteEnd));
      this.notes = larger;
    }
    return this.notes;
  }

  /** Ends the row: its note goes up to `noteEnd`, and has so many code units. */
  endRow(noteEnd: number, noteLength: number): void {
    this.cells[SHEET.noteLength * this.capacity + this.rows] = noteLength;
    this.noteEnd = noteEnd;
    this.rows += 1;
  }

  toReadings(): Reading[] {
    const notes = textOf([this]);
    let at = 0;
    return Array.from({ length: this.rows }, (_, row) => {
      const numbers = {} as Record<SheetNumber, number | null>;
      for (const name of NUMBERS) numbers[name] = this.number(name, row);
      const end = at + this.get('noteLength', row);
      const resume = notes.slice(at, end);
      at = end;
      return { ...(numbers as unknown as Reading), status: this.statusOf(row), resume };
    });
  }

  private add(reading: Reading): void {
    const { capacity, cells, rows } = this;
    for (const name of NUMBERS) cells[SHEET[name] * capacity + rows] = reading[name] ?? NaN;
    cells[SHEET.status * capacity + rows] = RATE_STATUSES.indexOf(reading.status as RateStatus);
    const octets = Buffer.from(reading.resume);
    this.roomForNote(octets.length).set(octets, this.noteEnd);
    this.endRow(this.noteEnd + octets.length, reading.resume.length);
  }
}

export function rowsOf(sheets: readonly ReadingSheet[]): number {
  return sheets.reduce((sum, { rows }) => sum + rows, 0);
}

/** The columns of a batch, and where they are packed; one for all, since nothing else runs in between. */
let together = new Float64Array(0);
const writer = new NumberWriter();

/** Packs the readings of some sheets, one after another: what `packReadings` makes of the same ones. */
export function packSheets(sheets: readonly ReadingSheet[]): PackedReadings {
  const rows = rowsOf(sheets);
  if (together.length < SHEET_COLUMNS * rows) together = new Float64Array(SHEET_COLUMNS * rows);
  const cells = together;
  for (let column = 0; column < SHEET_COLUMNS; column += 1) {
    let at = column * rows;
    for (const sheet of sheets) {
      const from = column * sheet.capacity;
      for (let row = 0; row < sheet.rows; row += 1) cells[at++] = sheet.cells[from + row] ?? NaN;
    }
  }
  writeSheet(writer.clear(), cells, rows, rows, RATE_STATUSES);
  writeRestOfSheet(writer, cells, rows, rows);
  return { octets: writer.toOctets(), notes: textOf(sheets) };
}

/** The notes of all rows, one behind the other. */
function textOf(sheets: readonly ReadingSheet[]): string {
  return Buffer.concat(sheets.map(({ notes, noteEnd }) => notes.subarray(0, noteEnd))).toString();
}
