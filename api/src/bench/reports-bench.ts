import { readEnv } from '../config/env.js';
import type { SqlValue } from '../database/database.js';
import { Passwords, UserAccounts } from '../features/identity/index.js';
import { UserRepository } from '../features/identity/user.repository.js';
import { AvailabilityService } from '../features/telemetry/availability.service.js';
import { makeScope } from '../platform/auth/scope.js';
import { SystemClock } from '../platform/clock/clock.js';
import { startApi } from '../start-api.js';
import type { BenchDatabase } from './bench-database.js';
import { foundHouse } from './ingest-house.js';

/** Milliseconds of the reports that customers ask for most; medians. */
export interface ReportFigures {
  /** The month's availability of a thousand ports from sums of days: the query, and as a customer gets it. */
  readonly availabilityQueryMs: number;
  readonly availabilityHttpMs: number;
  readonly availabilityPorts: number;
  /** A month of one port at five minutes as a chart of two points a pixel. */
  readonly portMonthHttpMs: number;
  readonly portMonthPoints: number;
}

const SIZE = { devices: 50, ports: 20 };
const PORTS = SIZE.devices * SIZE.ports;
const DAY_S = 86_400;
const DAYS = 30;
const PASSWORD = 'measured and not guessed';
const EMAIL = 'bench@example.com';
/** Two a pixel of a chart that is 800 wide. */
const POINTS = 1_600;
const ROUNDS = 11;
const WARM_UP = 5;
const SUMS = [
  ...['n', 'null_n', 'up_n', 'covered_ms', 'in_octets', 'out_octets', 'in_max', 'in_min', 'out_max', 'out_min'],
  ...['in_errors', 'out_errors', 'in_discards', 'out_discards'],
];

/** Founds a customer of a thousand ports with a month of history, and asks for it over HTTP. */
export async function benchReports(bench: BenchDatabase, databaseEnv: Record<string, string>): Promise<ReportFigures> {
  const { database } = bench;
  await foundHouse(database, SIZE);
  const to = Math.floor(Date.now() / 1_000 / DAY_S) * DAY_S;
  const from = to - DAYS * DAY_S;
  const customerId = await foundCustomer(bench, from);
  const [first] = await database.read<{ circuitId: string }>(
    "SELECT circuit_id AS circuitId FROM circuit_end WHERE port_id = 1 AND side = 'A'",
  );
  const silent = (): void => undefined;
  const { app, url } = await startApi({
    env: readEnv({ DATA_DIR: bench.folder, ...databaseEnv }),
    database,
    clock: new SystemClock(),
    logger: { log: silent, warn: silent, error: silent, debug: silent, verbose: silent },
    portalDir: bench.folder,
    port: 0,
  });
  try {
    const get = await signedIn(url);
    const query = { from: from * 1_000, to: to * 1_000, limit: 1_000 };
    const scope = makeScope({ kind: 'customer', customerId });
    const service = app.get(AvailabilityService, { strict: false });
    const range = `from=${String(query.from)}&to=${String(query.to)}`;
    const table = await service.table(scope, query);
    const monthPath = `/api/v1/circuits/${first?.circuitId ?? ''}/samples?${range}&side=A&points=${String(POINTS)}`;
    const month = (await get(monthPath)) as object;
    return {
      availabilityQueryMs: await median(() => service.table(scope, query)),
      availabilityHttpMs: await median(() => get(`/api/v1/availability?${range}&limit=1000`)),
      availabilityPorts: table.circuitId.length,
      portMonthHttpMs: await median(() => get(monthPath)),
      portMonthPoints: longestColumn(month),
    };
  } finally {
    await app.close();
  }
}

/** Gives all circuits to one customer, with somebody who may look at them, and the month's history. */
async function foundCustomer({ database }: BenchDatabase, from: number): Promise<string> {
  const [row] = await database.read<{ id: string }>('SELECT id FROM customer ORDER BY code LIMIT 1');
  const customerId = row?.id ?? '';
  const passwordHash = await new Passwords().hash(PASSWORD);
  const accounts = new UserAccounts(new UserRepository(database));
  await database.transaction(async (tx) => {
    await tx.execute('UPDATE circuit SET customer_id = ?', [customerId]);
    await tx.execute('UPDATE circuit_end SET customer_id = ?', [customerId]);
    const grants = [{ role: 'CUSTOMER_VIEWER' as const, scopeType: 'CUSTOMER' as const, scopeId: customerId }];
    const who = { email: EMAIL, name: 'Bench', passwordHash, language: 'en' as const, timeZone: 'Asia/Shanghai' };
    await accounts.create(tx, { ...who, grants });
    const columns = ['port_id', 'bucket', ...SUMS];
    const days: SqlValue[][] = [];
    for (let portId = 1; portId <= PORTS; portId += 1) {
      // Days of customers begin in Shanghai, where the sums of days begin too.
      for (let day = 0; day < DAYS; day += 1)
        days.push([portId, from + day * DAY_S + SHANGHAI_DAY_S, ...sums(DAY_S, day)]);
    }
    await tx.insertMany('rollup_1d', columns, ['port_id', 'bucket'], days);
    for (const [table, width] of [['rollup_5m', 300] as const, ['rollup_1h', 3_600] as const]) {
      const rows: SqlValue[][] = [];
      for (let bucket = from; bucket < from + DAYS * DAY_S; bucket += width)
        rows.push([1, bucket, ...sums(width, bucket)]);
      await tx.insertMany(table, columns, ['port_id', 'bucket'], rows);
    }
  });
  return customerId;
}

/** Begin of a day of Shanghai within a day of UTC. */
const SHANGHAI_DAY_S = 16 * 3_600;

/** One reading each five minutes, by some noise of `seed`. */
function sums(widthS: number, seed: number): SqlValue[] {
  const n = widthS / 300;
  const bps = 40_000_000 + ((seed * 7_919) % 20_000_000);
  const octets = Math.round((bps * widthS) / 8);
  return [
    ...[n, 0, n, widthS * 1_000, octets, octets / 2, bps * 1.2, bps * 0.8, bps * 0.6, bps * 0.4],
    ...[0, 0, 0, 0],
  ];
}

/** @returns what asks for a path of the API as the portal does */
async function signedIn(url: string): Promise<(path: string) => Promise<unknown>> {
  const headers = { 'content-type': 'application/json', origin: url, 'sec-fetch-site': 'same-origin' };
  const body = JSON.stringify({ email: EMAIL, password: PASSWORD });
  const answer = await fetch(`${url}/api/v1/session`, { method: 'POST', headers, body });
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (answer.status !== 201 || cookie === undefined) throw new Error(`no session: ${String(answer.status)}`);
  return async (path) => {
    const given = await fetch(`${url}${path}`, { headers: { ...headers, cookie } });
    const text = await given.text();
    if (given.status !== 200) throw new Error(`${path} was answered ${String(given.status)}: ${text}`);
    return JSON.parse(text) as unknown;
  };
}

async function median(ask: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const begin = performance.now();
    await ask();
    if (round >= 0) times.push(performance.now() - begin);
  }
  return times.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}

function longestColumn(series: object): number {
  return Math.max(0, ...Object.values(series).map((column: unknown) => (Array.isArray(column) ? column.length : 0)));
}
