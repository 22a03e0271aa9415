import { type Arcs, TAG } from './ber-tags.js';

const ROOM = 8_192;
/** Octets kept free in front of the variable bindings for all that wraps them: about 40 for v2c, 250 for v3. */
const HEADROOM = 1_024;

/**
 * Builds a message from the inside out in one buffer that is used again for every message:
 * variable bindings are appended, then each wrapping is put in front of what is there,
 * so no length has to be known beforehand and nothing is copied.
 */
export class BerWriter {
  private readonly bytes = Buffer.alloc(ROOM);
  private head = HEADROOM;
  private tail = HEADROOM;

  /** Octets written so far. */
  get length(): number {
    return this.tail - this.head;
  }

  clear(): void {
    this.head = HEADROOM;
    this.tail = HEADROOM;
  }

  /** A copy of what was written, because the buffer is used again before the socket may have sent it. */
  copy(): Buffer {
    return Buffer.from(this.bytes.subarray(this.head, this.tail));
  }

  /** What was written, in place, valid until the next write. */
  view(): Buffer {
    return this.bytes.subarray(this.head, this.tail);
  }

  /** Forgets everything behind the first `length` octets. Only before anything was wrapped. */
  truncate(length: number): void {
    this.tail = this.head + length;
  }

  /**
   * Appends one variable binding.
   *
   * @param encodedOid the name with its tag and length
   * @param appendValue writes exactly one value
   */
  appendBinding(encodedOid: Uint8Array, appendValue: (writer: BerWriter) => void): void {
    const start = this.tail;
    this.tail += 2;
    this.appendEncoded(encodedOid);
    appendValue(this);
    const length = this.tail - start - 2;
    this.bytes[start] = TAG.sequence;
    if (length < 0x80) {
      this.bytes[start + 1] = length;
      return;
    }
    const width = length < 0x100 ? 1 : 2;
    this.bytes.copyWithin(start + 2 + width, start + 2, this.tail);
    this.tail += width;
    this.bytes[start + 1] = 0x80 + width;
    this.bytes.writeUIntBE(length, start + 2, width);
  }

  appendEncoded(encoded: Uint8Array): void {
    this.bytes.set(encoded, this.tail);
    this.tail += encoded.length;
  }

  /** A value without content: Null or one of the exceptions of RFC 3416 section 3. */
  appendEmpty(tag: number): void {
    this.bytes[this.tail++] = tag;
    this.bytes[this.tail++] = 0;
  }

  /** A signed 32-bit INTEGER. */
  appendInteger(value: number): void {
    const width = widthOfSigned(value);
    this.bytes[this.tail++] = TAG.integer;
    this.bytes[this.tail++] = width;
    this.tail = this.bytes.writeIntBE(value, this.tail, width);
  }

  /** Counter32, Gauge32 or TimeTicks: 0 to 2^32 - 1, with a zero in front where the first bit is set. */
  appendUnsigned(tag: number, value: number): void {
    const width = value < 0x80 ? 1 : value < 0x8000 ? 2 : value < 0x80_0000 ? 3 : value < 0x8000_0000 ? 4 : 5;
    this.bytes[this.tail++] = tag;
    this.bytes[this.tail++] = width;
    this.tail = this.bytes.writeUIntBE(value, this.tail, width);
  }

  /** Counter64: 0 to 2^64 - 1. */
  appendCounter64(value: bigint): void {
    if (value < 0x8000_0000n) {
      this.appendUnsigned(TAG.counter64, Number(value));
      return;
    }
    const high = Number(value >> 32n);
    const low = Number(value & 0xffff_ffffn);
    const width = high < 0x80 ? 1 : high < 0x8000 ? 2 : high < 0x80_0000 ? 3 : high < 0x8000_0000 ? 4 : 5;
    this.bytes[this.tail++] = TAG.counter64;
    this.bytes[this.tail++] = width + 4;
    this.tail = this.bytes.writeUIntBE(high, this.tail, width);
    this.tail = this.bytes.writeUInt32BE(low, this.tail);
  }

  appendOctets(value: Uint8Array): void {
    this.bytes[this.tail++] = TAG.octetString;
    if (value.length >= 0x80) {
      this.bytes[this.tail++] = 0x82;
      this.tail = this.bytes.writeUInt16BE(value.length, this.tail);
    } else {
      this.bytes[this.tail++] = value.length;
    }
    this.appendEncoded(value);
  }

  prependInteger(value: number): void {
    const width = widthOfSigned(value);
    this.head -= width;
    this.bytes.writeIntBE(value, this.head, width);
    this.prependHeader(TAG.integer, width);
  }

  prependOctets(value: Uint8Array): void {
    this.head -= value.length;
    this.bytes.set(value, this.head);
    this.prependHeader(TAG.octetString, value.length);
  }

  /** A mark for {@link wrap}: what is put in front from now on can be wrapped by itself. */
  mark(): number {
    return this.head;
  }

  /** Puts a header in front that covers everything up to the mark, or to the end. */
  wrap(tag: number, upTo = this.tail): void {
    this.prependHeader(tag, upTo - this.head);
  }

  private prependHeader(tag: number, length: number): void {
    if (length < 0x80) {
      this.bytes[--this.head] = length;
    } else {
      const width = length < 0x100 ? 1 : 2;
      this.head -= width;
      this.bytes.writeUIntBE(length, this.head, width);
      this.bytes[--this.head] = 0x80 + width;
    }
    this.bytes[--this.head] = tag;
  }
}

function widthOfSigned(value: number): number {
  if (value >= -0x80 && value < 0x80) return 1;
  if (value >= -0x8000 && value < 0x8000) return 2;
  return value >= -0x80_0000 && value < 0x80_0000 ? 3 : 4;
}

/** An object identifier with its tag and length. The first two arcs share an octet (X.690 section 8.19). */
export function encodeObjectIdentifier(arcs: Arcs): Buffer {
  const [root = 0, second = 0, ...rest] = arcs;
  const content = [root * 40 + second, ...rest].flatMap(base128);
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length];
  return Buffer.from([TAG.objectIdentifier, ...length, ...content]);
}

function base128(arc: number): number[] {
  const septets = [arc % 0x80];
  for (let left = Math.floor(arc / 0x80); left > 0; left = Math.floor(left / 0x80))
    septets.unshift(0x80 + (left % 0x80));
  return septets;
}
