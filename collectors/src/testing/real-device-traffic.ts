import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const LOOPBACK = '127.0.0.1';
const TICK_MS = 10;
/** 60 kB five times a tick: 30 MB/s, next to which what else passes over lo within a few milliseconds is nothing. */
const DATAGRAM = Buffer.alloc(60_000);
const DATAGRAMS_PER_TICK = 5;

/** Octets that the kernel has counted on lo. */
export interface LoopbackOctets {
  readonly received: number;
  readonly sent: number;
}

interface Counted extends LoopbackOctets {
  /** ms since the epoch. */
  readonly at: number;
}

/** Steady UDP traffic of this process to itself, and a record of what /proc/net/dev said all the while. */
export class LoopbackTraffic {
  private readonly record: Counted[] = [];

  private constructor(
    private readonly socket: Socket,
    private readonly timer: NodeJS.Timeout,
  ) {}

  static async start(): Promise<LoopbackTraffic> {
    const socket = createSocket('udp4');
    socket.bind(0, LOOPBACK);
    await once(socket, 'listening');
    // Nobody reads what arrives: what the kernel drops behind lo was counted by lo before.
    const { port } = socket.address();
    const timer = setInterval(() => {
      traffic.record.push({ at: Date.now(), ...readLoopback() });
      for (let sent = 0; sent < DATAGRAMS_PER_TICK; sent += 1) socket.send(DATAGRAM, port, LOOPBACK);
    }, TICK_MS);
    const traffic = new LoopbackTraffic(socket, timer);
    return traffic;
  }

  /**
   * What the kernel counted between two moments.
   *
   * @param from, to ms since the epoch; between two looks at the kernel, the even flow between them is taken
   * @throws Error when a moment was not recorded
   */
  between(from: number, to: number): LoopbackOctets {
    const first = this.at(from);
    const last = this.at(to);
    return { received: last.received - first.received, sent: last.sent - first.sent };
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  private at(moment: number): LoopbackOctets {
    const behind = this.record.findIndex(({ at }) => at > moment);
    const before = this.record[behind - 1];
    const after = this.record[behind];
    if (!before || !after) throw new Error(`Nobody looked at the kernel's counters around ${String(moment)}`);
    const share = (moment - before.at) / (after.at - before.at);
    return {
      received: before.received + share * (after.received - before.received),
      sent: before.sent + share * (after.sent - before.sent),
    };
  }
}

/** proc(5): behind "lo:" the received octets come first and the sent ones ninth. */
function readLoopback(): LoopbackOctets {
  const line = /^\s*lo:(.*)$/m.exec(readFileSync('/proc/net/dev', 'utf8'))?.[1] ?? '';
  const numbers = line.trim().split(/\s+/).map(Number);
  return { received: numbers[0] ?? Number.NaN, sent: numbers[8] ?? Number.NaN };
}
