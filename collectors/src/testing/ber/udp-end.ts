import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket of 127.0.0.1 on a free port. */
export class UdpEnd {
  private constructor(private readonly socket: Socket) {
    // An ICMP answer from a port that is closed by now says nothing new.
    socket.on('error', () => undefined);
  }

  static async open(): Promise<UdpEnd> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new UdpEnd(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  onDatagram(listener: (datagram: Buffer, from: RemoteInfo) => void): void {
    this.socket.removeAllListeners('message').on('message', listener);
  }

  /** @throws Error of the system when the datagram cannot be sent at all */
  send(datagram: Buffer, port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.send(datagram, port, '127.0.0.1', (error) => {
        if (error) reject(error);
        else resolve();
      });
    });
  }

  close(): void {
    this.socket.close();
  }
}
