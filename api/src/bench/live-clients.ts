import { Agent, get } from 'node:http';
import { LiveLine } from './live-line.js';
import {
  type Delivered,
  type LiveOrder,
  type LiveReport,
  type LiveSeat,
  preciseNow,
  WRITTEN_AT,
} from './live-orders.js';

/** Sockets that open at the same time at first; a storm has no such manners. */
const OPENING = 100;
/** Pause before a closed socket is opened again: socket.io's first one, with its jitter. */
const PAUSE_MS = { least: 500, spread: 1_000 };

/** All clients of the bench, in a process of their own. */
class Clients {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private url = new URL('http://localhost');
  private latencies: number[] = [];
  private isStorm = false;
  private sockets = 0;
  private back = 0;
  private admittedAt = 0;

  async open(url: string, seats: readonly LiveSeat[], socketsEach: number): Promise<void> {
    this.url = new URL(url);
    const waiting = seats.flatMap((seat) => Array.from({ length: socketsEach }, () => seat));
    this.sockets = waiting.length;
    const openOthers = async (): Promise<void> => {
      for (let seat = waiting.pop(); seat !== undefined; seat = waiting.pop()) await this.take(seat);
    };
    await Promise.all(Array.from({ length: OPENING }, openOthers));
    report({ kind: 'opened', sockets: this.sockets });
  }

  begin(): void {
    this.latencies = [];
  }

  delivered(): Delivered {
    const sorted = Float64Array.from(this.latencies).sort();
    const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
    return { deliveries: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? 0 };
  }

  storm(): void {
    this.isStorm = true;
    this.back = 0;
  }

  /** Opens a socket and keeps it open. @returns once it is admitted for the first time */
  private take(seat: LiveSeat): Promise<void> {
    return new Promise((resolve) => {
      let seq = 0;
      const open = (): void => {
        new LiveLine(this.url, seat.cookie, {
          admitted: () => {
            if (this.isStorm) void this.catchUp(seat, seq);
            resolve();
          },
          pushed: (text) => {
            seq = Number(/"seq":(\d+)/.exec(text)?.[1] ?? seq);
            const place = text.indexOf(WRITTEN_AT);
            if (place > 0) this.latencies.push(preciseNow() - parseFloat(text.slice(place + WRITTEN_AT.length + 2)));
          },
          closed: () => {
            setTimeout(open, PAUSE_MS.least + Math.random() * PAUSE_MS.spread);
          },
        });
      };
      open();
    });
  }

  /** Asks for what was missed, as a page does when it is back. */
  private async catchUp({ cookie, feed }: LiveSeat, seq: number): Promise<void> {
    this.admittedAt = preciseNow();
    while (!(await this.isAnswered(`/api/v1/changes?since=${feed}:${String(seq)}`, cookie)));
    this.back += 1;
    if (this.back === this.sockets) {
      report({ kind: 'back', admittedAt: this.admittedAt, caughtUpAt: preciseNow() });
    }
  }

  private isAnswered(path: string, cookie: string): Promise<boolean> {
    const { hostname, port } = this.url;
    return new Promise((resolve) => {
      get({ hostname, port, path, agent: this.agent, headers: { Cookie: cookie } }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          resolve(answer.statusCode === 200);
        });
      }).on('error', () => {
        resolve(false);
      });
    });
  }
}

function report(said: LiveReport): void {
  process.send?.(said);
}

const clients = new Clients();
process.on('message', (order: LiveOrder) => {
  switch (order.kind) {
    case 'open':
      void clients.open(order.url, order.seats, order.socketsEach);
      return;
    case 'begin':
      clients.begin();
      return;
    case 'report':
      report({ kind: 'delivered', ...clients.delivered() });
      return;
    case 'storm':
      clients.storm();
  }
});
process.on('disconnect', () => process.exit());
