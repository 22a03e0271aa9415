import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that somebody was sent. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Something in the world that is called by the house: a webhook, a robot, a gateway. Answers as a spec says. */
export class TestReceiver {
  readonly received: Received[] = [];
  /** Answers to come; afterwards each is answered by `usual`. */
  readonly answers: { readonly status: number; readonly body?: string }[] = [];
  usual: { readonly status: number; readonly body?: string } = { status: 200, body: '{"errcode":0,"code":0}' };

  private constructor(private readonly server: Server) {}

  static async listen(): Promise<TestReceiver> {
    const server = createServer();
    const receiver = new TestReceiver(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        receiver.received.push({ path: request.url ?? '', headers: request.headers, body });
        const answer = receiver.answers.shift() ?? receiver.usual;
        response.writeHead(answer.status).end(answer.body ?? '');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  /** As the operator names it. */
  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
