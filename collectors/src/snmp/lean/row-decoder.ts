import { TAG } from '../guard/ber-scanner.js';
import type { CellLayout, CellRows } from '../snmp-client.js';
import { oidOctets } from './ber-encoder.js';

/** Returned for anything but a plain table: another reader has to look at the message. */
export const UNUSUAL = -1;

const SHORT_FORM = 0x80;
const HALF = 2 ** 32;
const LARGEST_INDEX = 2 ** 31 - 1;
const RESPONSE = 0xa2;

interface Column {
  /** Contents of the column's object identifier, which those of its instances begin with. */
  readonly prefix: Buffer;
  readonly kind: 'integer' | 'unsigned32' | 'counter64' | 'text';
  readonly cell: number;
}

/**
 * Reads answers of one layout in one pass, from octets to numbers, without an object or a text for a value.
 *
 * It takes less than the guard lets pass, never more: an element that is not exactly where and what it has to be ends the
 * reading, and the guard and the general reader judge the message instead.
 */
export class RowDecoder {
  private readonly scalars: readonly Buffer[];
  private readonly columns: readonly Column[];
  private octets: Buffer = Buffer.alloc(0);
  private at = 0;
  /** What `value` read last; the upper half of a Counter64. */
  private high = 0;
  private low = 0;

  constructor(private readonly layout: CellLayout) {
    this.scalars = layout.scalars.map((oid) => oidOctets(`${oid}.0`));
    this.columns = layout.columns.map(({ oid, kind, cell }) => ({ prefix: oidOctets(oid), kind, cell }));
  }

  /**
   * Reads an answer whose community and id are checked by the caller's `head`.
   *
   * @param after the index that the rows follow
   * @param scalars how many were asked
   * @returns how many complete rows were appended, or UNUSUAL; `into.count` is then as it was
   */
  read(octets: Buffer, head: Head, after: number, scalars: number, into: CellRows): number {
    this.octets = octets;
    this.at = head.listAt;
    const end = octets.length;
    for (let place = 0; place < scalars; place += 1) if (!this.scalar(place, end, into)) return UNUSUAL;
    const rowsAt = this.at;
    const { cells: width, indexCell } = this.layout;
    const before = into.count;
    let previous = after;
    let complete = rowsAt;
    for (let row = before; this.at < end; row += 1) {
      if ((row + 1) * width > into.cells.length) grow(into);
      const base = row * width;
      let index = UNUSUAL;
      let read = 0;
      for (const column of this.columns) {
        if (this.at === end) break; // The agent cut the row: it is asked again.
        const found = this.cell(column, end, base, row, into);
        if (found === UNUSUAL || (read > 0 && found !== index)) return unusual(into, before);
        index = found;
        read += 1;
      }
      if (index <= previous) return unusual(into, before);
      if (read < this.columns.length) break;
      into.cells[base + indexCell] = index;
      into.count = row + 1;
      previous = index;
      complete = this.at;
    }
    into.octets = complete - rowsAt;
    return into.count - before;
  }

  private scalar(place: number, end: number, into: CellRows): boolean {
    const { octets } = this;
    const name = this.scalars[place];
    const bindingEnd = this.binding(end);
    if (bindingEnd === UNUSUAL || name === undefined) return false;
    const nameAt = this.at;
    if (octets[nameAt] !== TAG.OID || octets[nameAt + 1] !== name.length) return false;
    if (!startsWith(octets, nameAt + 2, name)) return false;
    this.at = nameAt + 2 + name.length;
    if (!this.number(bindingEnd)) return false;
    into.scalars[place] = this.low;
    return true;
  }

  /** @returns the index of the row that the cell belongs to */
  private cell({ prefix, kind, cell }: Column, end: number, base: number, row: number, into: CellRows): number {
    const { octets } = this;
    const bindingEnd = this.binding(end);
    if (bindingEnd === UNUSUAL) return UNUSUAL;
    const nameAt = this.at;
    const nameEnd = nameAt + 2 + (octets[nameAt + 1] ?? 0);
    if (octets[nameAt] !== TAG.OID || (octets[nameAt + 1] ?? 0) >= SHORT_FORM || nameEnd > bindingEnd) return UNUSUAL;
    if (!startsWith(octets, nameAt + 2, prefix)) return UNUSUAL;
    const index = indexOf(octets, nameAt + 2 + prefix.length, nameEnd);
    this.at = nameEnd;
    if (index === UNUSUAL) return UNUSUAL;
    switch (kind) {
      case 'counter64':
        if (!this.counter64(bindingEnd)) return UNUSUAL;
        into.cells[base + cell] = this.high;
        into.cells[base + cell + 1] = this.low;
        break;
      case 'text':
        if (!this.text(bindingEnd, row, into)) return UNUSUAL;
        break;
      case 'integer':
        if (octets[nameEnd] !== TAG.INTEGER || !this.number(bindingEnd)) return UNUSUAL;
        into.cells[base + cell] = this.low;
        break;
      case 'unsigned32':
        if (!this.number(bindingEnd) || this.low < 0) return UNUSUAL;
        into.cells[base + cell] = this.low;
    }
    return index;
  }

  /** Goes into a variable binding of less than 128 octets. @returns where it ends */
  private binding(end: number): number {
    const { octets, at } = this;
    const length = octets[at + 1] ?? SHORT_FORM;
    const bindingEnd = at + 2 + length;
    if (octets[at] !== TAG.SEQUENCE || length >= SHORT_FORM || bindingEnd > end) return UNUSUAL;
    this.at = at + 2;
    return bindingEnd;
  }

  /** An INTEGER of at most four octets, or an unsigned type, that fills the rest of the binding. */
  private number(end: number): boolean {
    const { octets } = this;
    const tag = octets[this.at];
    const length = octets[this.at + 1] ?? 0;
    let at = this.at + 2;
    if (at + length !== end || length === 0) return false;
    const first = octets[at] ?? 0;
    if (tag === TAG.INTEGER) {
      if (length > 4) return false;
      let value = (first << 24) >> 24;
      for (at += 1; at < end; at += 1) value = value * 256 + (octets[at] ?? 0);
      this.low = value;
    } else {
      if (tag !== TAG.COUNTER32 && tag !== TAG.GAUGE32 && tag !== TAG.TIME_TICKS) return false;
      // Four octets are the unsigned number, with or without a zero in front; fewer with the first bit set are anything.
      if (length > 5 || (length === 5 && first !== 0) || (length < 4 && first >= SHORT_FORM)) return false;
      let value = first;
      for (at += 1; at < end; at += 1) value = value * 256 + (octets[at] ?? 0);
      this.low = value;
    }
    this.at = end;
    return true;
  }

  private counter64(end: number): boolean {
    const { octets } = this;
    const length = octets[this.at + 1] ?? 0;
    let at = this.at + 2;
    if (octets[this.at] !== TAG.COUNTER64 || at + length !== end || length === 0 || length > 9) return false;
    if (length === 9 && octets[at] !== 0) return false;
    let high = 0;
    let low = 0;
    for (const middle = end - 4; at < middle; at += 1) high = high * 256 + (octets[at] ?? 0);
    for (; at < end; at += 1) low = low * 256 + (octets[at] ?? 0);
    this.high = high % HALF;
    this.low = low;
    this.at = end;
    return true;
  }

  private text(end: number, row: number, into: CellRows): boolean {
    const { octets } = this;
    const from = this.at + 2;
    const length = octets[this.at + 1] ?? SHORT_FORM;
    if (octets[this.at] !== TAG.OCTET_STRING || length >= SHORT_FORM || from + length !== end) return false;
    const known = into.textOctets[row];
    if (known?.length !== length || !startsWith(octets, from, known)) {
      const copy = Buffer.from(octets.subarray(from, end));
      into.textOctets[row] = copy;
      into.texts[row] = copy.toString('utf8');
    }
    this.at = end;
    return true;
  }
}

/** What stands before the variable bindings of an answer without error. */
export interface Head {
  readonly id: number;
  readonly listAt: number;
}

const found = { id: 0, listAt: 0 };

/**
 * Looks through the head of a plain answer.
 *
 * @returns what was found, valid until the next call; null when there is anything unusual about it
 */
export function plainHead(octets: Buffer): Head | null {
  const end = octets.length;
  let at = enter(octets, 0, TAG.SEQUENCE, end);
  if (at === UNUSUAL || octets[at] !== TAG.INTEGER || octets[at + 1] !== 1 || octets[at + 2] !== 1) return null;
  at += 3;
  const community = octets[at + 1] ?? SHORT_FORM;
  if (octets[at] !== TAG.OCTET_STRING || community >= SHORT_FORM) return null;
  return responseHead(octets, at + 2 + community);
}

/**
 * The same of an answer that was decrypted.
 *
 * @param context engine id and name, as they have to begin it
 */
export function scopedHead(octets: Buffer, context: Buffer): Head | null {
  const at = enter(octets, 0, TAG.SEQUENCE, octets.length);
  if (at === UNUSUAL || !startsWith(octets, at, context)) return null;
  return responseHead(octets, at + context.length);
}

/** Of a response PDU that ends the message. */
function responseHead(octets: Buffer, pdu: number): Head | null {
  const end = octets.length;
  let at = enter(octets, pdu, RESPONSE, end);
  if (at === UNUSUAL || octets[at] !== TAG.INTEGER || octets[at + 1] !== 4 || at + 12 > end) return null;
  found.id = octets.readInt32BE(at + 2);
  at += 6;
  for (let number = 0; number < 2; number += 1) {
    if (octets[at] !== TAG.INTEGER || octets[at + 1] !== 1 || octets[at + 2] !== 0) return null;
    at += 3;
  }
  at = enter(octets, at, TAG.SEQUENCE, end);
  if (at === UNUSUAL) return null;
  found.listAt = at;
  return found;
}

/** Whether the community of a plain answer is this one. */
export function isCommunity(octets: Buffer, community: Buffer): boolean {
  const at = enter(octets, 0, TAG.SEQUENCE, octets.length) + 3;
  return octets[at + 1] === community.length && startsWith(octets, at + 2, community);
}

/** The contents of an element that has to end exactly at `end`, with at most two octets of length. */
function enter(octets: Buffer, at: number, tag: number, end: number): number {
  if (octets[at] !== tag) return UNUSUAL;
  const first = octets[at + 1] ?? 0;
  if (first < SHORT_FORM) return at + 2 + first === end ? at + 2 : UNUSUAL;
  if (first === 0x81) return at + 3 + (octets[at + 2] ?? 0) === end ? at + 3 : UNUSUAL;
  if (first !== 0x82) return UNUSUAL;
  const length = (octets[at + 2] ?? 0) * 256 + (octets[at + 3] ?? 0);
  return at + 4 + length === end ? at + 4 : UNUSUAL;
}

function startsWith(octets: Buffer, at: number, prefix: Buffer): boolean {
  for (let place = prefix.length - 1; place >= 0; place -= 1) {
    if (octets[at + place] !== prefix[place]) return false;
  }
  return true;
}

/** The one sub-identifier that follows a column. */
function indexOf(octets: Buffer, from: number, end: number): number {
  if (from >= end || octets[from] === 0x80) return UNUSUAL;
  let index = 0;
  let at = from;
  for (; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    index = index * 128 + (octet & 0x7f);
    if (octet < SHORT_FORM) break;
  }
  return at === end - 1 && index <= LARGEST_INDEX ? index : UNUSUAL;
}

function unusual(into: CellRows, before: number): number {
  into.count = before;
  return UNUSUAL;
}

function grow(into: CellRows): void {
  const larger = new Float64Array(into.cells.length * 2);
  larger.set(into.cells);
  into.cells = larger;
}
