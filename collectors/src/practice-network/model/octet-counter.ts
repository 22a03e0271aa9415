const COUNTER64_SPAN = 1n << 64n;
/** One octet at one bit per second takes 8000 ms. */
const BIT_MS_PER_OCTET = 8_000;

/**
 * Octets that passed, exact at any rate and for any time: what is less than an octet is carried over,
 * so the total does not depend on how often it was asked for.
 */
export class OctetCounter {
  private total: bigint;
  private passed = 0n;
  private remainder = 0;

  /** @param start octets at the first sight; a Counter has no defined start value (RFC 2578 section 7.1.6) */
  constructor(start: bigint) {
    this.total = start;
  }

  /** Counter64. */
  get octets(): bigint {
    return this.total;
  }

  /** Octets since the start or the last reset. */
  get octetsPassed(): bigint {
    return this.passed;
  }

  /**
   * @param bitsPerSecond a whole number, at most 400 Gbit/s
   * @param ms a whole number, at most 20 s, which keeps the product exact
   */
  add(bitsPerSecond: number, ms: number): void {
    const bitMs = bitsPerSecond * ms + this.remainder;
    this.remainder = bitMs % BIT_MS_PER_OCTET;
    const octets = BigInt((bitMs - this.remainder) / BIT_MS_PER_OCTET);
    this.passed += octets;
    this.total = (this.total + octets) % COUNTER64_SPAN;
  }

  /** As after a restart of the device. */
  reset(): void {
    this.total = 0n;
    this.passed = 0n;
    this.remainder = 0;
  }
}
