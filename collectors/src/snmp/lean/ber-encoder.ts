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
 * The PDU of a request (RFC 3416 section 3).
 *
 * @param second non-repeaters of a GETBULK, else 0
 * @param third max-repetitions of a GETBULK, else 0
 */
export function encodePdu(pdu: number, oids: readonly Buffer[], second: number, third: number): RequestTemplate {
  const bindings = oids.map((oid) => tlv(SEQUENCE, tlv(OBJECT_IDENTIFIER, oid), Buffer.from([NULL, 0])));
  const id = Buffer.from([INTEGER, ID_OCTETS, 0, 0, 0, 0]);
  const behind = Buffer.concat([integer(second), integer(third), tlv(SEQUENCE, ...bindings)]);
  const octets = tlv(pdu, id, behind);
  return { octets, idAt: octets.length - behind.length - ID_OCTETS };
}

/** A whole v2c request around a PDU (RFC 1901). */
export function inCommunity(community: Buffer, pdu: RequestTemplate): RequestTemplate {
  const octets = tlv(SEQUENCE, integer(VERSION_2C), tlv(OCTET_STRING, community), pdu.octets);
  return { octets, idAt: octets.length - pdu.octets.length + pdu.idAt };
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

/** A number of 0 to 2^31-1, without padding. */
export function integer(value: number): Buffer {
  const digits = Buffer.alloc(4);
  digits.writeInt32BE(value);
  let first = 0;
  while (first < 3 && digits[first] === 0 && (digits[first + 1] ?? 0) < 0x80) first += 1;
  return tlv(INTEGER, digits.subarray(first));
}

export function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const octets = contents.reduce((sum, { length }) => sum + length, 0);
  return Buffer.concat([headOf(tag, octets), ...contents]);
}

/** Tag and length of an element with so many octets of contents, at most 65,535. */
export function headOf(tag: number, octets: number): Buffer {
  if (octets < 0x80) return Buffer.from([tag, octets]);
  return Buffer.from(octets < 0x100 ? [tag, 0x81, octets] : [tag, 0x82, octets >> 8, octets & 0xff]);
}
