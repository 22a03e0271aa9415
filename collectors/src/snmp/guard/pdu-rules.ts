import { type BerScanner, REFUSED, TAG } from './ber-scanner.js';
import { varbinds } from './varbind-rules.js';
import type { Direction } from './verdict.js';

/** Tags of the PDUs (RFC 1157 section 4.1, RFC 3416 section 3). */
const PDU = { GET: 0xa0, RESPONSE: 0xa2, TRAP_V1: 0xa4, INFORM: 0xa6, TRAP_V2: 0xa7, REPORT: 0xa8 } as const;

/** How far the message around a PDU is protected; v1 and v2c are not at all. */
export type Protection = 'V1' | 'V2C' | 'V3_OPEN' | 'V3_AUTHENTICATED';

/** What may come in each direction in each kind of message. */
const WELCOME: Readonly<Record<Direction, Readonly<Record<Protection, readonly number[]>>>> = {
  response: {
    V1: [PDU.RESPONSE],
    V2C: [PDU.RESPONSE],
    // Only discovery and faults of USM are spoken of in the open; the library would take any answer.
    V3_OPEN: [PDU.REPORT],
    V3_AUTHENTICATED: [PDU.RESPONSE, PDU.REPORT],
  },
  notification: {
    V1: [PDU.TRAP_V1],
    V2C: [PDU.TRAP_V2, PDU.INFORM],
    // The sender of an inform asks for the engine id of the receiver first (RFC 3414 section 4).
    V3_OPEN: [PDU.GET],
    V3_AUTHENTICATED: [PDU.TRAP_V2, PDU.INFORM],
  },
};

const MOST_GENERIC_TRAP = 6;

/** Passes over a PDU that ends at `limit`. */
export function pdu(scan: BerScanner, limit: number, direction: Direction, protection: Protection): boolean {
  const tag = scan.tag(limit);
  if (tag === REFUSED) return false;
  if (!WELCOME[direction][protection].includes(tag)) {
    return scan.deny(protection === 'V3_OPEN' ? 'UNAUTHENTICATED' : 'PDU');
  }
  const end = scan.contents(limit);
  if (end === REFUSED) return false;
  if (end !== limit) return scan.deny('LENGTH');
  return tag === PDU.TRAP_V1 ? trapV1(scan, end) : common(scan, end, direction);
}

/** request-id, error-status, error-index, variable-bindings (RFC 3416 section 3). */
function common(scan: BerScanner, end: number, direction: Direction): boolean {
  const least = direction === 'response' ? 0 : undefined;
  return (
    scan.integer(end) !== null &&
    scan.integer(end, least) !== null &&
    scan.integer(end, least) !== null &&
    varbinds(scan, end, direction)
  );
}

/** enterprise, agent-addr, generic-trap, specific-trap, time-stamp, variable-bindings (RFC 1157 section 4.1.6). */
function trapV1(scan: BerScanner, end: number): boolean {
  return (
    scan.oid(end) &&
    scan.octetString(TAG.IP_ADDRESS, end, 4, 4, 'VALUE') !== REFUSED &&
    scan.integer(end, 0, MOST_GENERIC_TRAP) !== null &&
    scan.integer(end) !== null &&
    scan.unsigned32(TAG.TIME_TICKS, end) &&
    varbinds(scan, end, 'notification')
  );
}
