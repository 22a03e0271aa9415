import { once } from 'node:events';
import { createServer, type AddressInfo, type ListenOptions, type Server, type Socket } from 'node:net';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';
import { codeOf } from '../../database/database-gone.js';
import { type Count, Metrics } from '../metrics/metrics.js';

/**
 * Connections that wait at a door to be taken in, as far as the kernel allows (Linux: net.core.somaxconn, 4,096). Node
 * asks for 511 and takes in one a turn: when thousands come back at once, the others are dropped and knock again only
 * after 1, 3, 7, 15 and 31 seconds (RFC 6298 section 5).
 */
const KNOCKING = 16_384;
/** Where the kernel spreads what knocks at one port over several sockets that listen there (SO_REUSEPORT). */
export const DOORS = process.platform === 'linux' ? 4 : 1;

/**
 * Listens: at the server itself and, on the same port, at doors that only hand over to it, each with a queue of its
 * own. All together have no more connections open than MAX_CONNECTIONS, sockets of the live feed included. One more is
 * closed before anything of it is read, so that a flood costs neither memory nor files that those inside need; it is
 * counted and not logged.
 */
@Injectable()
export class Doors implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly logger = new Logger(Doors.name);
  /** The first is the server. */
  private readonly doors: Server[] = [];
  private readonly inside = new Map<Server, number>();
  private readonly handedOver = new WeakSet<Socket>();
  private closed: Promise<unknown> | undefined;

  private readonly dropped: Count<Record<string, never>>;

  constructor(
    @Inject(ENV) private readonly env: Pick<Env, 'MAX_CONNECTIONS'>,
    metrics: Metrics,
  ) {
    this.dropped = metrics.counter(
      'linewatch_http_connections_dropped_total',
      'Connections that were closed unread because MAX_CONNECTIONS were open.',
      {},
    );
  }

  /**
   * @param port TCP; 0 takes a free one
   * @returns the port
   * @throws Error of Node's `listen`, such as EADDRINUSE
   */
  async open(server: Server, port: number, host: string): Promise<number> {
    // Doors of another process would be shared without a word.
    if (port !== 0 && DOORS > 1) await expectFree({ port, host });
    await this.listen(server, { port, host });
    const { port: taken, address } = server.address() as AddressInfo;
    server.on('connection', (socket: Socket) => {
      if (!this.handedOver.has(socket)) this.count(server, socket);
    });
    for (let further = 1; further < DOORS; further += 1) {
      await this.listen(this.doorOf(server), { port: taken, host: address });
    }
    return taken;
  }

  /** From here on nobody is taken in at a door; the server itself is closed by the framework. */
  beforeApplicationShutdown(): void {
    const [, ...further] = this.doors;
    this.closed = Promise.all(further.map((door) => new Promise<void>((resolve) => void door.close(() => resolve()))));
  }

  async onApplicationShutdown(): Promise<void> {
    await this.closed;
  }

  private doorOf(server: Server): Server {
    // As the servers of node:http have it.
    const { allowHalfOpen } = server as Server & { readonly allowHalfOpen?: boolean };
    const door = createServer({ noDelay: true, allowHalfOpen: allowHalfOpen ?? false }, (socket) => {
      this.handedOver.add(socket);
      this.count(door, socket);
      server.emit('connection', socket);
    });
    return door;
  }

  private async listen(door: Server, at: ListenOptions): Promise<void> {
    door.listen({ ...at, backlog: KNOCKING, reusePort: DOORS > 1 });
    await once(door, 'listening');
    // Too many open files: who knocks loses, and nobody else.
    door.on('error', (error) => {
      this.logger.warn({ msg: 'a connection could not be taken in', code: codeOf(error) });
    });
    door.on('drop', () => {
      this.dropped.add({});
    });
    this.doors.push(door);
    this.inside.set(door, 0);
    this.shareRoom();
  }

  private count(door: Server, socket: Socket): void {
    this.inside.set(door, (this.inside.get(door) ?? 0) + 1);
    this.shareRoom();
    socket.once('close', () => {
      this.inside.set(door, (this.inside.get(door) ?? 0) - 1);
      this.shareRoom();
    });
  }

  /** Each door may have what the others leave. */
  private shareRoom(): void {
    let all = 0;
    for (const count of this.inside.values()) all += count;
    for (const [door, own] of this.inside) door.maxConnections = this.env.MAX_CONNECTIONS - all + own;
  }
}

/** @throws Error `EADDRINUSE` when somebody listens there, with whatever options */
async function expectFree(at: ListenOptions): Promise<void> {
  const probe = createServer();
  probe.listen(at);
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
