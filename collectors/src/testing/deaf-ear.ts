import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readRequest } from './ber-text.js';

const LOOPBACK = '127.0.0.1';

/** Stands in front of a v2c agent and drops the requests of one kind: to who asks, an agent that is silent about those. */
export class DeafEar {
  dropped = 0;
  private readonly behind = new Set<Socket>();

  private constructor(private readonly front: Socket) {}

  /** @param deafTo tag of the PDU that never arrives */
  static async open(agentPort: number, deafTo: number): Promise<DeafEar> {
    const front = createSocket('udp4');
    front.bind(0, LOOPBACK);
    await once(front, 'listening');
    const ear = new DeafEar(front);
    const ways = new Map<number, Socket>();
    front.on('message', (datagram: Buffer, from) => {
      if (readRequest(datagram).pdu === deafTo) {
        ear.dropped += 1;
        return;
      }
      const way = ways.get(from.port) ?? createSocket('udp4');
      if (!ways.has(from.port)) {
        ways.set(from.port, way);
        ear.behind.add(way);
        way.on('message', (answer: Buffer) => {
          front.send(answer, from.port, from.address);
        });
      }
      way.send(datagram, agentPort, LOOPBACK);
    });
    return ear;
  }

  get port(): number {
    return this.front.address().port;
  }

  close(): void {
    this.front.close();
    for (const way of this.behind) way.close();
  }
}
