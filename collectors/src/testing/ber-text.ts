/** BER by hand, so that a hostile agent can also write what no library would. */
export function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  return Buffer.concat([Buffer.from([tag, 0x82, content.length >> 8, content.length & 0xff]), content]);
}

export const SEQUENCE = 0x30;

export function int(value: number, tag = 0x02): Buffer {
  const octets = Buffer.alloc(5);
  octets.writeUIntBE(value, 0, 5);
  const first = octets.findIndex((octet, at) => octet !== 0 || at === 4);
  const digits = octets.subarray(first);
  return tlv(tag, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), digits]) : digits);
}

export function text(value: string | Buffer): Buffer {
  return tlv(0x04, Buffer.from(value));
}

export function oid(dotted: string): Buffer {
  const [first = 1, second = 3, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(septets)]));
}

function septets(number: number): number[] {
  const digits = [number % 128];
  for (let left = Math.floor(number / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) + 128);
  return digits;
}

export function varbind(name: string, value: Buffer): Buffer {
  return tlv(SEQUENCE, oid(name), value);
}

/** What a hostile agent needs to know of a v2c request. */
export interface SimpleRequest {
  readonly community: string;
  readonly pdu: number;
  readonly id: number;
  readonly oids: readonly string[];
  readonly nonRepeaters: number;
  readonly maxRepetitions: number;
}

interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

/** Reads a v2c request of a well-behaved client. Of other messages it gives nothing worth having. */
export function readRequest(datagram: Buffer): SimpleRequest {
  const [message] = elements(datagram);
  const [, community, pdu] = elements(message?.content ?? Buffer.alloc(0));
  const [id, nonRepeaters, maxRepetitions, list] = elements(pdu?.content ?? Buffer.alloc(0));
  const names = elements(list?.content ?? Buffer.alloc(0)).map((binding) => elements(binding.content)[0]);
  return {
    community: community?.content.toString() ?? '',
    pdu: pdu?.tag ?? 0,
    id: number(id),
    nonRepeaters: number(nonRepeaters),
    maxRepetitions: number(maxRepetitions),
    oids: names.map((name) => dotted(name?.content ?? Buffer.alloc(0))),
  };
}

function elements(data: Buffer): Element[] {
  const found: Element[] = [];
  for (let at = 0; at < data.length;) {
    const tag = data[at] ?? 0;
    let length = data[at + 1] ?? 0;
    let start = at + 2;
    if (length >= 0x80) {
      const octets = length - 0x80;
      length = octets > 4 ? 0 : data.readUIntBE(start, octets);
      start += octets;
    }
    found.push({ tag, content: data.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

function number(element: Element | undefined): number {
  const content = element?.content ?? Buffer.alloc(0);
  return content.length === 0 || content.length > 4 ? 0 : content.readIntBE(0, content.length);
}

function dotted(content: Buffer): string {
  const numbers: number[] = [];
  let value = 0;
  for (const octet of content) {
    value = value * 128 + (octet & 0x7f);
    if (octet < 0x80) {
      numbers.push(value);
      value = 0;
    }
  }
  const [first = 43, ...rest] = numbers;
  return [Math.floor(first / 40), first % 40, ...rest].join('.');
}
