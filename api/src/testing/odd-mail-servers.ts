import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A listener on a port of 127.0.0.1, with all that is connected to it. */
export class OddServer {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** @param meet what it does with who connects */
  static async start(meet: (socket: Socket) => void): Promise<OddServer> {
    const server = createServer();
    const odd = new OddServer(server);
    server.on('connection', (socket) => {
      odd.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => odd.sockets.delete(socket));
      meet(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return odd;
  }

  /** Passes everything on to a port, and cuts both sides after so many bytes of its answers. */
  static async cutting(port: number, bytesLeft: () => number): Promise<OddServer> {
    return OddServer.start((socket) => {
      let left = bytesLeft();
      const inner = connect(port, '127.0.0.1');
      const cut = (): void => {
        socket.destroy();
        inner.destroy();
      };
      inner.on('error', cut);
      inner.on('close', cut);
      socket.on('close', cut);
      socket.pipe(inner);
      inner.on('data', (chunk: Buffer) => {
        socket.write(chunk.subarray(0, left));
        left -= chunk.length;
        if (left <= 0) cut();
      });
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }
}
