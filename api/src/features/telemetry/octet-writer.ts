const SIX_BITS = 64;
const SEVEN_BITS = 128;
const GOES_ON = 0x80;
/** Bits that are written at a time: with what is left of an octet before them they fit into 32. */
const BITS_A_PIECE = 24;
const FLOAT_OCTETS = 4;
const DOUBLE_OCTETS = 8;

/** Writes numbers into octets, most compact first. Numbers may be as large as 2^53 - 1, past what bit operators take. */
export class OctetWriter {
  private octets = new Uint8Array(256);
  private length = 0;
  private pending = 0;
  private pendingBits = 0;

  /** What was written so far. */
  toOctets(): Uint8Array {
    return this.octets.slice(0, this.length);
  }

  octet(value: number): void {
    this.room(1);
    this.octets[this.length] = value;
    this.length += 1;
  }

  /** A whole number from 0 on, seven bits an octet, low ones first (LEB128). */
  count(value: number): void {
    let rest = value;
    while (rest >= SEVEN_BITS) {
      this.octet((rest % SEVEN_BITS) + GOES_ON);
      rest = Math.floor(rest / SEVEN_BITS);
    }
    this.octet(rest);
  }

  /** A safe integer, zig-zag: its sign in the lowest bit, so that small numbers of either sign are short. */
  signed(value: number): void {
    const magnitude = Math.abs(value);
    const rest = Math.floor(magnitude / SIX_BITS);
    this.octet((magnitude % SIX_BITS) * 2 + (value < 0 ? 1 : 0) + (rest > 0 ? GOES_ON : 0));
    if (rest > 0) this.count(rest);
  }

  /** A 64-bit IEEE 754 number. */
  double(value: number): void {
    this.room(DOUBLE_OCTETS);
    new DataView(this.octets.buffer).setFloat64(this.length, value);
    this.length += DOUBLE_OCTETS;
  }

  /** A 32-bit IEEE 754 number; another number is rounded to the next one. */
  float(value: number): void {
    this.room(FLOAT_OCTETS);
    new DataView(this.octets.buffer).setFloat32(this.length, value);
    this.length += FLOAT_OCTETS;
  }

  text(value: string): void {
    const encoded = new TextEncoder().encode(value);
    this.count(encoded.length);
    for (const octet of encoded) this.octet(octet);
  }

  /** A whole number below 2^width, in `width` bits. End a run of them with `endBits`. */
  bits(value: number, width: number): void {
    let rest = value;
    for (let left = width; left > 0; left -= BITS_A_PIECE) {
      const taken = Math.min(left, BITS_A_PIECE);
      const size = 1 << taken;
      this.pending |= (rest % size) << this.pendingBits;
      this.pendingBits += taken;
      rest = Math.floor(rest / size);
      while (this.pendingBits >= 8) {
        this.octet(this.pending & 0xff);
        this.pending >>>= 8;
        this.pendingBits -= 8;
      }
    }
  }

  /** Fills the last octet of a run of bits. */
  endBits(): void {
    if (this.pendingBits > 0) this.octet(this.pending);
    this.pending = 0;
    this.pendingBits = 0;
  }

  private room(octets: number): void {
    if (this.length + octets <= this.octets.length) return;
    const larger = new Uint8Array(this.octets.length * 2);
    larger.set(this.octets);
    this.octets = larger;
  }
}

/** Octets that `count` takes. */
export function countSize(value: number): number {
  let size = 1;
  for (let rest = value; rest >= SEVEN_BITS; rest = Math.floor(rest / SEVEN_BITS)) size += 1;
  return size;
}

/** Octets that `signed` takes. */
export function signedSize(value: number): number {
  const rest = Math.floor(Math.abs(value) / SIX_BITS);
  return rest > 0 ? 1 + countSize(rest) : 1;
}

/** Bits that a whole number from 0 on takes; 0 for 0. */
export function bitWidth(value: number): number {
  if (value < 2 ** 31) return 32 - Math.clz32(value);
  return 31 + bitWidth(Math.floor(value / 2 ** 31));
}
