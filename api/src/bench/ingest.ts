import 'reflect-metadata';
import { request } from 'node:http';
import { parseArgs } from 'node:util';
import type { LoggerService } from '@nestjs/common';
import { type DevicePoll, packReadings, type Reading } from '@linewatch/shared';
import { readEnv } from '../config/env.js';
import { SystemClock } from '../platform/clock/clock.js';
import { startApi } from '../start-api.js';
import { type BenchDatabase, openMysql, openSqlite } from './bench-database.js';
import { CpuClock } from './cpu-clock.js';
import { foundHouse, type House, type HouseSize } from './ingest-house.js';
import { PracticeSeries } from './practice-series.js';

const USAGE = `npm run bench -- ingest [--devices N] [--ports N] [--cycles N] [--rows N] [--mysql URL] [--json]

Delivers whole cycles of devices with as many ports each, half as many circuits as ports, over HTTP to an API in the
same process; on SQLite, and on the server that --mysql or TEST_MYSQL_URL names. CPU of the API, of the delivering
itself and of the database. With --json the last line is one JSON object with every figure.
`;

const INTERVAL_S = 10;
/** Columns of IF-MIB that a reading stands for. */
const VALUES_A_READING = 10;
/** The first cycle makes every row; it is told apart. */
const FIRST_CYCLES = 1;
/** A clock may be ahead by five minutes. */
const MOST_CYCLES = 25;

const { values } = parseArgs({
  options: {
    devices: { type: 'string', default: '500' },
    ports: { type: 'string', default: '24' },
    cycles: { type: 'string', default: '10' },
    rows: { type: 'string', default: '1000' },
    mysql: { type: 'string' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

interface IngestFigures {
  readonly readings: number;
  readonly cpuUsPerReading: number;
  readonly databaseCpuUsPerReading: number;
  readonly valuesPerCpuS: number;
}

const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };

async function measure(open: () => Promise<BenchDatabase>): Promise<IngestFigures> {
  const bench = await open();
  const size = { devices: countOf('devices'), ports: countOf('ports') };
  const house = await foundHouse(bench.database, size);
  const { app, url } = await startApi({
    env: readEnv({ DATA_DIR: bench.folder }),
    database: bench.database,
    clock: new SystemClock(),
    logger: SILENT,
    portalDir: bench.folder,
    port: 0,
  });
  const own = new CpuClock(undefined);
  const all = new CpuClock(bench.pid);
  let [readings, ownS, allS] = [0, 0, 0];
  try {
    for (const [cycle, bodies] of cycles(house, size, countOf('cycles'), countOf('rows'))) {
      const before = [own.now(), all.now()] as const;
      for (const body of bodies) await deliver(url, house.token, body);
      if (cycle < FIRST_CYCLES) continue;
      ownS += own.now() - before[0];
      allS += all.now() - before[1];
      readings += size.devices * size.ports;
    }
  } finally {
    await app.close();
    await bench.close();
  }
  return {
    readings,
    cpuUsPerReading: (1e6 * ownS) / readings,
    databaseCpuUsPerReading: (1e6 * (allS - ownS)) / readings,
    valuesPerCpuS: Math.round((readings * VALUES_A_READING) / allS),
  };
}

/** The bodies of whole cycles as a collector would send them, made before they are timed. */
function* cycles(house: House, size: HouseSize, count: number, rows: number): Generator<[number, string[]]> {
  const ports = size.devices * size.ports;
  const series = Array.from({ length: ports }, (_, index) => new PracticeSeries(index + 1, INTERVAL_S));
  // From now on, as far as a clock may be ahead: no roll-up falls due meanwhile, so that this measures ingest alone.
  const begin = Math.floor(Date.now() / 1_000);
  let seq = 0;
  for (let cycle = 0; cycle < count; cycle += 1) {
    const slot = begin + cycle * INTERVAL_S;
    const readings = series.map((one, at): Reading => ({ ...one.next(slot), resume: note(at, slot) }));
    const bodies: string[] = [];
    for (let start = 0; start < ports; start += rows) {
      const some = readings.slice(start, start + rows);
      const devices = polls(house, Math.ceil(start / size.ports), Math.ceil((start + some.length) / size.ports), slot);
      bodies.push(bodyOf(seq++, some, devices));
    }
    yield [cycle, bodies];
  }
}

function note(at: number, slot: number): string {
  const counters = Array.from({ length: 8 }, (_, index) => `w${String(slot * 1_000 + at * 77 + index)}`).join(' ');
  return `2 ${String(slot * 1_000)} 123456789 - 0 ${counters} 9 ge-0/0/12`;
}

function polls({ deviceIds }: House, from: number, until: number, slot: number): DevicePoll[] {
  return deviceIds.slice(from, until).map((deviceId) => {
    return { deviceId, at: slot * 1_000 + 30, fault: null, failures: 0, overruns: 0, sysUpTime: 123_456_789 };
  });
}

function bodyOf(seq: number, readings: readonly Reading[], devices: readonly DevicePoll[]): string {
  const { octets, notes } = packReadings(readings);
  const packed = Buffer.from(octets).toString('base64');
  return JSON.stringify({ epoch: 'bench-epoch', seq, readings: { packed, notes }, devices, impairedSince: null });
}

async function deliver(url: string, token: string, body: string): Promise<void> {
  const answer = await new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const sent = request(`${url}/api/v1/collector/batches`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve(`${String(response.statusCode)} ${text}`);
      });
    });
    sent.on('error', reject).end(body);
  });
  if (!/^200 .*"known":0,"setAside":\[\]/.test(answer)) throw new Error(`a batch was not stored whole: ${answer}`);
}

/** @throws RangeError naming the option that is not a number from 1 on */
function countOf(name: 'devices' | 'ports' | 'cycles' | 'rows'): number {
  const count = Number(values[name]);
  if (!Number.isSafeInteger(count) || count < 1) throw new RangeError(`--${name} takes a whole number from 1 on`);
  if (name === 'cycles' && count > MOST_CYCLES) throw new RangeError(`--cycles takes ${String(MOST_CYCLES)} at most`);
  return count;
}

function tell(name: string, figures: IngestFigures): void {
  const lines = Object.entries(figures).map(([figure, value]) => `  ${figure.padEnd(28)} ${Number(value).toFixed(2)}`);
  process.stdout.write(`${name}\n${lines.join('\n')}\n`);
}

async function main(): Promise<void> {
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const figures: Record<string, IngestFigures> = {};
  figures['sqlite'] = await measure(openSqlite);
  tell('SQLite', figures['sqlite']);
  const { mysql } = values;
  if (mysql !== undefined) {
    figures['mysql'] = await measure(() => openMysql(mysql));
    tell('MySQL', figures['mysql']);
  }
  if (values.json) process.stdout.write(`${JSON.stringify({ bench: 'ingest', ...figures })}\n`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
