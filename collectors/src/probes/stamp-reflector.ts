import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Clock } from '../clock/clock.js';
import { ProbeClock } from './probe-clock.js';
import { reflect } from './stamp-packet.js';

/** What a reflector does to the packets on their way; a spec or a practice line sets it. */
export interface PathConditions {
  /** Of so many packets this many are lost, evenly and always the same ones: 5 of 100 is exactly one in 20. */
  readonly lossPercent: number;
  readonly delayMs: number;
  /** Every other packet takes this much longer, so that P-JITTER gives this very figure. */
  readonly jitterMs: number;
}

export const CLEAR_PATH: PathConditions = { lossPercent: 0, delayMs: 0, jitterMs: 0 };

/**
 * A stateless STAMP reflector (RFC 8762 section 4.3), which TWAMP-light senders can use too. It stands for a path as
 * well: packets are lost and held as its conditions say, the way there and back, and not in its own times.
 */
export class StampReflector {
  private readonly held = new Set<() => void>();
  private seen = 0;
  private lossDue = 0;
  private socket: Socket | null = null;

  /** @param conditions asked for each packet */
  constructor(
    private readonly clock: Clock,
    private readonly conditions: () => PathConditions = () => CLEAR_PATH,
  ) {}

  /** @param port 0 for a free one. @returns the port. @throws Error when it is taken */
  async listen(port: number, address = '127.0.0.1'): Promise<number> {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    const time = new ProbeClock(this.clock);
    socket.on('message', (test, from) => {
      this.answer(socket, test, from, time);
    });
    socket.bind(port, address);
    try {
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    // An unreachable asker is the asker's matter.
    socket.on('error', () => undefined);
    this.socket = socket;
    return socket.address().port;
  }

  close(): void {
    for (const forget of this.held) forget();
    this.held.clear();
    this.socket?.close();
    this.socket = null;
  }

  private answer(socket: Socket, test: Buffer, from: RemoteInfo, time: ProbeClock): void {
    const now = time.now();
    const answer = reflect(test, now, now);
    const { lossPercent, delayMs, jitterMs } = this.conditions();
    if (answer === undefined || this.isLost(lossPercent)) return;
    const waitMs = delayMs + (this.seen % 2 === 0 ? jitterMs : 0);
    if (waitMs === 0) {
      socket.send(answer, from.port, from.address);
      return;
    }
    const forget = this.clock.after(waitMs, () => {
      this.held.delete(forget);
      socket.send(answer, from.port, from.address);
    });
    this.held.add(forget);
  }

  /** Spreads the losses evenly: each packet owes its share, and whoever makes it whole is lost. */
  private isLost(lossPercent: number): boolean {
    this.seen += 1;
    this.lossDue += lossPercent;
    if (this.lossDue < 100) return false;
    this.lossDue -= 100;
    return true;
  }
}
