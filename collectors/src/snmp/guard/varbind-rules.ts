import { type BerScanner, INT32_MAX, REFUSED, TAG, UINT32_MAX } from './ber-scanner.js';
import type { Direction } from './verdict.js';

/** Notifications have a handful; a bulk answer of the largest datagram has some thousands. */
const MOST_VARBINDS: Readonly<Record<Direction, number>> = { notification: 256, response: 8_192 };
const COUNTER64_OCTETS = 8;

/** Passes over a variable-bindings list that ends at `limit`. */
export function varbinds(scan: BerScanner, limit: number, direction: Direction): boolean {
  const end = scan.enter(TAG.SEQUENCE, limit);
  if (end === REFUSED) return false;
  let left = MOST_VARBINDS[direction];
  while (scan.at < end) {
    left -= 1;
    if (left < 0) return scan.deny('TOO_MANY_VARBINDS');
    const next = scan.enter(TAG.SEQUENCE, end);
    if (next === REFUSED || !scan.oid(next) || !value(scan, next, direction)) return false;
    if (scan.at !== next) return scan.deny('LENGTH');
  }
  return scan.at === limit || scan.deny('LENGTH');
}

/** Types that the library has no exact reading of (BIT STRING, NsapAddress, UInteger32, constructed ones) are refused. */
function value(scan: BerScanner, limit: number, direction: Direction): boolean {
  const tag = scan.tag(limit);
  switch (tag) {
    case TAG.INTEGER:
      // Some agents write unsigned numbers as INTEGER. An inform has to be answered with its values, and the encoder
      // throws for those.
      return scan.integer(limit, undefined, direction === 'response' ? UINT32_MAX : INT32_MAX) !== null;
    case TAG.OCTET_STRING:
    case TAG.OPAQUE:
      return scan.octetString(tag, limit, 0, Infinity, 'VALUE') !== REFUSED;
    case TAG.OID:
      return scan.oid(limit);
    case TAG.IP_ADDRESS:
      return scan.octetString(tag, limit, 4, 4, 'VALUE') !== REFUSED;
    case TAG.COUNTER32:
    case TAG.GAUGE32:
    case TAG.TIME_TICKS:
      return scan.unsigned32(tag, limit);
    case TAG.COUNTER64:
      return counter64(scan, limit, direction);
    case TAG.NULL:
    case TAG.NO_SUCH_OBJECT:
    case TAG.NO_SUCH_INSTANCE:
    case TAG.END_OF_MIB_VIEW:
      return nothing(scan, limit);
    default:
      return tag !== REFUSED && scan.deny('VALUE');
  }
}

/**
 * The library hands a Counter64 on as octets. In an answer the decoder of the column judges them and says which device
 * gives such counters; in a notification nobody would.
 */
function counter64(scan: BerScanner, limit: number, direction: Direction): boolean {
  if (direction === 'response') return scan.octetString(TAG.COUNTER64, limit, 0, Infinity, 'VALUE') !== REFUSED;
  const start = scan.at;
  const length = scan.octetString(TAG.COUNTER64, limit, 1, COUNTER64_OCTETS + 1, 'VALUE');
  if (length === REFUSED) return false;
  const first = scan.octets[scan.at - length] ?? 0;
  const isUnsigned = length === COUNTER64_OCTETS || first < 0x80;
  const fits = length <= COUNTER64_OCTETS || first === 0;
  if (isUnsigned && fits) return true;
  scan.at = start;
  return scan.deny('VALUE');
}

/** The library passes over two octets, whatever the second says. */
function nothing(scan: BerScanner, limit: number): boolean {
  if (scan.at + 2 > limit) return scan.deny('LENGTH');
  if (scan.octets[scan.at + 1] !== 0) return scan.deny('VALUE');
  scan.at += 2;
  return true;
}
