import { TAG } from './ber-tags.js';

/** The datagram is no message that an agent has to answer. Caught in one place, where the datagram is dropped and counted. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const LONG_FORM = 0x80;
const MAX_LENGTH_OCTETS = 4;
const MAX_ARCS = 128;
const MAX_ARC = 0xffff_ffff;

/**
 * Reads BER strictly: definite lengths, nothing beyond the end of what encloses it.
 * Octets are handed out as views of the datagram, not as copies.
 */
export class BerReader {
  constructor(
    private readonly bytes: Buffer,
    private offset = 0,
    private readonly end = bytes.length,
  ) {}

  get isAtEnd(): boolean {
    return this.offset === this.end;
  }

  /** The tag of what comes next, which is not consumed. */
  peekTag(): number {
    return this.byteAt(this.offset);
  }

  /** Goes into a constructed value; the reader itself moves behind it. */
  open(tag: number): BerReader {
    const { start, end } = this.content(tag);
    this.offset = end;
    return new BerReader(this.bytes, start, end);
  }

  /** Goes into a value that an OCTET STRING wraps; the reader itself moves behind it. */
  openOctets(): BerReader {
    return this.open(TAG.octetString);
  }

  /** A second reader at the same place. */
  fork(): BerReader {
    return new BerReader(this.bytes, this.offset, this.end);
  }

  /** The content of a value with this tag. */
  octets(tag: number = TAG.octetString): Buffer {
    const { start, end } = this.content(tag);
    this.offset = end;
    return this.bytes.subarray(start, end);
  }

  /** Everything that is left, tags and lengths included. */
  rest(): Buffer {
    const rest = this.bytes.subarray(this.offset, this.end);
    this.offset = this.end;
    return rest;
  }

  /** A signed integer of at most 32 bits. */
  integer(): number {
    const octets = this.octets(TAG.integer);
    if (octets.length === 0 || octets.length > 4) throw new MalformedMessage('An integer has 1 to 4 octets');
    return octets.readIntBE(0, octets.length);
  }

  /** An object identifier, as numbers and as the octets it came in (tag and length included). */
  objectIdentifier(): { arcs: number[]; encoded: Buffer } {
    const from = this.offset;
    const content = this.octets(TAG.objectIdentifier);
    return { arcs: arcsOf(content), encoded: this.bytes.subarray(from, this.offset) };
  }

  /** Steps over one value of whatever kind. */
  skip(): void {
    this.offset = this.content(this.peekTag()).end;
  }

  /** Nothing may follow what was read. */
  finish(): void {
    if (!this.isAtEnd) throw new MalformedMessage('Octets follow the end of a value');
  }

  private content(tag: number): { start: number; end: number } {
    if (this.byteAt(this.offset) !== tag) throw new MalformedMessage(`Tag ${String(tag)} was expected`);
    const first = this.byteAt(this.offset + 1);
    let start = this.offset + 2;
    let length = first;
    if (first >= LONG_FORM) {
      const octets = first - LONG_FORM;
      if (octets === 0 || octets > MAX_LENGTH_OCTETS) throw new MalformedMessage('Length is indefinite or too long');
      if (start + octets > this.end) throw new MalformedMessage('A length is cut off');
      length = this.bytes.readUIntBE(start, octets);
      start += octets;
    }
    const end = start + length;
    if (end > this.end) throw new MalformedMessage('A value is longer than what encloses it');
    return { start, end };
  }

  private byteAt(offset: number): number {
    const byte = offset < this.end ? this.bytes[offset] : undefined;
    if (byte === undefined) throw new MalformedMessage('The message is cut off');
    return byte;
  }
}

/** @throws MalformedMessage when an arc is cut off, is wider than 32 bits, or there are more than 128 (RFC 2578 section 3.5) */
function arcsOf(content: Buffer): number[] {
  const arcs: number[] = [];
  let arc = 0;
  let isInside = false;
  for (const byte of content) {
    arc = arc * 0x80 + (byte & 0x7f);
    if (arc > MAX_ARC) throw new MalformedMessage('An arc is wider than 32 bits');
    isInside = byte >= 0x80;
    if (isInside) continue;
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(arc / 40));
      arcs.push(root, arc - root * 40);
    } else {
      arcs.push(arc);
    }
    arc = 0;
  }
  if (isInside || arcs.length === 0 || arcs.length > MAX_ARCS) throw new MalformedMessage('No object identifier');
  return arcs;
}
