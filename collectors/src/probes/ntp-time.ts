const NS_PER_S = 1_000_000_000n;
/** Seconds from 1900 to 1970 (RFC 5905 section 6, figure 4). */
const UNIX_EPOCH_S = 2_208_988_800n;
const FRACTION_BITS = 32n;
const ERA_S = 1n << FRACTION_BITS;

/** Writes a time as an NTP timestamp of 64 bits (RFC 5905 section 6). @param unixNs nanoseconds since the Unix epoch */
export function writeNtpTime(octets: Buffer, offset: number, unixNs: bigint): void {
  const seconds = (unixNs / NS_PER_S + UNIX_EPOCH_S) % ERA_S;
  const fraction = ((unixNs % NS_PER_S) << FRACTION_BITS) / NS_PER_S;
  octets.writeBigUInt64BE((seconds << FRACTION_BITS) | fraction, offset);
}

/** Nanoseconds from one NTP timestamp to a later one, across the end of an era too. Negative when it is earlier. */
export function ntpElapsedNs(octets: Buffer, from: number, to: number): bigint {
  const units = BigInt.asIntN(64, octets.readBigUInt64BE(to) - octets.readBigUInt64BE(from));
  return (units * NS_PER_S) >> FRACTION_BITS;
}
