import { randomInt } from 'node:crypto';
import { Agent, get } from 'node:http';
import type { FeedChange } from '@linewatch/shared';
import { LiveLine } from './live-line.js';
import {
  type Back,
  type Delivered,
  type LiveOrder,
  type LiveReport,
  type LiveSeat,
  preciseNow,
  WRITTEN,
} from './live-orders.js';

/** Sockets that open at the same time at first; a storm has no such manners. */
const OPENING = 100;
/** Pause before a closed socket is opened again: socket.io's first one, with its jitter. */
const PAUSE_MS = { least: 500, spread: 1_000 };

/** All clients of the bench, in a process of their own. */
class Clients {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private url = new URL('http://localhost');
  /** Of each push when it was written, the number of its change, and when it came. */
  private heard: { readonly at: number[]; readonly change: number[]; readonly came: number[] } = nothingHeard();
  /** The feed whose changes of status are told, and the statuses that were heard last. */
  private watched: string | undefined;
  private readonly statuses = new Map<string, string>();
  private isStorm = false;
  private sockets = 0;
  private back = 0;
  /** When each socket was admitted again. */
  private admitted: number[] = [];
  private shownOut = 0;
  private cpuBefore = process.cpuUsage();

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
    this.heard = nothingHeard();
  }

  watch(feed: string): void {
    this.watched = feed;
  }

  delivered(committedAt: readonly number[]): Delivered {
    const { at, change, came } = this.heard;
    const since = (begun: (index: number) => number): Float64Array =>
      Float64Array.from(came, (time, index) => time - begun(index)).sort();
    const ages = since((index) => committedAt[change[index] ?? 0] ?? Number.NaN);
    const withCommit = since((index) => at[index] ?? Number.NaN);
    return {
      deliveries: ages.length,
      p50Ms: share(ages, 0.5),
      p99Ms: share(ages, 0.99),
      maxMs: ages.at(-1) ?? 0,
      withCommitP99Ms: share(withCommit, 0.99),
    };
  }

  storm(): void {
    this.isStorm = true;
    this.back = 0;
    this.admitted = [];
    this.shownOut = 0;
    this.cpuBefore = process.cpuUsage();
  }

  /** Opens a socket and keeps it open. @returns once it is admitted for the first time */
  private take(seat: LiveSeat): Promise<void> {
    return new Promise((resolve) => {
      let seq = 0;
      const open = (): void => {
        new LiveLine(this.url, seat.cookie, {
          admitted: (text) => {
            if (this.isStorm) void this.catchUp(seat, seq);
            else seq = parseInt(text.slice(text.indexOf(seat.feed) + seat.feed.length + 2), 10);
            resolve();
          },
          pushed: (text) => {
            seq = Number(/"seq":(\d+)/.exec(text)?.[1] ?? seq);
            const place = text.indexOf(WRITTEN);
            if (place > 0) this.note(text.slice(place + WRITTEN.length + 3, place + WRITTEN.length + 40));
            if (seat.feed === this.watched) this.look(text);
          },
          closed: (wasTakenIn) => {
            if (wasTakenIn) this.shownOut += 1;
            setTimeout(open, PAUSE_MS.least + randomInt(PAUSE_MS.spread));
          },
        });
      };
      open();
    });
  }

  /** @param written `ms/number`, and what follows it */
  private note(written: string): void {
    this.heard.came.push(preciseNow());
    this.heard.at.push(parseFloat(written));
    this.heard.change.push(parseInt(written.slice(written.indexOf('/') + 1), 10));
  }

  /** @param text the packet of a push */
  private look(text: string): void {
    const at = preciseNow();
    const [, { circuits }] = JSON.parse(text.slice(2)) as [event: string, change: FeedChange];
    for (const { id, status } of circuits) {
      if (this.statuses.get(id) === status) continue;
      this.statuses.set(id, status);
      report({ kind: 'changed', circuitId: id, status, at });
    }
  }

  /** Asks for what was missed, as a page does when it is back. */
  private async catchUp({ cookie, feed }: LiveSeat, seq: number): Promise<void> {
    this.admitted.push(preciseNow());
    while (!(await this.isAnswered(`/api/v1/changes?since=${feed}:${String(seq)}`, cookie)));
    this.back += 1;
    if (this.back === this.sockets) report({ kind: 'back', back: this.allBack() });
  }

  private allBack(): Back {
    const admitted = Float64Array.from(this.admitted).sort();
    const { user, system } = process.cpuUsage(this.cpuBefore);
    return {
      halfAt: share(admitted, 0.5),
      mostAt: share(admitted, 0.9),
      admittedAt: admitted.at(-1) ?? 0,
      caughtUpAt: preciseNow(),
      shownOut: this.shownOut,
      clientCpuS: (user + system) / 1_000_000,
    };
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

const nothingHeard = (): { at: number[]; change: number[]; came: number[] } => ({ at: [], change: [], came: [] });

function share(sorted: Float64Array, part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
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
      report({ kind: 'delivered', delivered: clients.delivered(order.committedAt) });
      return;
    case 'watch':
      clients.watch(order.feed);
      return;
    case 'storm':
      clients.storm();
  }
});
process.on('disconnect', () => process.exit());
