import { ntpElapsedNs, writeNtpTime } from './ntp-time.js';

/** Both packets of the unauthenticated mode have this size (RFC 8762 sections 4.2.1 and 4.3.1). */
export const STAMP_OCTETS = 44;

/** Session-Sender: sequence number, timestamp, error estimate, then zeroes (RFC 8762 figure 3). */
const SEQUENCE = 0;
const TIMESTAMP = 4;
const ERROR_ESTIMATE = 12;
/** Session-Reflector: besides, its receive timestamp and what the sender sent (RFC 8762 figure 5). */
const RECEIVED = 16;
const SENDER_SEQUENCE = 24;
const SENDER_TIMESTAMP = 28;
const SENDER_ERROR_ESTIMATE = 36;
const SENDER_TTL = 40;
/** What a datagram has on its way through one link; Node does not tell what it came with. */
const TTL = 255;

/**
 * S 0 (not synchronised by an outside source as far as we know), Z 0 (NTP format), scale 22, multiplier 1: 1/1024 s
 * (RFC 4656 section 4.1.2). A multiplier of 0 is forbidden.
 */
const ESTIMATE = (22 << 8) | 1;

/** A test packet of the sender. @param sentAt nanoseconds since the Unix epoch */
export function writeTestPacket(sequence: number, sentAt: bigint): Buffer {
  const octets = Buffer.alloc(STAMP_OCTETS);
  octets.writeUInt32BE(sequence, SEQUENCE);
  writeNtpTime(octets, TIMESTAMP, sentAt);
  octets.writeUInt16BE(ESTIMATE, ERROR_ESTIMATE);
  return octets;
}

/**
 * The answer of a stateless reflector: the sender's sequence number as its own (RFC 8762 section 4.3).
 *
 * @param receivedAt, sentAt nanoseconds since the Unix epoch, by the reflector's clock
 * @returns undefined for what is no test packet
 */
export function reflect(test: Buffer, receivedAt: bigint, sentAt: bigint): Buffer | undefined {
  if (test.length < STAMP_OCTETS) return undefined;
  // An answer is as long as the question, so that both ways carry the same load (RFC 8762 section 4.3).
  const octets = Buffer.alloc(test.length);
  test.copy(octets, SEQUENCE, SEQUENCE, SEQUENCE + 4);
  writeNtpTime(octets, TIMESTAMP, sentAt);
  octets.writeUInt16BE(ESTIMATE, ERROR_ESTIMATE);
  writeNtpTime(octets, RECEIVED, receivedAt);
  test.copy(octets, SENDER_SEQUENCE, SEQUENCE, SEQUENCE + 4);
  test.copy(octets, SENDER_TIMESTAMP, TIMESTAMP, TIMESTAMP + 8);
  test.copy(octets, SENDER_ERROR_ESTIMATE, ERROR_ESTIMATE, ERROR_ESTIMATE + 2);
  octets.writeUInt8(TTL, SENDER_TTL);
  return octets;
}

/** What an answer says. */
export interface Reflection {
  /** The sequence number of the test packet that it answers. */
  readonly sequence: number;
  /** How long the reflector held it; by its own clock. */
  readonly heldNs: bigint;
  /** Whether it repeats a test packet as it was sent: who did not see that packet cannot. */
  repeats(test: Buffer): boolean;
}

/** @returns undefined for what is no answer of a reflector */
export function readReflection(octets: Buffer): Reflection | undefined {
  if (octets.length < STAMP_OCTETS) return undefined;
  return {
    sequence: octets.readUInt32BE(SENDER_SEQUENCE),
    heldNs: ntpElapsedNs(octets, RECEIVED, TIMESTAMP),
    repeats: (test) =>
      octets.compare(test, SEQUENCE, SEQUENCE + 4, SENDER_SEQUENCE, SENDER_SEQUENCE + 4) === 0 &&
      octets.compare(test, TIMESTAMP, TIMESTAMP + 8, SENDER_TIMESTAMP, SENDER_TIMESTAMP + 8) === 0,
  };
}
