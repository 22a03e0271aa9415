const SIX_BITS = 64;
const SEVEN_BITS = 128;
const GOES_ON = 0x80;
const BITS_A_PIECE = 24;
const FLOAT_OCTETS = 4;
const DOUBLE_OCTETS = 8;

/** Reads what OctetWriter wrote. Every method throws a RangeError where the octets end too early. */
export class OctetReader {
  private at = 0;
  private pending = 0;
  private pendingBits = 0;

  constructor(private readonly octets: Uint8Array) {}

  /** Whether everything was read. */
  get isAtEnd(): boolean {
    return this.at === this.octets.length;
  }

  octet(): number {
    const value = this.octets[this.at];
    if (value === undefined) throw new RangeError('the octets end too early');
    this.at += 1;
    return value;
  }

  count(): number {
    let value = 0;
    for (let scale = 1; ; scale *= SEVEN_BITS) {
      const octet = this.octet();
      value += (octet % SEVEN_BITS) * scale;
      if (octet < GOES_ON) return safe(value);
    }
  }

  signed(): number {
    const first = this.octet();
    const low = (first % SEVEN_BITS) >> 1;
    const magnitude = first < GOES_ON ? low : safe(this.count() * SIX_BITS + low);
    // Not -0, which is another number to those who compare closely.
    return first % 2 === 0 || magnitude === 0 ? magnitude : -magnitude;
  }

  double(): number {
    if (this.at + DOUBLE_OCTETS > this.octets.length) throw new RangeError('the octets end too early');
    const value = new DataView(this.octets.buffer, this.octets.byteOffset).getFloat64(this.at);
    this.at += DOUBLE_OCTETS;
    return value;
  }

  float(): number {
    if (this.at + FLOAT_OCTETS > this.octets.length) throw new RangeError('the octets end too early');
    const value = new DataView(this.octets.buffer, this.octets.byteOffset).getFloat32(this.at);
    this.at += FLOAT_OCTETS;
    return value;
  }

  text(): string {
    const length = this.count();
    const from = this.at;
    if (from + length > this.octets.length) throw new RangeError('the octets end too early');
    this.at += length;
    return new TextDecoder().decode(this.octets.subarray(from, this.at));
  }

  bits(width: number): number {
    let value = 0;
    let scale = 1;
    for (let left = width; left > 0; left -= BITS_A_PIECE) {
      const wanted = Math.min(left, BITS_A_PIECE);
      while (this.pendingBits < wanted) {
        this.pending |= this.octet() << this.pendingBits;
        this.pendingBits += 8;
      }
      const size = 1 << wanted;
      value += (this.pending & (size - 1)) * scale;
      scale *= size;
      this.pending >>>= wanted;
      this.pendingBits -= wanted;
    }
    return value;
  }

  endBits(): void {
    this.pending = 0;
    this.pendingBits = 0;
  }
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError('a number is larger than any that was written');
  return value;
}
