import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoNetwork } from '@linewatch/shared/demo';
import { CollectorRepository, newToken, tokenHash } from '../../features/identity/index.js';
import { eventually } from '../eventually.js';
import { freeTcpPort } from '../free-tcp-port.js';
import { SmallDisk } from '../small-disk.js';
import { openTestDatabase, type TestDatabase } from '../test-database.js';
import { ChaosProcess } from './chaos-process.js';
import type { DatabaseServer } from './database-server.js';
import type { Seeded } from './seeded.js';
import { TcpRelay } from './tcp-relay.js';

const API = fileURLToPath(new URL('./chaos-api.js', import.meta.url));
const COLLECTOR = fileURLToPath(
  new URL('../../../../collectors/dist/testing/chaos/chaos-collector.js', import.meta.url),
);
const PRACTICE = fileURLToPath(new URL('../../../../collectors/dist/practice-network/main.js', import.meta.url));
const NAMES = ['collector-1', 'collector-2'];
const DISK_MB = 64;
/** Of the disk above: room for what a spool needs to forget a batch. */
const LEAVE_FREE_MB = 8;
const DELIVERED_WITHIN_MS = 120_000;

/** What a house is made of. */
export interface HouseOptions {
  readonly intervalS: number;
  readonly seeded: Seeded;
  /** Whether a device may be given to the other collector; if not, each has a region of its own. */
  readonly takeOvers: boolean;
  readonly server: DatabaseServer | null;
}

/** One collector with what belongs to it. */
export interface HouseCollector {
  readonly process: ChaosProcess;
  readonly journal: string;
  readonly trapPort: number;
  readonly metricsPort: number;
  /** Its folder is a disk of its own that can be filled; needs the right to mount. */
  readonly disk: SmallDisk | null;
}

/** A practice network, two collectors, the API and its database, each a process of its own. */
export class ChaosHouse {
  private constructor(
    readonly test: TestDatabase,
    /** The way from the API to a database server; null with SQLite. */
    readonly relay: TcpRelay | null,
    /** Null where it is none, or not ours. */
    readonly server: DatabaseServer | null,
    readonly practice: ChaosProcess,
    readonly api: ChaosProcess,
    readonly collectors: readonly HouseCollector[],
  ) {}

  /** Builds it and waits until each collector has something to poll. */
  static async open({ intervalS, seeded, takeOvers, server }: HouseOptions): Promise<ChaosHouse> {
    const test = await openTestDatabase();
    const { env } = test;
    const relay = env.DB_KIND === 'mysql' ? await TcpRelay.to(env.DB_HOST, env.DB_PORT) : null;
    const base = String(20_000 + 200 * seeded.between(0, 60));
    const apiPort = await freeTcpPort();
    const practice = new ChaosProcess('practice network', PRACTICE, {
      DATA_DIR: join(env.DATA_DIR, 'practice'),
      PRACTICE_BASE_PORT: base,
      PRACTICE_CONTROL_PORT: '0',
      PRACTICE_TRAP_PORT: '0',
    });
    const api = new ChaosProcess('API', API, {
      ...databaseEnv(env, relay),
      DATA_DIR: env.DATA_DIR,
      PORT: String(apiPort),
      DEMO: 'full',
      DEMO_HISTORY_DAYS: '0',
      DEMO_INTERVAL_S: String(intervalS),
      PRACTICE_BASE_PORT: base,
    });
    const collectors: HouseCollector[] = [];
    const house = new ChaosHouse(test, relay, server, practice, api, collectors);
    try {
      for (const name of NAMES) collectors.push(await house.addCollector(name, apiPort, takeOvers ? null : name));
      await practice.start();
      await api.start();
      if (!takeOvers) await house.giveRegions();
      await Promise.all(collectors.map(({ process }) => process.start()));
      await eventually('a share for each collector', () => house.isDivided(), DELIVERED_WITHIN_MS);
    } catch (error) {
      await house.close();
      throw error;
    }
    return house;
  }

  get processes(): ChaosProcess[] {
    return [this.api, ...this.collectors.map(({ process }) => process)];
  }

  /** No more readings are made; waits until those that were are delivered. */
  async drain(): Promise<void> {
    await this.practice.kill();
    // What was asked before is answered or given up by then, and committed.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    for (const { process, metricsPort } of this.collectors) {
      await eventually(
        `${process.name} has delivered everything`,
        async () => (await spooledBatches(metricsPort)) === 0,
        DELIVERED_WITHIN_MS,
      );
    }
  }

  /** Ends all processes, whatever state they are in, and removes every trace. */
  async close(): Promise<void> {
    for (const process of [this.practice, ...this.processes]) await process.kill();
    for (const { disk } of this.collectors) disk?.unmount();
    this.relay?.close();
    await this.test.close();
  }

  /** Each second device belongs to the region of one of the collectors. */
  private async giveRegions(): Promise<void> {
    const devices = await this.test.database.read<{ id: string }>('SELECT id FROM device ORDER BY id');
    await this.test.database.transaction(async (tx) => {
      for (const [at, { id }] of devices.entries())
        await tx.execute('UPDATE device SET region = ? WHERE id = ?', [NAMES[at % NAMES.length] ?? null, id]);
    });
  }

  private async addCollector(name: string, apiPort: number, region: string | null): Promise<HouseCollector> {
    const { database, env } = this.test;
    const token = newToken();
    await database.transaction((tx) => new CollectorRepository(database).add(tx, name, tokenHash(token), region));
    const folder = join(env.DATA_DIR, name);
    const data = join(folder, 'data');
    mkdirSync(data, { recursive: true });
    const [trapPort, metricsPort] = [await freeTcpPort(), await freeTcpPort()];
    const process = new ChaosProcess(name, COLLECTOR, {
      API_URL: `http://127.0.0.1:${String(apiPort)}`,
      COLLECTOR_TOKEN: token,
      DATA_DIR: data,
      TRAP_PORT: String(trapPort),
      METRICS_PORT: String(metricsPort),
      SPOOL_LEAVE_FREE_MB: String(LEAVE_FREE_MB),
    });
    const journal = join(folder, 'journal.txt');
    return { process, journal, trapPort, metricsPort, disk: SmallDisk.mount(DISK_MB, data) };
  }

  private async isDivided(): Promise<boolean> {
    const rows = await this.test.database.read<{ n: number | string }>(
      'SELECT COUNT(*) AS n FROM device WHERE polled_by IS NOT NULL GROUP BY polled_by',
    );
    const polled = rows.reduce((sum, { n }) => sum + Number(n), 0);
    return rows.length === this.collectors.length && polled === demoNetwork().devices.length;
  }
}

/** Sends datagrams that mean nothing to a port. */
export async function pelt(port: number, count: number, seeded: Seeded): Promise<void> {
  const socket = createSocket('udp4');
  for (let sent = 0; sent < count; sent += 1) {
    const noise = Buffer.from(Array.from({ length: seeded.between(1, 200) }, () => seeded.between(0, 256)));
    if (sent % 2 === 0) noise[0] = 0x30;
    await new Promise((resolve) => socket.send(noise, port, '127.0.0.1', resolve));
  }
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}

async function spooledBatches(metricsPort: number): Promise<number | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${String(metricsPort)}/metrics`);
    const count = /^linewatch_collector_spool_batches (\d+)$/m.exec(await answer.text())?.[1];
    return count === undefined ? null : Number(count);
  } catch {
    // It may be on its way up.
    return null;
  }
}

export function databaseEnv(env: TestDatabase['env'], relay: TcpRelay | null): Record<string, string> {
  if (env.DB_KIND === 'sqlite') return { DB_KIND: 'sqlite', DB_FILE: env.DB_FILE };
  return {
    DB_KIND: 'mysql',
    DB_HOST: '127.0.0.1',
    DB_PORT: String(relay?.listensOn ?? env.DB_PORT),
    DB_NAME: env.DB_NAME,
    DB_USER: env.DB_USER,
    DB_PASSWORD: env.DB_PASSWORD,
  };
}
