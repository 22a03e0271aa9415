import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A door to a server that can be shut: what was on its way is lost, and nobody comes in until it is opened. */
export class TcpRelay {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private isOpen = true;

  private constructor(
    private readonly host: string,
    private readonly port: number,
  ) {
    this.server = createServer((inner) => {
      this.join(inner);
    });
  }

  static async to(host: string, port: number): Promise<TcpRelay> {
    const relay = new TcpRelay(host, port);
    relay.server.listen(0, '127.0.0.1');
    await once(relay.server, 'listening');
    return relay;
  }

  get listensOn(): number {
    return (this.server.address() as AddressInfo).port;
  }

  shut(): void {
    this.isOpen = false;
    for (const socket of this.sockets) socket.destroy();
  }

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.shut();
    this.server.close();
  }

  private join(inner: Socket): void {
    if (!this.isOpen) {
      inner.destroy();
      return;
    }
    const outer = connect(this.port, this.host);
    for (const [one, other] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
