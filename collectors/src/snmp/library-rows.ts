import type snmp from 'net-snmp';
import { counter64, integer, isException, type RawValue, unsigned32 } from '../mibs/smi.js';
import type { CellColumn, CellRows, RowsRequest } from './snmp-client.js';

const HALF = 2n ** 32n;

/**
 * Takes the complete rows of an answer that the library decoded.
 *
 * @returns false when it is no plain table
 * @throws SmiError when a value is not of the column's type
 */
export function takeLibraryRows(
  { layout, after, rows }: RowsRequest,
  scalars: readonly string[],
  answer: readonly (snmp.Varbind | snmp.Varbind[])[],
  into: CellRows,
): boolean {
  for (const [place, oid] of scalars.entries()) {
    const given = answer[place];
    if (given === undefined || Array.isArray(given) || given.oid !== `${oid}.0`) return false;
    const raw = rawOf(given);
    if (raw === null || typeof raw.value !== 'number') return false;
    into.scalars[place] = raw.value;
  }
  const columns = layout.columns.map((_, place) => [answer[scalars.length + place] ?? []].flat());
  const complete = Math.min(...columns.map(({ length }) => length));
  if (complete > rows) return false;
  const before = into.count;
  let previous = after;
  let octets = 0;
  for (let row = 0; row < complete; row += 1) {
    const index = indexOf(columns[0]?.[row]?.oid, layout.columns[0]?.oid);
    if (index === null || index <= previous) return undo(into, before);
    makeRoom(into, (before + row + 1) * layout.cells);
    const base = (before + row) * layout.cells;
    for (const [place, column] of layout.columns.entries()) {
      const varbind = columns[place]?.[row];
      if (varbind?.oid !== `${column.oid}.${String(index)}`) return undo(into, before);
      const raw = rawOf(varbind);
      if (raw === null) return undo(into, before);
      octets += takeCell(column, raw, base, before + row, into);
    }
    into.cells[base + layout.indexCell] = index;
    previous = index;
  }
  into.count = before + complete;
  into.octets = octets;
  return true;
}

/** Sequence, name and value headers around a cell, with the name of an ifXTable instance. */
const NAME_OCTETS = 18;
const LONGEST_NUMBER = 5;

/** @returns how many octets the variable binding took, roughly */
function takeCell({ kind, cell }: CellColumn, raw: RawValue, base: number, row: number, into: CellRows): number {
  switch (kind) {
    case 'counter64': {
      const value = counter64(raw);
      into.cells[base + cell] = Number(value / HALF);
      into.cells[base + cell + 1] = Number(value % HALF);
      break;
    }
    case 'integer':
      into.cells[base + cell] = integer(raw);
      break;
    case 'unsigned32':
      into.cells[base + cell] = unsigned32(raw);
      break;
    case 'text': {
      const octets = Buffer.isBuffer(raw.value) ? raw.value : Buffer.from(String(raw.value));
      if (!into.textOctets[row]?.equals(octets)) {
        into.textOctets[row] = octets;
        into.texts[row] = octets.toString('utf8');
      }
    }
  }
  return NAME_OCTETS + (Buffer.isBuffer(raw.value) ? raw.value.length : LONGEST_NUMBER);
}

function rawOf({ type, value }: snmp.Varbind): RawValue | null {
  if (type === undefined) return null;
  const raw = { type, value: value ?? null };
  return isException(raw) ? null : raw;
}

function indexOf(oid: string | undefined, column: string | undefined): number | null {
  if (oid === undefined || column === undefined || !oid.startsWith(`${column}.`)) return null;
  const index = Number(oid.slice(column.length + 1));
  return Number.isInteger(index) ? index : null;
}

function undo(into: CellRows, before: number): false {
  into.count = before;
  return false;
}

function makeRoom(into: CellRows, cells: number): void {
  if (cells <= into.cells.length) return;
  const larger = new Float64Array(cells * 2);
  larger.set(into.cells);
  into.cells = larger;
}
