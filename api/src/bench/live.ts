import 'reflect-metadata';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import { readEnv } from '../config/env.js';
import { SystemClock } from '../platform/clock/clock.js';
import { type RunningApi, startApi } from '../start-api.js';
import { type BenchDatabase, openMysql, openSqlite } from './bench-database.js';
import { LEAST_GAP_MS } from '../platform/outbox/outbox-tail.js';
import { CpuClock } from './cpu-clock.js';
import { knocksDropped } from './knocks-dropped.js';
import { changeAll, foundSeats } from './live-house.js';
import { type Delivered, type LiveOrder, type LiveReport, type LiveSeat, preciseNow } from './live-orders.js';

const USAGE = `npm run bench -- live [--customers N] [--sockets N] [--seconds N] [--storm N] [--mysql URL] [--json]

Opens N sockets of people of N customers from a process of their own, commits a change of each customer four times a
second, and tells how many deliveries there were, how old they were at the client and what they cost the API; then the
API is stopped and started, and as many sockets as --storm says come back and catch up. On SQLite, or on the server that
--mysql or TEST_MYSQL_URL names. With --json the last line is one JSON object with every figure.
`;
const ROUND_MS = 250;
/** Customers do not change in step: each round is committed in so many parts. */
const PARTS = 25;
/** So long after the last change everything has been delivered. */
const SETTLED_MS = 1_000;
const TARGETS = { p99BeyondTickMs: 10, deliveriesPerCpuS: 50_000, stormS: 10 };

const { values } = parseArgs({
  options: {
    customers: { type: 'string', default: '500' },
    sockets: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '20' },
    storm: { type: 'string', default: '10000' },
    mysql: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };

/** The process of the clients. */
class ClientProcess {
  private readonly child: ChildProcess = fork(fileURLToPath(new URL('live-clients.js', import.meta.url)));

  /** Tells it something and waits for the answer of that kind. */
  async ask<Kind extends LiveReport['kind']>(
    order: LiveOrder,
    kind: Kind,
  ): Promise<Extract<LiveReport, { kind: Kind }>> {
    const answer = this.next(kind);
    this.tell(order);
    return answer;
  }

  tell(order: LiveOrder): void {
    this.child.send(order);
  }

  async next<Kind extends LiveReport['kind']>(kind: Kind): Promise<Extract<LiveReport, { kind: Kind }>> {
    const [said] = (await once(this.child, 'message')) as [LiveReport];
    if (said.kind !== kind) throw new Error(`the clients said ${said.kind} instead of ${kind}`);
    return said as Extract<LiveReport, { kind: Kind }>;
  }

  async end(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}

async function start({ database, folder }: BenchDatabase, port = 0): Promise<RunningApi> {
  const options = { env: readEnv({ DATA_DIR: folder, NODE_ENV: 'production' }), database, clock: new SystemClock() };
  return startApi({ ...options, logger: SILENT, portalDir: folder, port });
}

interface Changes {
  readonly rounds: number;
  readonly committedAt: readonly number[];
}

/** Commits changes at their times for so many seconds, whatever one of them takes. */
async function changes({ database }: BenchDatabase, feeds: readonly string[], seconds: number): Promise<Changes> {
  const committedAt: number[] = [];
  const begun = preciseNow();
  const each = Math.ceil(feeds.length / PARTS);
  let rounds = 0;
  while (preciseNow() - begun < seconds * 1_000) {
    for (let part = 0; part < PARTS; part += 1) {
      const some = feeds.slice(part * each, (part + 1) * each);
      if (some.length > 0) committedAt.push(await changeAll(database, some, committedAt.length));
      await pause(begun + (rounds + (part + 1) / PARTS) * ROUND_MS - preciseNow());
    }
    rounds += 1;
  }
  return { rounds, committedAt };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

interface LiveFigures extends Delivered {
  /** Changes that follow on others are told together, so far apart. */
  readonly tickMs: number;
  readonly p99BeyondTickMs: number;
  readonly sockets: number;
  readonly expected: number;
  readonly deliveriesPerS: number;
  /** Of the API with what it takes to write the changes, and of the writing alone. */
  readonly cpuS: number;
  readonly writingCpuS: number;
  readonly deliveriesPerCpuS: number;
  readonly idleMb: number;
  readonly openMb: number;
}

async function delivering(bench: BenchDatabase, { url }: RunningApi, seats: readonly LiveSeat[]): Promise<LiveFigures> {
  const [seconds, each] = [countOf('seconds'), Math.ceil(countOf('sockets') / seats.length)];
  const feeds = seats.map(({ feed }) => feed);
  const cpu = new CpuClock(bench.pid);
  const writingCpuS = await cpu.of(async () => {
    await changes(bench, feeds, seconds);
  });
  const idleMb = megabytes();
  const clients = new ClientProcess();
  try {
    const { sockets } = await clients.ask({ kind: 'open', url, seats, socketsEach: each }, 'opened');
    const openMb = megabytes();
    clients.tell({ kind: 'begin' });
    let done: Changes = { rounds: 0, committedAt: [] };
    const cpuS = await cpu.of(async () => {
      done = await changes(bench, feeds, seconds);
      await pause(SETTLED_MS);
    });
    const { committedAt, rounds } = done;
    const { delivered } = await clients.ask({ kind: 'report', committedAt }, 'delivered');
    const { deliveries } = delivered;
    return {
      ...delivered,
      tickMs: LEAST_GAP_MS,
      p99BeyondTickMs: delivered.p99Ms - LEAST_GAP_MS,
      sockets,
      expected: rounds * sockets,
      deliveriesPerS: deliveries / seconds,
      cpuS,
      writingCpuS,
      deliveriesPerCpuS: deliveries / Math.max(0.001, cpuS - writingCpuS),
      idleMb,
      openMb,
    };
  } finally {
    await clients.end();
  }
}

/** Times in seconds from when the API listens again. */
interface StormFigures {
  readonly sockets: number;
  /** Until half, nine of ten and all were admitted, and until all had caught up. */
  readonly halfS: number;
  readonly mostS: number;
  readonly admittedS: number;
  readonly caughtUpS: number;
  /** Lines that were taken in and closed again before they were admitted. */
  readonly shownOut: number;
  /** Knocks at any port of this machine that found the queue full; undefined where the system does not count them. */
  readonly knocksDropped: number | undefined;
  /** Of the API, and of the clients. */
  readonly cpuS: number;
  readonly clientCpuS: number;
}

/** @returns the API that runs afterwards, and what the way back took */
async function storm(
  bench: BenchDatabase,
  api: RunningApi,
  seats: readonly LiveSeat[],
): Promise<{ api: RunningApi; figures: StormFigures }> {
  const socketsEach = Math.ceil(countOf('storm') / seats.length);
  const clients = new ClientProcess();
  try {
    const { sockets } = await clients.ask({ kind: 'open', url: api.url, seats, socketsEach }, 'opened');
    clients.tell({ kind: 'storm' });
    const { port } = new URL(api.url);
    await api.app.close();
    // So that each of them has missed something.
    await changeAll(
      bench.database,
      seats.map(({ feed }) => feed),
      0,
    );
    const allBack = clients.next('back');
    const droppedBefore = knocksDropped();
    const again = await start(bench, Number(port));
    const begun = preciseNow();
    const cpu = new CpuClock(bench.pid);
    const cpuBegun = cpu.now();
    const { back } = await allBack;
    const after = (at: number): number => (at - begun) / 1_000;
    const dropped = knocksDropped();
    return {
      api: again,
      figures: {
        sockets,
        halfS: after(back.halfAt),
        mostS: after(back.mostAt),
        admittedS: after(back.admittedAt),
        caughtUpS: after(back.caughtUpAt),
        shownOut: back.shownOut,
        knocksDropped: dropped === undefined ? undefined : dropped - (droppedBefore ?? 0),
        cpuS: cpu.now() - cpuBegun,
        clientCpuS: back.clientCpuS,
      },
    };
  } finally {
    await clients.end();
  }
}

function countOf(name: 'customers' | 'sockets' | 'seconds' | 'storm'): number {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`--${name} takes a whole number from 1 on`);
  return count;
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const load1 = loadavg()[0] ?? Number.NaN;
  const { mysql } = values;
  const bench = await (mysql === undefined ? openSqlite() : openMysql(mysql));
  let api = await start(bench);
  try {
    const seats = await foundSeats(api.app, bench.database, countOf('customers'));
    const live = await delivering(bench, api, seats);
    const { api: again, figures: back } = await storm(bench, api, seats);
    api = again;
    const met =
      live.deliveries === live.expected &&
      live.p99BeyondTickMs <= TARGETS.p99BeyondTickMs &&
      live.deliveriesPerCpuS >= TARGETS.deliveriesPerCpuS &&
      back.caughtUpS <= TARGETS.stormS;
    tell('live', live);
    tell('reconnect storm', back);
    if (values.json) {
      const figures = { bench: 'live', load1, met, targets: TARGETS, live, storm: back };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    }
  } finally {
    await api.app.close();
    await bench.close();
  }
}

function tell(what: string, figures: object): void {
  const known = Object.entries(figures).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  const lines = known.map(([name, value]) => `  ${name.padEnd(18)} ${rounded(value)}`);
  process.stdout.write(`${what}\n${lines.join('\n')}\n`);
}

function rounded(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString('en') : value.toFixed(2);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
