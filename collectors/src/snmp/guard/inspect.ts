import { BerScanner, REFUSED, TAG } from './ber-scanner.js';
import { pdu } from './pdu-rules.js';
import type { Refusal } from './refusals.js';
import { scopedPdu, v3Message } from './v3-rules.js';
import type { Direction, MessageHeader, Verdict } from './verdict.js';

const VERSION_1 = 0;
const VERSION_2C = 1;
const VERSION_3 = 3;
/** Nobody's community is longer; the text of a stranger is kept out of everything behind. */
const LONGEST_COMMUNITY = 255;

/**
 * Judges a datagram by its octets alone: one well-formed message of SNMP v1, v2c or v3 and nothing behind it, of a kind
 * that may come in this direction, with numbers, object identifiers and values that every decoder reads alike. A lenient
 * decoder behind it sees nothing else.
 *
 * What a v3 message has encrypted is not seen here; it can be written only by those who know the keys, or is noise.
 */
export function inspect(datagram: Buffer, direction: Direction): Verdict {
  const scan = new BerScanner(datagram);
  const header = message(scan, direction);
  return header === null ? { refusal: scan.refusal, header } : { refusal: null, header };
}

/** Judges what an authentic, encrypted answer held once it is decrypted, by the same rules. @returns null when it may pass */
export function inspectDecrypted(scoped: Buffer): Refusal | null {
  const scan = new BerScanner(scoped);
  return scopedPdu(scan, scoped.length, 'response', 'V3_AUTHENTICATED') ? null : scan.refusal;
}

function message(scan: BerScanner, direction: Direction): MessageHeader | null {
  const { length } = scan.octets;
  const end = scan.enter(TAG.SEQUENCE, length);
  if (end === REFUSED) return null;
  if (end !== length) {
    scan.deny('LENGTH');
    return null;
  }
  switch (version(scan, end)) {
    case VERSION_1:
      return communityMessage(scan, end, direction, 'V1');
    case VERSION_2C:
      return communityMessage(scan, end, direction, 'V2C');
    case VERSION_3:
      return v3Message(scan, end, direction);
    default:
      return null;
  }
}

/** Exactly one octet: two readers could disagree on a longer number. */
function version(scan: BerScanner, limit: number): number {
  const end = scan.enter(TAG.INTEGER, limit);
  if (end === REFUSED) return REFUSED;
  const found = scan.octets[scan.at];
  if (end !== scan.at + 1 || (found !== VERSION_1 && found !== VERSION_2C && found !== VERSION_3)) {
    return scan.refuse('VERSION');
  }
  scan.at = end;
  return found;
}

function communityMessage(
  scan: BerScanner,
  end: number,
  direction: Direction,
  version: 'V1' | 'V2C',
): MessageHeader | null {
  const length = scan.octetString(TAG.OCTET_STRING, end, 0, LONGEST_COMMUNITY, 'COMMUNITY');
  if (length === REFUSED) return null;
  const community = scan.octets.subarray(scan.at - length, scan.at);
  return pdu(scan, end, direction, version) ? { version, community } : null;
}
