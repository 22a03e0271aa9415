import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Guard } from './guard/guard.js';
import type { SnmpTraffic } from './snmp-traffic.js';

type MessageListener = (data: Buffer, from: RemoteInfo) => void;
type SentCallback = (error: Error | null, octets?: number) => void;

/**
 * A UDP socket that is connected to one agent, in the shape that net-snmp expects of a dgram socket.
 *
 * Connected, because the kernel then drops what other addresses send (the library accepts an answer from anywhere)
 * and reports ICMP "port unreachable", which an unconnected socket never hears of. What comes passes the guard first.
 */
export class ConnectedSocket {
  /** Datagrams that could not be read, since the socket was opened. */
  unreadable = 0;

  /** Called when the system says that nobody listens at the agent's port. */
  onRefused: () => void = () => undefined;

  private closed = false;
  private lastSent: Buffer | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly guard: Guard,
    private readonly traffic: SnmpTraffic,
  ) {
    // Without a listener an ICMP error would end the process.
    socket.on('error', () => {
      this.onRefused();
    });
  }

  /**
   * @param address IP address or host name
   * @param port UDP port of the agent
   * @param guard decides what the library sees
   * @param traffic where requests are counted
   * @throws Error of the system when the name has no address or there is no route
   */
  static async open(address: string, port: number, guard: Guard, traffic: SnmpTraffic): Promise<ConnectedSocket> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    try {
      await new Promise<void>((resolve, reject) => {
        socket.once('error', reject);
        socket.connect(port, address, (error?: Error | null) => {
          socket.removeListener('error', reject);
          if (error) reject(error);
          else resolve();
        });
      });
    } catch (error) {
      socket.close();
      throw error;
    }
    return new ConnectedSocket(socket, guard, traffic);
  }

  /** Marks a datagram as unreadable; the library says so by an event of its session. */
  countUnreadable(): void {
    this.unreadable += 1;
  }

  on(event: 'message' | 'close' | 'error', listener: (...args: never[]) => void): this {
    if (event === 'message') {
      const deliver = listener as MessageListener;
      this.socket.on('message', (data, from) => {
        const refusal = this.guard.pass(data, from, () => {
          deliver(data, from);
        });
        if (refusal !== null) this.countUnreadable();
      });
    } else if (event === 'close') {
      this.socket.on('close', listener);
    }
    // 'error' is ours: the library would emit an event named after the error object, which nobody can listen to.
    return this;
  }

  /** The address is that of the connection, whatever the library passes. */
  send(data: Buffer, offset: number, length: number, _port: number, _address: string, sent: SentCallback): void {
    if (this.closed) {
      sent(new Error('The socket is closed'));
      return;
    }
    // The library sends the same octets again.
    if (this.lastSent?.equals(data) === true) this.traffic.retries += 1;
    else this.traffic.requests += 1;
    this.lastSent = data;
    this.socket.send(data, offset, length, sent);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.socket.close();
  }

  ref(): void {
    if (!this.closed) this.socket.ref();
  }

  unref(): void {
    if (!this.closed) this.socket.unref();
  }
}
