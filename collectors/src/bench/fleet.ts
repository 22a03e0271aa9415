import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { FleetAnswers } from './fleet-answers.js';
import { type FleetTrouble, isSilent, Losses, NO_TROUBLE } from './fleet-trouble.js';

/** Where the simulated devices are: device d at address d of a block of 127.0.0.0/8, all on one port. */
export interface FleetPlan {
  /** The first device of this process, and how many it is. */
  readonly first: number;
  readonly devices: number;
  readonly ports: number;
  /** 0: one that nobody has. */
  readonly udpPort: number;
}

/** What a fleet has done. */
export interface FleetCount {
  readonly requests: number;
  readonly cpuS: number;
}

const FIRST_BLOCK = 64;
const BUFFER_OCTETS = 1_048_576;
const DELAY_STEP_MS = 5;
/** A port that is free at the first address may be taken at another one. */
const TRIES = 20;

/** The address of a device: one a device, because a collector takes two answers of one address for one device. */
export function fleetAddress(device: number): string {
  return `127.${String(FIRST_BLOCK + (device >>> 16))}.${String((device >>> 8) & 0xff)}.${String(device & 0xff)}`;
}

interface Late {
  readonly at: number;
  readonly socket: Socket;
  readonly answer: Buffer;
  readonly port: number;
  readonly address: string;
}

/** Simulated devices in one process, each with a socket of its own. */
export class Fleet {
  private readonly sockets: Socket[] = [];
  private readonly losses = new Losses();
  private late: Late[] = [];
  private lateTimer: NodeJS.Timeout | null = null;
  private trouble = NO_TROUBLE;
  private requests = 0;

  private constructor(
    private readonly answers: FleetAnswers,
    private udpPortOfAll: number,
  ) {}

  /** @throws Error when the port is taken at some address; for a free one several are tried */
  static async open(plan: FleetPlan): Promise<Fleet> {
    for (let left = plan.udpPort === 0 ? TRIES : 1; ; left -= 1) {
      const answers = new FleetAnswers(plan.ports, () => performance.timeOrigin + performance.now());
      const fleet = new Fleet(answers, plan.udpPort);
      try {
        for (let device = plan.first; device < plan.first + plan.devices; device += 1) await fleet.add(device);
        return fleet;
      } catch (error) {
        await fleet.close();
        if (left <= 1 || !(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      }
    }
  }

  /** The port of all devices. */
  get udpPort(): number {
    return this.udpPortOfAll;
  }

  /** What has been done since the process began. */
  get count(): FleetCount {
    const { user, system } = process.cpuUsage();
    return { requests: this.requests, cpuS: (user + system) / 1e6 };
  }

  beset(trouble: FleetTrouble): void {
    this.trouble = trouble;
  }

  async close(): Promise<void> {
    if (this.lateTimer) clearInterval(this.lateTimer);
    await Promise.all(
      this.sockets.map(async (socket) => {
        const closed = once(socket, 'close');
        socket.close();
        await closed;
      }),
    );
  }

  private async add(device: number): Promise<void> {
    const socket = createSocket({ type: 'udp4', lookup: asGiven });
    // Nothing is looked up, so it may listen before `bind` returns.
    const listening = once(socket, 'listening');
    socket.bind(this.udpPortOfAll, fleetAddress(device));
    try {
      await listening;
    } catch (error) {
      // Whether a port is free shows only when it is taken.
      socket.close();
      throw error;
    }
    this.udpPortOfAll = socket.address().port;
    socket.setSendBufferSize(BUFFER_OCTETS);
    this.sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('message', (datagram, from) => {
      this.requests += 1;
      if (isSilent(this.trouble, device)) return;
      const answer = this.answers.answer(device, datagram);
      if (answer === null || this.losses.isLost(this.trouble)) return;
      // The socket sends a little later than it is told to, and the template is used again before.
      const copy = Buffer.from(answer);
      if (this.trouble.delayMs === 0) socket.send(copy, from.port, from.address);
      else this.sendLater({ at: performance.now() + this.trouble.delayMs, socket, answer: copy, ...from });
    });
  }

  private sendLater(late: Late): void {
    this.late.push(late);
    this.lateTimer ??= setInterval(() => {
      const now = performance.now();
      for (const { socket, answer, port, address } of this.late.filter(({ at }) => at <= now)) {
        socket.send(answer, port, address);
      }
      this.late = this.late.filter(({ at }) => at > now);
    }, DELAY_STEP_MS);
  }
}

/** Addresses are numbers here: there is nothing to look up, and asking would cost more than the answer. */
function asGiven(
  address: string,
  _options: unknown,
  found: (error: Error | null, address: string, family: number) => void,
): void {
  found(null, address, 4);
}
