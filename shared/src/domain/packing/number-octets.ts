/** Numbers up to here may stand in a varint of seven bits an octet. */
const LAST_INT32 = 0x7fff_ffff;
const CONTINUES = 0x80;
/** Octets of the longest varint: 53 bits. */
const LONGEST_COUNT = 8;

/** Numbers into octets, one after another. */
export class NumberWriter {
  private octets = new Uint8Array(1_024);
  private view = new DataView(this.octets.buffer);
  private used = 0;

  octet(value: number): void {
    this.reserve(1);
    this.octets[this.used] = value;
    this.used += 1;
  }

  /** A whole number from 0 to 2^53 - 1. */
  count(value: number): void {
    this.reserve(LONGEST_COUNT);
    this.used = putCount(this.octets, this.used, value);
  }

  /** A column of such numbers; null is left out. */
  counts(values: readonly (number | null)[]): void {
    this.reserve(LONGEST_COUNT * values.length);
    for (const value of values) if (value !== null) this.used = putCount(this.octets, this.used, value);
  }

  /** Such numbers from `from` to before `end`; NaN is left out. */
  floatCounts(values: Float64Array, from: number, end: number): void {
    this.reserve(LONGEST_COUNT * (end - from));
    const { octets } = this;
    let used = this.used;
    for (let at = from; at < end; at += 1) {
      const value = values[at] ?? NaN;
      if (!Number.isNaN(value)) used = putCount(octets, used, value);
    }
    this.used = used;
  }

  double(value: number): void {
    this.reserve(8);
    this.view.setFloat64(this.used, value);
    this.used += 8;
  }

  /** What was written, as octets of its own. */
  toOctets(): Uint8Array {
    return this.octets.slice(0, this.used);
  }

  /** Begins anew, with the room that it has. */
  clear(): this {
    this.used = 0;
    return this;
  }

  private reserve(more: number): void {
    if (this.used + more <= this.octets.length) return;
    const larger = new Uint8Array(Math.max(2 * this.octets.length, this.used + more));
    larger.set(this.octets);
    this.octets = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** Writes a count. @returns where it ends */
function putCount(octets: Uint8Array, from: number, value: number): number {
  let at = from;
  let rest = value;
  while (rest > LAST_INT32) {
    octets[at++] = (rest % CONTINUES) | CONTINUES;
    rest = Math.floor(rest / CONTINUES);
  }
  while (rest >= CONTINUES) {
    octets[at++] = (rest & 0x7f) | CONTINUES;
    rest >>>= 7;
  }
  octets[at++] = rest;
  return at;
}

/** Reads what a NumberWriter wrote. Every method throws RangeError behind the end. */
export class NumberReader {
  private at = 0;

  constructor(private readonly octets: Uint8Array) {}

  /** How many octets were read. */
  get position(): number {
    return this.at;
  }

  get isAtEnd(): boolean {
    return this.at === this.octets.length;
  }

  octet(): number {
    const octet = this.octets[this.at];
    if (octet === undefined) throw new RangeError('packed numbers end too early');
    this.at += 1;
    return octet;
  }

  /** @throws RangeError also for a number past 2^53 - 1 */
  count(): number {
    let octet = this.octet();
    if (octet < CONTINUES) return octet;
    let value = octet & 0x7f;
    for (let scale = CONTINUES; octet >= CONTINUES; scale *= CONTINUES) {
      octet = this.octet();
      value += (octet & 0x7f) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('a packed number is past what is exact');
    }
    return value;
  }

  double(): number {
    if (this.at + 8 > this.octets.length) throw new RangeError('packed numbers end too early');
    const value = new DataView(this.octets.buffer, this.octets.byteOffset + this.at, 8).getFloat64(0);
    this.at += 8;
    return value;
  }
}
