const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OCTET_STRING = 0x04;
const NULL = 0x05;
const OBJECT_IDENTIFIER = 0x06;
const VERSION_2C = 1;
/** Every request id has four octets, so that it can be written into a finished message. */
const ID_OCTETS = 4;

/** Tags of the requests (RFC 3416 section 3). */
export const REQUEST = { get: 0xa0, getBulk: 0xa5 } as const;

/** A request without its id. */
export interface RequestTemplate {
  readonly octets: Buffer;
  readonly idAt: number;
}

/**
 * A v2c request (RFC 3416 section 3, RFC 1901).
 *
 * @param second non-repeaters of a GETBULK, else 0
 * @param third max-repetitions of a GETBULK, else 0
 */
export function encodeRequest(
  pdu: number,
  community: Buffer,
  oids: readonly Buffer[],
  second: number,
  third: number,
): RequestTemplate {
  const bindings = oids.map((oid) => tlv(SEQUENCE, tlv(OBJECT_IDENTIFIER, oid), Buffer.from([NULL, 0])));
  const id = Buffer.from([INTEGER, ID_OCTETS, 0, 0, 0, 0]);
  const behind = Buffer.concat([small(second), small(third), tlv(SEQUENCE, ...bindings)]);
  const octets = tlv(SEQUENCE, small(VERSION_2C), tlv(OCTET_STRING, community), tlv(pdu, id, behind));
  return { octets, idAt: octets.length - behind.length - ID_OCTETS };
}

/** A copy of the request with an id. */
export function withId({ octets, idAt }: RequestTemplate, id: number): Buffer {
  const copy = Buffer.allocUnsafe(octets.length);
  octets.copy(copy);
  copy.writeInt32BE(id, idAt);
  return copy;
}

/** The contents of an object identifier (X.690 section 8.19). */
export function oidOctets(dotted: string): Buffer {
  const [first = 1, second = 3, ...rest] = dotted.split('.').map(Number);
  return Buffer.from([first * 40 + second, ...rest].flatMap(septets));
}

function septets(number: number): number[] {
  const digits = [number % 128];
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) + 128);
  return digits;
}

/** A number of 0 to 127 × 2^16. */
function small(value: number): Buffer {
  return Buffer.from(value < 0x80 ? [INTEGER, 1, value] : [INTEGER, 3, value >> 16, (value >> 8) & 0xff, value & 0xff]);
}

function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  const { length } = content;
  const head =
    length < 0x80 ? [tag, length] : length < 0x100 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}
