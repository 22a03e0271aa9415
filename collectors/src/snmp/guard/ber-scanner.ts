import type { Refusal } from './refusals.js';

/** Returned instead of an offset or a number when the octets are refused; `refusal` then says why. */
export const REFUSED = -1;

/** Tags of ASN.1, of SMIv2 (RFC 2578) and the exceptions of RFC 3416 section 3. */
export const TAG = {
  INTEGER: 0x02,
  OCTET_STRING: 0x04,
  NULL: 0x05,
  OID: 0x06,
  SEQUENCE: 0x30,
  IP_ADDRESS: 0x40,
  COUNTER32: 0x41,
  GAUGE32: 0x42,
  TIME_TICKS: 0x43,
  OPAQUE: 0x44,
  COUNTER64: 0x46,
  NO_SUCH_OBJECT: 0x80,
  NO_SUCH_INSTANCE: 0x81,
  END_OF_MIB_VIEW: 0x82,
} as const;

export const INT32_MIN = -2_147_483_648;
export const INT32_MAX = 2_147_483_647;
export const UINT32_MAX = 4_294_967_295;

/** Agents pad lengths with zeros up to here; more octets are an attempt to overflow something. */
const MOST_LENGTH_OCTETS = 8;
/** A number of 32 bits and an octet to keep its sign clear. */
const MOST_INTEGER_OCTETS = 5;
/** RFC 2578 section 3.5. */
const MOST_SUB_IDENTIFIERS = 128;
/** The library divides the first sub-identifier by 40 and would read 120 (2.40) as 3.0. */
const LARGEST_FIRST_SUB_IDENTIFIER = 119;

/**
 * Goes through BER octets once, without copying any. It knows only what SNMP allows (RFC 3417 section 8): definite
 * lengths, single-octet tags, and contents that end where their surroundings say.
 */
export class BerScanner {
  /** Where the next element begins, or, after `enter`, the contents of the one that was entered. */
  at = 0;
  /** Why the last call was refused. */
  refusal: Refusal = 'LENGTH';

  constructor(readonly octets: Buffer) {}

  refuse(refusal: Refusal): typeof REFUSED {
    this.refusal = refusal;
    return REFUSED;
  }

  deny(refusal: Refusal): false {
    this.refusal = refusal;
    return false;
  }

  /** The tag of the next element. */
  tag(limit: number): number {
    return this.at < limit ? (this.octets[this.at] ?? REFUSED) : this.refuse('LENGTH');
  }

  /** Moves to the contents of an element of this tag. @returns where they end */
  enter(tag: number, limit: number): number {
    const found = this.tag(limit);
    if (found === tag) return this.contents(limit);
    return found === REFUSED ? REFUSED : this.refuse('TAG');
  }

  /** Moves to the contents of the next element, whatever its tag is. @returns where they end */
  contents(limit: number): number {
    const { octets } = this;
    let at = this.at + 1;
    const first = octets[at];
    if (at >= limit || first === undefined) return this.refuse('LENGTH');
    at += 1;
    let length = first;
    if (first >= 0x80) {
      const count = first - 0x80;
      if (count === 0 || count > MOST_LENGTH_OCTETS || at + count > limit) return this.refuse('LENGTH');
      length = 0;
      for (const end = at + count; at < end; at += 1) length = length * 256 + (octets[at] ?? 0);
    }
    if (length > limit - at) return this.refuse('LENGTH');
    this.at = at;
    return at + length;
  }

  /** Passes over an element of this tag whose contents have a length within bounds. @returns their length */
  octetString(tag: number, limit: number, shortest: number, longest: number, otherwise: Refusal): number {
    const end = this.enter(tag, limit);
    if (end === REFUSED) return REFUSED;
    const length = end - this.at;
    if (length < shortest || length > longest) return this.refuse(otherwise);
    this.at = end;
    return length;
  }

  /** Passes over an INTEGER within bounds. @returns its value, or null when it is refused */
  integer(limit: number, smallest = INT32_MIN, largest = INT32_MAX): number | null {
    const end = this.enter(TAG.INTEGER, limit);
    if (end === REFUSED) return null;
    const value = this.number(end);
    if (value !== null && value >= smallest && value <= largest) return value;
    this.refuse('INTEGER');
    return null;
  }

  /**
   * Passes over a Counter32, Gauge32 or TimeTicks. Agents that leave the leading zero out mean the unsigned number, which
   * is certain only when all four octets are there: a short one could be anything.
   */
  unsigned32(tag: number, limit: number): boolean {
    const end = this.enter(tag, limit);
    if (end === REFUSED) return false;
    const length = end - this.at;
    const value = this.number(end);
    return (value !== null && value <= UINT32_MAX && (value >= 0 || length === 4)) || this.deny('INTEGER');
  }

  /** Passes over an object identifier that every decoder reads alike. */
  oid(limit: number): boolean {
    const end = this.enter(TAG.OID, limit);
    if (end === REFUSED) return false;
    return this.subIdentifiers(end) || this.deny('OID');
  }

  /** The contents up to `end` as a signed number, most significant octet first. */
  private number(end: number): number | null {
    const { octets } = this;
    const length = end - this.at;
    if (length === 0 || length > MOST_INTEGER_OCTETS) return null;
    let value = octets.readInt8(this.at);
    for (let at = this.at + 1; at < end; at += 1) value = value * 256 + (octets[at] ?? 0);
    this.at = end;
    return value;
  }

  /** X.690 section 8.19: septets, no leading 0x80, the last octet of each without its high bit; 32 bits each. */
  private subIdentifiers(end: number): boolean {
    const { octets } = this;
    const first = octets[this.at] ?? REFUSED;
    if (this.at >= end || first > LARGEST_FIRST_SUB_IDENTIFIER) return false;
    // The first octet holds two.
    let count = 2;
    let at = this.at + 1;
    while (at < end) {
      if (octets[at] === 0x80) return false;
      let value = 0;
      let octet: number;
      do {
        if (at >= end) return false;
        octet = octets[at] ?? 0;
        value = value * 128 + (octet & 0x7f);
        at += 1;
      } while (octet >= 0x80 && value <= UINT32_MAX);
      count += 1;
      if (value > UINT32_MAX || count > MOST_SUB_IDENTIFIERS) return false;
    }
    this.at = end;
    return true;
  }
}
