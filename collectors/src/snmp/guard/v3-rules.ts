import { type BerScanner, REFUSED, TAG } from './ber-scanner.js';
import { pdu, type Protection } from './pdu-rules.js';
import type { Direction, V3Header } from './verdict.js';

const USM = 3;
const FLAG_AUTHENTICATED = 1;
const FLAG_ENCRYPTED = 2;
const FLAG_REPORTABLE = 4;
/** RFC 3412 section 6.2. */
const SMALLEST_MAX_SIZE = 484;
/** RFC 3411: SnmpEngineID is 5 to 32 octets; it is empty while nobody knows it. */
const SHORTEST_ENGINE_ID = 5;
const LONGEST_ENGINE_ID = 32;
/** RFC 3414 section 5: usmUserName. */
const LONGEST_USER = 32;
/** RFC 3414 and RFC 7860: lengths of the truncated digests. */
const DIGEST_OCTETS = [12, 16, 24, 32, 48];
const LONGEST_DIGEST = 48;
/** RFC 3414 section 8.1.1, RFC 3826 section 3.1.1. */
const SALT_OCTETS = 8;
/** A scoped PDU of empty names, with one-octet numbers and no variable binding. */
const SMALLEST_SCOPED_PDU = 19;

/** Passes over what follows the version of a v3 message that ends at `end`. @returns null when it is refused */
export function v3Message(scan: BerScanner, end: number, direction: Direction): V3Header | null {
  const header = headerData(scan, end);
  if (header === null) return null;
  const { messageId, flags } = header;
  const isAuthenticated = (flags & FLAG_AUTHENTICATED) !== 0;
  const isEncrypted = (flags & FLAG_ENCRYPTED) !== 0;
  if (isEncrypted && !isAuthenticated) return denied(scan);
  const security = securityParameters(scan, end, isAuthenticated, isEncrypted);
  if (security === null) return null;
  if (direction === 'notification' && !isAuthenticated && !isDiscovery(security, flags)) {
    scan.deny('UNAUTHENTICATED');
    return null;
  }
  const payload = isEncrypted ? encryptedPdu(scan, end) : openPdu(scan, end, direction, isAuthenticated);
  return payload && { version: 'V3', messageId, ...security, isAuthenticated, isEncrypted, payload };
}

/** Whether a message in the open can be the question for our engine id: nameless, and waiting for a report. */
function isDiscovery({ user, engineId }: SecurityParameters, flags: number): boolean {
  return (flags & FLAG_REPORTABLE) !== 0 && user.length === 0 && engineId.length === 0;
}

function denied(scan: BerScanner): null {
  scan.deny('V3_HEADER');
  return null;
}

/** msgID, msgMaxSize, msgFlags, msgSecurityModel (RFC 3412 section 6). */
function headerData(scan: BerScanner, limit: number): { readonly messageId: number; readonly flags: number } | null {
  const end = scan.enter(TAG.SEQUENCE, limit);
  if (end === REFUSED) return null;
  const messageId = scan.integer(end, 0);
  if (messageId === null || scan.integer(end, SMALLEST_MAX_SIZE) === null) return null;
  if (scan.octetString(TAG.OCTET_STRING, end, 1, 1, 'V3_HEADER') === REFUSED) return null;
  const flags = scan.octets[scan.at - 1] ?? 0;
  if (scan.integer(end, USM, USM) === null) return null;
  if (scan.at === end) return { messageId, flags };
  scan.deny('LENGTH');
  return null;
}

type SecurityParameters = Pick<V3Header, 'user' | 'engineId' | 'boots' | 'time' | 'digest' | 'salt'>;

/** UsmSecurityParameters (RFC 3414 section 2.4), an OCTET STRING that holds a SEQUENCE. */
function securityParameters(
  scan: BerScanner,
  limit: number,
  isAuthenticated: boolean,
  isEncrypted: boolean,
): SecurityParameters | null {
  const outer = scan.enter(TAG.OCTET_STRING, limit);
  const end = outer === REFUSED ? REFUSED : scan.enter(TAG.SEQUENCE, outer);
  if (end === REFUSED) return null;
  const engineId = octets(scan, end, 0, LONGEST_ENGINE_ID);
  if (engineId === null) return null;
  const boots = scan.integer(end, 0);
  const time = boots === null ? null : scan.integer(end, 0);
  const user = time === null ? null : octets(scan, end, 0, LONGEST_USER);
  if (boots === null || time === null || user === null) return null;
  if (engineId.length < SHORTEST_ENGINE_ID && (isAuthenticated || engineId.length > 0)) return denied(scan);

  const digest = octets(scan, end, 0, LONGEST_DIGEST);
  if (digest === null) return null;
  if (isAuthenticated && !DIGEST_OCTETS.includes(digest.length)) return denied(scan);
  const salt = octets(scan, end, isEncrypted ? SALT_OCTETS : 0, SALT_OCTETS);
  if (salt === null) return null;
  if (scan.at !== end || end !== outer) {
    scan.deny('LENGTH');
    return null;
  }
  return { user, engineId, boots, time, digest, salt };
}

function octets(scan: BerScanner, limit: number, shortest: number, longest: number): Buffer | null {
  const length = scan.octetString(TAG.OCTET_STRING, limit, shortest, longest, 'V3_HEADER');
  return length === REFUSED ? null : scan.octets.subarray(scan.at - length, scan.at);
}

function encryptedPdu(scan: BerScanner, end: number): Buffer | null {
  const encrypted = octets(scan, end, SMALLEST_SCOPED_PDU, Infinity);
  if (encrypted === null || scan.at === end) return encrypted;
  scan.deny('LENGTH');
  return null;
}

function openPdu(scan: BerScanner, end: number, direction: Direction, isAuthenticated: boolean): Buffer | null {
  const { at } = scan;
  const isWhole = scopedPdu(scan, end, direction, isAuthenticated ? 'V3_AUTHENTICATED' : 'V3_OPEN');
  return isWhole ? scan.octets.subarray(at, end) : null;
}

/** Passes over contextEngineID, contextName and the PDU that end at `limit`, in the open (RFC 3412 section 6.8). */
export function scopedPdu(scan: BerScanner, limit: number, direction: Direction, protection: Protection): boolean {
  const end = scan.enter(TAG.SEQUENCE, limit);
  if (end === REFUSED) return false;
  if (end !== limit) return scan.deny('LENGTH');
  return (
    scan.octetString(TAG.OCTET_STRING, end, 0, LONGEST_ENGINE_ID, 'V3_HEADER') !== REFUSED &&
    scan.octetString(TAG.OCTET_STRING, end, 0, Infinity, 'V3_HEADER') !== REFUSED &&
    pdu(scan, end, direction, protection)
  );
}
