import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import ipaddr from 'ipaddr.js';

const PORT = 53;
const HEADER = 12;
/** Type, class and nothing else after the name of a question. */
const QUESTION_TAIL = 4;
const RESPONSE_RECURSIVE = 0x8180;
const NO_SUCH_NAME = 3;
const CLASS_IN = 1;
const TYPES = { A: 1, CNAME: 5, AAAA: 28 } as const;

/** What a name is said to have. Each list is said to one question, the last of them to all that follow. */
export interface NameAnswers {
  readonly A?: readonly (readonly string[])[];
  readonly AAAA?: readonly (readonly string[])[];
  /** The name that the addresses belong to. */
  readonly CNAME?: string;
}

/** The name server of a spec: over UDP, nothing may be kept (TTL 0), and other names there are none (RFC 1035). */
export class NameServer {
  private names: Readonly<Record<string, NameAnswers>> = {};
  private readonly asked = new Map<string, number>();

  private constructor(private readonly socket: Socket) {}

  static async open(address: string): Promise<NameServer> {
    const socket = createSocket(ipaddr.parse(address).kind() === 'ipv6' ? 'udp6' : 'udp4');
    socket.bind(PORT, address);
    await once(socket, 'listening');
    const server = new NameServer(socket);
    socket.on('message', (question, { port, address: from }) => {
      socket.send(server.answer(question), port, from);
    });
    return server;
  }

  /** From now on there are these names, and nobody has asked yet. */
  know(names: Readonly<Record<string, NameAnswers>>): void {
    this.names = names;
    this.asked.clear();
  }

  /** How often each of these was asked, as `A name`. */
  get questions(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.asked);
  }

  private answer(message: Buffer): Buffer {
    const { name, type, end } = questionOf(message);
    const header = Buffer.alloc(HEADER);
    message.copy(header, 0, 0, 2);
    const known = this.names[name];
    const records = known === undefined ? [] : this.recordsOf(name, type, known);
    header.writeUInt16BE(RESPONSE_RECURSIVE | (known === undefined ? NO_SUCH_NAME : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, message.subarray(HEADER, end), ...records]);
  }

  private recordsOf(name: string, type: number, known: NameAnswers): readonly Buffer[] {
    const alias = known.CNAME === undefined ? [] : [record(name, TYPES.CNAME, labels(known.CNAME))];
    const kind = type === TYPES.A ? 'A' : 'AAAA';
    if (type !== TYPES[kind]) return alias;
    const key = `${kind} ${name}`;
    const before = this.asked.get(key) ?? 0;
    this.asked.set(key, before + 1);
    const addresses = known[kind]?.[before] ?? known[kind]?.at(-1) ?? [];
    const owner = known.CNAME ?? name;
    return [...alias, ...addresses.map((address) => record(owner, type, ipaddr.parse(address).toByteArray()))];
  }
}

function questionOf(message: Buffer): { name: string; type: number; end: number } {
  const words: string[] = [];
  let at = HEADER;
  for (let length = message.readUInt8(at); length > 0; length = message.readUInt8(at)) {
    words.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  at += 1;
  return { name: words.join('.').toLowerCase(), type: message.readUInt16BE(at), end: at + QUESTION_TAIL };
}

function record(name: string, type: number, data: readonly number[] | Buffer): Buffer {
  const middle = Buffer.alloc(10);
  middle.writeUInt16BE(type, 0);
  middle.writeUInt16BE(CLASS_IN, 2);
  middle.writeUInt16BE(data.length, 8);
  return Buffer.concat([labels(name), middle, Buffer.from(data)]);
}

function labels(name: string): Buffer {
  const parts = name.split('.').map((word) => Buffer.concat([Buffer.of(word.length), Buffer.from(word, 'latin1')]));
  return Buffer.concat([...parts, Buffer.of(0)]);
}
