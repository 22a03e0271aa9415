import { TAG } from '../guard/ber-scanner.js';
import type { Varbind } from '../snmp-client.js';

/** The head of an answer that the guard has let pass. */
export interface AnswerHead {
  readonly community: Buffer;
  /** Its tag. */
  readonly pdu: number;
  readonly id: number;
  readonly errorStatus: number;
  /** Where the variable bindings begin and end. */
  readonly from: number;
  readonly end: number;
}

interface Element {
  readonly tag: number;
  readonly from: number;
  readonly end: number;
}

/** Reads the head of a community message that is known to be well-formed. */
export function answerHead(octets: Buffer): AnswerHead {
  const message = elementAt(octets, 0);
  const version = elementAt(octets, message.from);
  const community = elementAt(octets, version.end);
  const pdu = elementAt(octets, community.end);
  const id = elementAt(octets, pdu.from);
  const status = elementAt(octets, id.end);
  const index = elementAt(octets, status.end);
  const list = elementAt(octets, index.end);
  return {
    community: octets.subarray(community.from, community.end),
    pdu: pdu.tag,
    id: numberOf(octets, id),
    errorStatus: numberOf(octets, status),
    from: list.from,
    end: list.end,
  };
}

/** Reads the variable bindings of a message that is known to be well-formed. */
export function answerVarbinds(octets: Buffer, { from, end }: AnswerHead): Varbind[] {
  const varbinds: Varbind[] = [];
  for (let at = from; at < end;) {
    const binding = elementAt(octets, at);
    const name = elementAt(octets, binding.from);
    const value = elementAt(octets, name.end);
    varbinds.push({ oid: dotted(octets, name), type: value.tag, value: valueOf(octets, value) });
    at = binding.end;
  }
  return varbinds;
}

function valueOf(octets: Buffer, element: Element): Varbind['value'] {
  switch (element.tag) {
    case TAG.INTEGER:
      return numberOf(octets, element);
    case TAG.COUNTER32:
    case TAG.GAUGE32:
    case TAG.TIME_TICKS: {
      const value = numberOf(octets, element);
      // Some agents leave out the zero in front of a number whose first bit is set.
      return value < 0 ? value + 2 ** 32 : value;
    }
    case TAG.OID:
      return dotted(octets, element);
    case TAG.OCTET_STRING:
    case TAG.OPAQUE:
    case TAG.IP_ADDRESS:
    case TAG.COUNTER64:
      return octets.subarray(element.from, element.end);
    default:
      return null;
  }
}

function elementAt(octets: Buffer, at: number): Element {
  const tag = octets[at] ?? 0;
  const first = octets[at + 1] ?? 0;
  if (first < 0x80) return { tag, from: at + 2, end: at + 2 + first };
  const count = first - 0x80;
  let length = 0;
  for (let place = 0; place < count; place += 1) length = length * 256 + (octets[at + 2 + place] ?? 0);
  return { tag, from: at + 2 + count, end: at + 2 + count + length };
}

function numberOf(octets: Buffer, { from, end }: Element): number {
  let value = ((octets[from] ?? 0) << 24) >> 24;
  for (let at = from + 1; at < end; at += 1) value = value * 256 + (octets[at] ?? 0);
  return value;
}

function dotted(octets: Buffer, { from, end }: Element): string {
  const first = octets[from] ?? 0;
  const root = Math.min(2, Math.floor(first / 40));
  let text = `${String(root)}.${String(first - 40 * root)}`;
  let number = 0;
  for (let at = from + 1; at < end; at += 1) {
    const octet = octets[at] ?? 0;
    number = number * 128 + (octet & 0x7f);
    if (octet >= 0x80) continue;
    text += `.${String(number)}`;
    number = 0;
  }
  return text;
}
