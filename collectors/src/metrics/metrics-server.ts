import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';

export const METRICS_PATH = '/metrics';

/** A scraper needs one connection; nobody needs many or long ones. */
const MOST_CONNECTIONS = 16;
const PATIENCE_MS = 5_000;

/** Shows the metrics over HTTP at one path, to those who may look. Nothing else is answered but "not found". */
export class MetricsServer {
  private server: Server | null = null;

  constructor(private readonly registry: Registry) {}

  /** @returns null when the port is open, else why it is not */
  async listen(port: number, host: string): Promise<string | null> {
    const server = createServer((request, response) => {
      void this.answer(request, response);
    });
    server.headersTimeout = PATIENCE_MS;
    server.requestTimeout = PATIENCE_MS;
    server.maxConnections = MOST_CONNECTIONS;
    try {
      server.listen(port, host);
      await once(server, 'listening');
    } catch (error) {
      // Whether a port can be had is known only by taking it.
      return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    }
    // A connection that cannot be accepted (too many open files) is the scraper's loss and nobody else's.
    server.on('error', () => undefined);
    this.server = server;
    return null;
  }

  /** The TCP port that is listened on, or null. */
  get port(): number | null {
    return (this.server?.address() as AddressInfo | null | undefined)?.port ?? null;
  }

  close(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    this.server = null;
  }

  private async answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if ((method !== 'GET' && method !== 'HEAD') || url?.split('?', 1)[0] !== METRICS_PATH) {
      response.writeHead(404, { Connection: 'close' }).end();
      return;
    }
    try {
      const text = await this.registry.metrics();
      response.writeHead(200, { 'Content-Type': this.registry.contentType, 'Cache-Control': 'no-store' }).end(text);
    } catch {
      // What is measured may be gone in this moment (a spool that is closing). The scraper asks again.
      response.writeHead(503, { Connection: 'close' }).end();
    }
  }
}
