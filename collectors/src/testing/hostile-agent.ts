import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { int, readRequest, SEQUENCE, type SimpleRequest, text, tlv } from './ber-text.js';

const RESPONSE = 0xa2;

/** What the agent does with a request: the datagrams that it answers with, none for silence. */
export type Behaviour = (request: SimpleRequest, datagram: Buffer) => readonly Buffer[];

/** An agent on a free UDP port of 127.0.0.1 that behaves as badly as it is told. */
export class HostileAgent {
  /** Requests that came, in their order. */
  readonly requests: Buffer[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly others: Socket | null,
  ) {}

  /** @param elsewhere whether it answers from another port than the one that was asked */
  static async open(behaviour: Behaviour, { elsewhere = false } = {}): Promise<HostileAgent> {
    const socket = await boundSocket();
    const agent = new HostileAgent(socket, elsewhere ? await boundSocket() : null);
    socket.on('message', (datagram: Buffer, from: RemoteInfo) => {
      agent.requests.push(datagram);
      for (const answer of behaviour(readRequest(datagram), datagram)) {
        (agent.others ?? socket).send(answer, from.port, from.address);
      }
    });
    return agent;
  }

  get port(): number {
    return this.socket.address().port;
  }

  close(): void {
    this.socket.close();
    this.others?.close();
  }
}

/** A v2c response; a test names only what is wrong with it. */
export function response(
  request: SimpleRequest,
  varbinds: readonly Buffer[],
  { errorStatus = 0, community = request.community, version = 1, pdu = RESPONSE, id = request.id } = {},
): Buffer {
  return tlv(
    SEQUENCE,
    int(version),
    text(community),
    tlv(pdu, int(id), int(errorStatus), int(0), tlv(SEQUENCE, ...varbinds)),
  );
}

/** An unauthenticated v3 Report that names a counter, as RFC 3414 section 3.2 has it. */
export function report(messageId: number, counterOid: Buffer): Buffer {
  const engineId = Buffer.from('80001f8880aabbccdd', 'hex');
  const header = tlv(SEQUENCE, int(messageId), int(65_507), text(Buffer.of(0)), int(3));
  const security = tlv(SEQUENCE, text(engineId), int(3), int(1_000), text(''), text(''), text(''));
  const pdu = tlv(0xa8, int(0), int(0), int(0), tlv(SEQUENCE, tlv(SEQUENCE, counterOid, int(1, 0x41))));
  return tlv(SEQUENCE, int(3), header, text(security), tlv(SEQUENCE, text(engineId), text(''), pdu));
}

/** msgID of a v3 message. */
export function messageIdOf(datagram: Buffer): number {
  // SEQUENCE, version, SEQUENCE: the first INTEGER of the header follows.
  const header = datagram.indexOf(Buffer.of(0x02, 0x01, 0x03)) + 3;
  const length = datagram[header + 3] ?? 0;
  return datagram.readIntBE(header + 4, length);
}

async function boundSocket(): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return socket;
}
