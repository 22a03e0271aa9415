import { ALL_PACKETS_FORM, COMPACT_FORM, COUNTERS, HALF } from './baseline.js';
import { ALL_PACKETS, CELL } from './port-cells.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

const LONGEST = 400;
/** Two octets of presence and width, the moment, and eight counters of two varints each. */
const COMPACT_OCTETS = 2 + 8 + 3 * 5 + COUNTERS.length * 10;
const compact = Buffer.alloc(COMPACT_OCTETS);

/** How the notes of a port end, which is the same in each: its names, in UTF-8. */
export interface NoteTail {
  readonly octets: Uint8Array;
  /** In code units. */
  readonly length: number;
}

export function noteTail(ifName: string, ifAlias: string): NoteTail {
  const text = `.${String(ifName.length)}.${ifName}${ifAlias}`;
  return { octets: Buffer.from(text), length: text.length };
}

/**
 * Ends a row of a sheet with its baseline as text, which the API keeps with the reading and gives to the next collector:
 * it travels and is stored with every reading, so it is as short as it can be. At most 400 characters; none when the names
 * of the port leave no room, which means no baseline.
 *
 * @param cells of the port, from `at` on
 */
export function putResume(
  sheet: ReadingSheet,
  cells: Float64Array,
  at: number,
  engineBoots: number | null,
  tail: NoteTail,
): void {
  const digits = compact.toString('base64', 0, writeCompact(cells, at, engineBoots));
  const length = 1 + digits.length + tail.length;
  if (length > LONGEST) {
    sheet.endRow(sheet.noteEnd, 0);
    return;
  }
  const notes = sheet.roomForNote(1 + digits.length + tail.octets.length);
  const isAll = ((cells[at + CELL.wide] ?? 0) & ALL_PACKETS) !== 0;
  notes[sheet.noteEnd] = (isAll ? ALL_PACKETS_FORM : COMPACT_FORM).charCodeAt(0);
  const begin = sheet.noteEnd + 1;
  const end = begin + notes.write(digits, begin, 'latin1');
  notes.set(tail.octets, end);
  sheet.endRow(end + tail.octets.length, length);
}

/** The same as a text. */
export function writeResume(
  cells: Float64Array,
  at: number,
  engineBoots: number | null,
  ifName: string,
  ifAlias: string,
): string {
  const sheet = new ReadingSheet(1);
  putResume(sheet, cells, at, engineBoots, noteTail(ifName, ifAlias));
  return sheet.notes.toString('utf8', 0, sheet.noteEnd);
}

/** @returns how many octets of `compact` it takes */
function writeCompact(cells: Float64Array, at: number, engineBoots: number | null): number {
  const wide = cells[at + CELL.wide] ?? 0;
  const takenAt = cells[at + CELL.takenAt] ?? 0;
  let present = 0;
  let end = writeVarint(2, Math.floor(takenAt / HALF));
  end = writeVarint(end, takenAt % HALF);
  end = writeVarint(end, cells[at + CELL.sysUpTime] ?? 0);
  end = writeVarint(end, engineBoots === null ? 0 : engineBoots + 1);
  end = writeVarint(end, cells[at + CELL.discontinuity] ?? 0);
  for (let place = 0; place < COUNTERS.length; place += 1) {
    const cell = at + CELL.inOctets + 2 * place;
    const high = cells[cell] ?? NaN;
    if (Number.isNaN(high)) continue;
    present |= 1 << place;
    if ((wide & (1 << place)) !== 0) end = writeVarint(end, high);
    end = writeVarint(end, cells[cell + 1] ?? 0);
  }
  compact[0] = present;
  compact[1] = wide;
  return end;
}

/** @param number whole, below 2^35. @returns where it ends */
function writeVarint(at: number, number: number): number {
  let end = at;
  let rest = number;
  if (rest >= 2 ** 28) {
    compact[end++] = (rest % 128) | 128;
    rest = Math.floor(rest / 128);
  }
  for (; rest >= 128; rest >>>= 7) compact[end++] = (rest & 127) | 128;
  compact[end++] = rest;
  return end;
}
