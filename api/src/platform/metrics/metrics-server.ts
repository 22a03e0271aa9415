import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { codeOf } from '../../database/database-gone.js';
import { Metrics } from './metrics.js';

const METRICS_PATH = '/metrics';
/** A scraper needs one connection; nobody needs many or long ones. */
const MOST_CONNECTIONS = 16;
const PATIENCE_MS = 5_000;

/**
 * Shows the metrics on a port of their own, for the operator's monitoring and never for the browser of a customer.
 * Without METRICS_PORT there is none, and a port that cannot be had keeps nothing else from starting.
 */
@Injectable()
export class MetricsServer implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(MetricsServer.name);
  private server: Server | undefined;

  constructor(
    @Inject(ENV) private readonly env: Env,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { METRICS_PORT: port, METRICS_HOST: host } = this.env;
    if (port === 0) return;
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
      this.logger.warn({ msg: 'no metrics: their port cannot be used', port, host, code: codeOf(error) });
      return;
    }
    // A connection that cannot be accepted (too many open files) is the scraper's loss and nobody else's.
    server.on('error', () => undefined);
    this.server = server;
    this.metrics.addProcess();
    this.logger.log({ msg: 'metrics are shown', port, host });
  }

  onModuleDestroy(): void {
    this.server?.close();
    this.server?.closeAllConnections();
    this.server = undefined;
  }

  private async answer({ method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
    if ((method !== 'GET' && method !== 'HEAD') || url?.split('?', 1)[0] !== METRICS_PATH) {
      response.writeHead(404, { Connection: 'close' }).end();
      return;
    }
    try {
      const text = await this.metrics.text();
      response.writeHead(200, { 'Content-Type': this.metrics.contentType, 'Cache-Control': 'no-store' }).end(text);
    } catch {
      // What is measured may be gone in this moment. The scraper asks again.
      response.writeHead(503, { Connection: 'close' }).end();
    }
  }
}
