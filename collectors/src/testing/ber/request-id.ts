/** Where the number of an answer stands that has to equal the request's: offset and octets. */
interface Place {
  readonly at: number;
  readonly octets: number;
}

const INTEGER = 0x02;
const VERSION_3 = 3;

/**
 * The datagram with the request-id (msgID of v3) of a live request, in as many octets as there were: padding stays
 * padding. A datagram in which none can be found, or whose number has too few octets, stays as it is.
 */
export function withRequestId(datagram: Buffer, id: number): Buffer {
  const place = placeOfId(datagram);
  if (place === null) return datagram;
  const digits = Buffer.alloc(4);
  digits.writeUInt32BE(id);
  const octets = Buffer.alloc(Math.max(place.octets, digits.length));
  digits.copy(octets, octets.length - digits.length);
  if (octets.length > place.octets) return datagram;
  const copy = Buffer.from(datagram);
  octets.copy(copy, place.at);
  return copy;
}

function placeOfId(datagram: Buffer): Place | null {
  const message = contentsAt(datagram, 0);
  const version = message && contentsAt(datagram, message.at);
  if (!version) return null;
  const second = contentsAt(datagram, version.at + version.octets);
  if (!second) return null;
  // v3: the header begins with msgID; v1, v2c: the PDU follows the community.
  const isV3 = version.octets === 1 && datagram[version.at] === VERSION_3;
  const around = isV3 ? second : contentsAt(datagram, second.at + second.octets);
  return around && datagram[around.at] === INTEGER ? contentsAt(datagram, around.at) : null;
}

/** The contents of the element at an offset, if they are there. */
function contentsAt(datagram: Buffer, offset: number): Place | null {
  const first = datagram[offset + 1];
  if (first === undefined) return null;
  let at = offset + 2;
  let octets = first;
  if (first > 0x80) {
    const count = first - 0x80;
    if (count > 6 || at + count > datagram.length) return null;
    octets = datagram.readUIntBE(at, count);
    at += count;
  }
  return at + octets <= datagram.length ? { at, octets } : null;
}
