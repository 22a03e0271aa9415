import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import type { LoggerService } from '@nestjs/common';
import { packReadings, type Reading } from '@linewatch/shared';
import { readEnv } from '../config/env.js';
import { SystemClock } from '../platform/clock/clock.js';
import { startApi } from '../start-api.js';
import { openSqlite } from './bench-database.js';
import { foundHouse } from './ingest-house.js';
import { seatsOf } from './live-house.js';
import { PracticeSeries } from './practice-series.js';

/** One customer of 500 circuits at 40 sites. */
const SIZE = { devices: 25, ports: 40, customerPorts: 1_000, customerSites: 40 };
const PORTS = SIZE.devices * SIZE.ports;
const INTERVAL_S = 10;
/** The Z end of every 25th circuit is down: 20 circuits, at eight of the sites, where others are well. */
const DOWN_EVERY = 25;
const DOWN = 2;

/** What the one who looks at them is told once they can be looked at. */
export interface TilesHouse {
  readonly url: string;
  /** Of somebody of the customer who is signed in. */
  readonly cookie: string;
  readonly circuits: number;
  readonly failed: number;
}

const PORTAL_DIR = fileURLToPath(new URL('../../../portal/dist/browser', import.meta.url));
const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };

const bench = await openSqlite();
const house = await foundHouse(bench.database, SIZE, INTERVAL_S);
const { app, url } = await startApi({
  env: readEnv({ DATA_DIR: bench.folder, DB_KIND: 'sqlite' }),
  database: bench.database,
  clock: new SystemClock(),
  logger: SILENT,
  portalDir: PORTAL_DIR,
  port: 0,
});
const [customer] = await bench.database.read<{ id: string }>('SELECT id FROM customer');
const [seat] = await seatsOf(app, bench.database, customer === undefined ? [] : [customer.id]);
const series = Array.from({ length: PORTS }, (_, at) => new PracticeSeries(at + 1, INTERVAL_S));
let seq = 0;

/** Delivers a reading of each port, as a collector does. */
async function deliver(): Promise<void> {
  const slot = INTERVAL_S * Math.floor(Date.now() / 1_000 / INTERVAL_S);
  const { octets, notes } = packReadings(series.map((one, at) => ({ ...one.next(slot), ...stateOf(at) })));
  const answer = await fetch(`${url}/api/v1/collector/batches`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${house.token}` },
    body: JSON.stringify({
      ...{ epoch: 'bench-tiles', seq: (seq += 1), devices: [], impairedSince: null },
      readings: { packed: Buffer.from(octets).toString('base64'), notes },
    }),
  });
  if (answer.status !== 200) throw new Error(`a batch was refused: ${String(answer.status)} ${await answer.text()}`);
}

/** @param at place of a port; the second of each two is the Z end of a circuit */
function stateOf(at: number): Partial<Reading> {
  return at % 2 === 1 && ((at - 1) / 2) % DOWN_EVERY === 0 ? { operStatus: DOWN, inBps: 0, outBps: 0 } : {};
}

process.on('disconnect', () => {
  void app
    .close()
    .then(() => bench.close())
    .then(() => process.exit());
});
await deliver();
setInterval(() => void deliver(), INTERVAL_S * 1_000);
const circuits = PORTS / 2;
const told: TilesHouse = { url, cookie: seat?.cookie ?? '', circuits, failed: circuits / DOWN_EVERY };
process.send?.(told);
