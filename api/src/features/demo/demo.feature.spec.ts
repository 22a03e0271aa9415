import type { DutyListsView } from '@linewatch/shared';
import { demoNetwork } from '@linewatch/shared/demo';
import type { Env } from '../../config/env.js';
import type { Database } from '../../database/database.js';
import { startApi } from '../../start-api.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { openSamples } from '../../testing/stored-samples.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { openTestDatabase } from '../../testing/test-database.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { InventoryReader } from '../inventory/index.js';
import { day } from '../telemetry/index.js';

const network = demoNetwork();
const DAYS = 2;
/** Founding takes a second or two, and more than ten on a machine that is busy otherwise. */
const PATIENCE_MS = 180_000;
const TABLES = ['customer', 'site', 'contract', 'device', 'port', 'circuit', 'circuit_end', 'user_account'];

async function countOf(database: Database, table: string): Promise<number> {
  const [row] = await database.read<{ count: number | string }>(`SELECT COUNT(*) AS count FROM ${table}`);
  return Number(row?.count);
}

/** Starts the API over a database that is there already, and stops it again. */
async function startAgain(
  database: Database,
  env: Env,
  changes: Partial<Env>,
  clock: ManualClock,
): Promise<InventoryReader> {
  const silent = { log: nothing, warn: nothing, error: nothing };
  const { app } = await startApi({
    env: { ...env, ...changes } as Env,
    database,
    clock,
    logger: silent,
    portalDir: env.DATA_DIR,
    port: 0,
  });
  await app.close();
  return app.get(InventoryReader, { strict: false });
}

const nothing = (): void => undefined;

describe('the demo', () => {
  const clock = new ManualClock(Date.UTC(2026, 10, 21, 8, 7, 33));
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi({ clock, env: { DEMO: 'full', DEMO_HISTORY_DAYS: String(DAYS) } });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it('fills an empty house with exactly its world', async () => {
    const counts = Object.fromEntries(
      await Promise.all(TABLES.map(async (table) => [table, await countOf(api.database, table)] as const)),
    );
    const watched = network.circuits.flatMap(({ ends }) => ends.filter(({ device }) => device !== null));

    expect(counts).toEqual({
      customer: network.customers.length,
      site: network.sites.length,
      contract: network.contracts.length,
      device: network.devices.length,
      port: watched.length,
      circuit: network.circuits.length,
      circuit_end: network.circuits.flatMap(({ ends }) => ends).length,
      user_account: network.users.length,
    });
  });

  it(
    'lets each of its people sign in',
    async () => {
      for (const user of network.users) {
        const client = api.stranger();
        await client.signIn(user);
        expect((await client.get<{ role: string }>('/api/v1/session')).body.role).toBe(user.role);
      }
    },
    PATIENCE_MS,
  );

  it('knows whom to call when a ticket is escalated', async () => {
    const client = api.stranger();
    await client.signIn(network.users.find(({ role }) => role === 'PLATFORM_ADMIN') ?? { email: '', password: '' });
    const { items, people } = (await client.get<DutyListsView>('/api/v1/duty-lists')).body;
    const names = new Map(people.map(({ id, name }) => [id, name]));
    const called = items.find(({ workGroup }) => workGroup === 'NOC_DUTY')?.levels ?? [];

    const nameOf = (role: string): string => network.users.find((user) => user.role === role)?.name ?? '';
    const [operator, director] = [nameOf('NOC_OPERATOR'), nameOf('PLATFORM_ADMIN')];
    expect(called.map(({ personIds }) => personIds.map((id) => names.get(id)))).toEqual([
      ...[[operator], [director], [director]],
    ]);
  });

  it('binds each end to the port that carries its circuit', async () => {
    const rows = await api.database.read<Record<'code' | 'side' | 'device' | 'ifName' | 'ifAlias', string>>(
      `SELECT c.code AS code, e.side AS side, d.code AS device, p.if_name AS ifName, p.if_alias AS ifAlias
       FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id JOIN port p ON p.id = e.port_id
       JOIN device d ON d.id = p.device_id`,
    );

    expect(rows.map(({ code, ifAlias }) => [code, ifAlias]).filter(([code, alias]) => code !== alias)).toEqual([]);
    const known = new Set(rows.map(({ code, side, device, ifName }) => [code, side, device, ifName].join('|')));
    for (const { code, ends } of network.circuits) {
      for (const { side, device, ifName } of ends) {
        if (device !== null) expect(known).toContain([code, side, device, ifName].join('|'));
      }
    }
  });

  it('sends the collector to the practice network, device by device', async () => {
    const { devices } = await api.app.get(InventoryReader, { strict: false }).polledDevices();
    const ports = new Map(network.devices.map(({ access }, place) => [20_161 + place, access]));

    expect(devices.length).toBe(network.devices.length);
    for (const { address, port, access, profile } of devices) {
      expect(address).toBe('127.0.0.1');
      expect(access).toEqual(ports.get(port) as typeof access);
      expect(profile).toEqual({ intervalS: 10, timeoutMs: 1_500, retries: 1, backoff: 1.5, maxRepetitions: 20 });
    }
  });

  it(
    'tells a past whose hours are the sums of their five minutes, and its days of their hours',
    async () => {
      const columns = ['n', 'up_n', 'covered_ms', 'in_octets', 'out_octets'];
      const sums = columns.map((column) => `SUM(${column}) AS ${column}`).join(', ');
      const portId = 1;
      const read = (level: string, from: number, to: number): Promise<Record<string, number | string>[]> =>
        api.database.read(`SELECT ${sums} FROM rollup_${level} WHERE port_id = ? AND bucket >= ? AND bucket < ?`, [
          portId,
          from,
          to,
        ]);
      for (const [fine, coarse, width] of [
        ['5m', '1h', 3_600],
        ['1h', '1d', 86_400],
      ] as const) {
        const rows = await api.database.read<Record<string, number | string>>(
          `SELECT bucket, ${columns.join(', ')} FROM rollup_${coarse} WHERE port_id = ?`,
          [portId],
        );
        expect(rows.length).toBe(coarse === '1d' ? DAYS + 1 : Math.ceil((DAYS * 24 * 3_600 + 16 * 3_600) / 3_600) + 1);
        for (const { bucket, ...row } of rows) {
          const [sum] = await read(fine, Number(bucket), Number(bucket) + width);
          expect(columns.map((column) => Number(sum?.[column]))).toEqual(columns.map((column) => Number(row[column])));
          if (coarse === '1d') expect(Number(bucket)).toBe(day(Number(bucket)));
        }
      }
    },
    PATIENCE_MS,
  );

  it('keeps the readings of the last two hours, and their five minutes say the same', async () => {
    const bucket = Date.UTC(2026, 10, 21, 7, 15) / 1_000;
    const raw = (await openSamples(api.database)).filter(
      ({ portId, slot }) => portId === 5 && slot >= bucket && slot < bucket + 300,
    );
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((all, one) => all + (one ?? 0), 0);
    const [rolled] = await api.database.read<Record<string, number | string>>(
      `SELECT n, covered_ms AS covered, in_octets AS octets, in_max AS most FROM rollup_5m
       WHERE port_id = 5 AND bucket = ?`,
      [bucket],
    );

    expect(Object.values(rolled ?? {}).map(Number)).toEqual([
      30,
      sum(raw.map(({ dtMs }) => dtMs)),
      sum(raw.map(({ inOctets }) => inOctets)),
      Math.max(...raw.map(({ inBps }) => inBps ?? 0)),
    ]);
  });

  it('shows an outage in the states of the port and of its circuit, and in the traffic of both ends', async () => {
    const incident = network.history.find(
      ({ kind, startMinutesAgo }) => kind === 'OUTAGE' && startMinutesAgo < 2 * 1_440,
    );
    if (incident === undefined) throw new Error('the demo has no recent outage');
    const from = clock.now() - incident.startMinutesAgo * 60_000;
    const rows = await api.database.read<
      Record<'kind' | 'status' | 'sides', string> & Record<'until', number | string>
    >(
      `SELECT object_type AS kind, status, sides, to_at AS until FROM state_interval
       WHERE from_at = ? ORDER BY object_type`,
      [from],
    );

    expect(rows.map(({ kind, status, sides, until }) => [kind, status, sides, Number(until)])).toEqual([
      ['circuit', 'failed', incident.side, from + incident.minutes * 60_000],
      ['port', 'DOWN', '', from + incident.minutes * 60_000],
    ]);
    const bucket = Math.ceil(from / 300_000) * 300;
    const traffic = await api.database.read<{ side: string; up: number; octets: number | string }>(
      `SELECT e.side AS side, r.up_n AS up, r.in_octets AS octets FROM rollup_5m r
       JOIN circuit_end e ON e.port_id = r.port_id JOIN circuit c ON c.id = e.circuit_id
       WHERE c.code = ? AND r.bucket = ? ORDER BY e.side`,
      [incident.circuit, bucket],
    );
    expect(traffic.map(({ side, up, octets }) => [side, up, Number(octets)])).toEqual([
      ['A', incident.side === 'A' ? 0 : 5, 0],
      ['Z', incident.side === 'Z' ? 0 : 5, 0],
    ]);
  });

  it('goes on from the told past: open pieces are up, and the newest reading is younger than an interval', async () => {
    const open = await api.database.read<{ type: string; status: string; since: number | string }>(
      'SELECT object_type AS type, status, from_at AS since FROM state_interval WHERE to_at IS NULL',
    );
    const [newest] = await api.database.read<{ oldest: number | string; ports: number | string }>(
      "SELECT MIN(sample_at) AS oldest, COUNT(*) AS ports FROM port_state WHERE status = 'UP'",
    );
    const asked = await api.database.read("SELECT 1 FROM device WHERE reachability <> 'UNKNOWN'");

    expect(open.filter(({ since }) => Number(since) >= clock.now())).toEqual([]);
    expect(new Set(open.map(({ type, status }) => `${type} ${status}`))).toEqual(
      new Set(['port UP', 'circuit running']),
    );
    expect(Number(newest?.ports)).toBe(open.filter(({ type }) => type === 'port').length);
    expect(clock.now() - Number(newest?.oldest)).toBeLessThan(2 * api.env.DEMO_INTERVAL_S * 1_000);
    // Of the devices it claims nothing: nobody asked them yet.
    expect(asked).toEqual([]);
  });

  it(
    'is there once: a second start keeps everything and follows the practice network to its ports',
    async () => {
      const before = await countOf(api.database, 'rollup_5m');
      const reader = await startAgain(api.database, api.env, { PRACTICE_BASE_PORT: 20_162, DEMO_INTERVAL_S: 5 }, clock);

      const { devices } = await reader.polledDevices();
      expect(devices.map(({ port }) => port).sort()).toEqual(network.devices.map((_, place) => 20_162 + place));
      expect(new Set(devices.map(({ profile }) => profile.intervalS))).toEqual(new Set([5]));
      expect(await countOf(api.database, 'rollup_5m')).toBe(before);
      expect(await countOf(api.database, 'user_account')).toBe(network.users.length);

      await startAgain(api.database, api.env, {}, clock);
    },
    PATIENCE_MS,
  );
});

describe('a start with the demo', () => {
  const clock = new ManualClock();

  it(
    'leaves a house with customers of its own as it is, and says what to do',
    async () => {
      const { database, env, close } = await openTestDatabase({ DEMO: 'full', DEMO_HISTORY_DAYS: '0' });
      await aStoredLine(database);

      await expectAsync(startAgain(database, env, {}, clock)).toBeRejectedWithError(/DEMO=off/);

      expect(await countOf(database, 'customer')).toBe(1);
      expect(await countOf(database, 'user_account')).toBe(0);
      await close();
    },
    PATIENCE_MS,
  );

  it(
    'that breaks off in the middle leaves nothing behind, and the next one begins again',
    async () => {
      const { database, env, close } = await openTestDatabase({ DEMO: 'full', DEMO_HISTORY_DAYS: '0' });
      // One of the last tables that are written is not there.
      await database.transaction((tx) => tx.query('ALTER TABLE circuit_state RENAME TO circuit_state_away'));

      await expectAsync(startAgain(database, env, {}, clock)).toBeRejected();
      for (const table of TABLES)
        expect(await countOf(database, table))
          .withContext(table)
          .toBe(0);

      await database.transaction((tx) => tx.query('ALTER TABLE circuit_state_away RENAME TO circuit_state'));
      await startAgain(database, env, {}, clock);
      expect(await countOf(database, 'circuit')).toBe(network.circuits.length);
      await close();
    },
    PATIENCE_MS,
  );

  it(
    'founds one demo, however many start at the same time',
    async () => {
      const { database, env, close } = await openTestDatabase({ DEMO: 'full', DEMO_HISTORY_DAYS: '0' });

      await Promise.all([startAgain(database, env, {}, clock), startAgain(database, env, {}, clock)]);

      for (const table of ['customer', 'device', 'circuit']) {
        expect(await countOf(database, table))
          .withContext(table)
          .toBe({ customer: 2, device: 24, circuit: 50 }[table] ?? 0);
      }
      await close();
    },
    PATIENCE_MS,
  );

  it(
    'does nothing with DEMO=off',
    async () => {
      const { database, env, close } = await openTestDatabase({ DEMO: 'off' });
      await startAgain(database, env, {}, clock);

      expect(await countOf(database, 'customer')).toBe(0);
      await close();
    },
    PATIENCE_MS,
  );
});
