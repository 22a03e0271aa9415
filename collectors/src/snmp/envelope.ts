/** The outside of an SNMP message: what can be told before anything is decrypted or decoded. */
export type Envelope =
  | { readonly version: 'V1' | 'V2C'; readonly community: string }
  | {
      readonly version: 'V3';
      readonly user: string;
      /** Hex of msgAuthoritativeEngineID. */
      readonly engineId: string;
      readonly isAuthenticated: boolean;
      readonly isEncrypted: boolean;
    };

interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Offset of what follows the element. */
  readonly end: number;
}

const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const SEQUENCE = 0x30;
const LONGEST_LENGTH_OCTETS = 4;
const LONGEST_INTEGER_OCTETS = 4;
const USM = 3;
const FLAG_AUTHENTICATED = 1;
const FLAG_ENCRYPTED = 2;
/** SnmpEngineID (RFC 3411) and the user name of USM (RFC 3414) are at most this long. */
const LONGEST_NAME = 32;

/**
 * Reads the envelope of a message, strictly: definite lengths, exact ends, the tags of RFC 1157, 3416 and 3412.
 * Whatever is odd is no message, so that a lenient decoder never sees it.
 *
 * @returns null when the datagram is no SNMP message
 */
export function readEnvelope(datagram: Buffer): Envelope | null {
  const message = elementAt(datagram, 0, SEQUENCE);
  if (message?.end !== datagram.length) return null;
  const version = elementAt(message.content, 0, INTEGER);
  if (version?.content.length !== 1) return null;
  switch (version.content[0]) {
    case 0:
      return communityEnvelope('V1', message.content, version.end);
    case 1:
      return communityEnvelope('V2C', message.content, version.end);
    case 3:
      return usmEnvelope(message.content, version.end);
    default:
      return null;
  }
}

function communityEnvelope(version: 'V1' | 'V2C', content: Buffer, offset: number): Envelope | null {
  const community = elementAt(content, offset, OCTET_STRING);
  if (!community) return null;
  const pdu = elementAt(content, community.end);
  return pdu?.end === content.length ? { version, community: community.content.toString('utf8') } : null;
}

/** RFC 3412 section 6 (HeaderData) and RFC 3414 section 2.4 (UsmSecurityParameters). */
function usmEnvelope(content: Buffer, offset: number): Envelope | null {
  const header = elementAt(content, offset, SEQUENCE);
  const security = header && elementAt(content, header.end, OCTET_STRING);
  const data = security && elementAt(content, security.end);
  if (!header || !security || data?.end !== content.length) return null;
  const [id, size, flags, model] = elements(header.content, [INTEGER, INTEGER, OCTET_STRING, INTEGER]) ?? [];
  if (!id || !size || flags?.length !== 1 || model?.length !== 1 || model[0] !== USM) return null;
  if (id.length > LONGEST_INTEGER_OCTETS || size.length > LONGEST_INTEGER_OCTETS) return null;

  const parameters = elementAt(security.content, 0, SEQUENCE);
  if (parameters?.end !== security.content.length) return null;
  const usm = [OCTET_STRING, INTEGER, INTEGER, OCTET_STRING, OCTET_STRING, OCTET_STRING];
  const [engineId, boots, time, user] = elements(parameters.content, usm) ?? [];
  if (!engineId || !boots || !time || !user) return null;
  if (engineId.length > LONGEST_NAME || user.length > LONGEST_NAME) return null;
  if (boots.length > LONGEST_INTEGER_OCTETS || time.length > LONGEST_INTEGER_OCTETS) return null;
  const flag = flags[0] ?? 0;
  return {
    version: 'V3',
    user: user.toString('utf8'),
    engineId: engineId.toString('hex'),
    isAuthenticated: (flag & FLAG_AUTHENTICATED) !== 0,
    isEncrypted: (flag & FLAG_ENCRYPTED) !== 0,
  };
}

/** The contents of exactly these elements, one after the other and nothing behind them. */
function elements(content: Buffer, tags: readonly number[]): readonly Buffer[] | null {
  const found: Buffer[] = [];
  let offset = 0;
  for (const tag of tags) {
    const element = elementAt(content, offset, tag);
    if (!element) return null;
    found.push(element.content);
    offset = element.end;
  }
  return offset === content.length ? found : null;
}

/** @param tag the tag it must have; any when left out */
function elementAt(data: Buffer, offset: number, tag?: number): Element | null {
  const found = data[offset];
  const first = data[offset + 1];
  if (found === undefined || first === undefined || (tag !== undefined && found !== tag)) return null;
  let start = offset + 2;
  let length = first;
  if (first >= 0x80) {
    const octets = first - 0x80;
    if (octets === 0 || octets > LONGEST_LENGTH_OCTETS || start + octets > data.length) return null;
    length = data.readUIntBE(start, octets);
    start += octets;
  }
  const end = start + length;
  return end <= data.length ? { tag: found, content: data.subarray(start, end), end } : null;
}
