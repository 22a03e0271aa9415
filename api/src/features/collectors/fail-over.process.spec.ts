import { join } from 'node:path';
import { demoNetwork } from '@linewatch/shared/demo';
import { eventually } from '../../testing/eventually.js';
import { freePortRange, PRACTICE_PORTS, PROGRAMS, RunningProcess } from '../../testing/running-process.js';
import { openSamples } from '../../testing/stored-samples.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredCollector } from '../../testing/test-collector.builder.js';

const INTERVAL_S = 10;
/** Processes start and die, and polls take their time. */
const LONGEST_MS = 180_000;
const PATIENCE_MS = 180_000;

interface StoredReading {
  readonly portId: number;
  readonly slot: number;
  readonly takenAt: number;
  readonly dtMs: number | null;
  readonly status: string;
  readonly inOctets: number | null;
  /** The agent's count at its end. */
  readonly inCount: number | null;
}

/** The agent's own count of octets in, at the newest reading of each port. */
type Counters = ReadonlyMap<number, { readonly slot: number; readonly inOctets: bigint }>;

describe('two collector processes', () => {
  let api: TestApi;
  let practice: RunningProcess;
  let running: RunningProcess[];

  beforeEach(async () => {
    running = [];
    const base = await freePortRange(PRACTICE_PORTS);
    const env = { DEMO: 'full', DEMO_HISTORY_DAYS: '0', DEMO_INTERVAL_S: String(INTERVAL_S) };
    api = await startTestApi({ env: { ...env, PRACTICE_BASE_PORT: String(base) } });
    practice = start(PROGRAMS.practice, 'practice', {
      PRACTICE_BASE_PORT: String(base),
      PRACTICE_CONTROL_PORT: '0',
      PRACTICE_TRAP_PORT: '0',
    });
    await practice.ready();
  }, LONGEST_MS);

  afterEach(async () => {
    for (const each of running) await each.kill();
    await api.close();
  });

  function start(main: string, name: string, env: Readonly<Record<string, string>>): RunningProcess {
    const made = new RunningProcess(main, { DATA_DIR: join(api.env.DATA_DIR, name), ...env });
    running.push(made);
    return made;
  }

  function startCollector(name: string, token: string): RunningProcess {
    return start(PROGRAMS.collector, name, { API_URL: api.url, COLLECTOR_TOKEN: token, TRAP_PORT: '0' });
  }

  async function readings(): Promise<StoredReading[]> {
    return openSamples(api.database);
  }

  async function counters(): Promise<Counters> {
    // In the order of slots: the last one of each port stays.
    return new Map(
      (await readings()).flatMap(({ portId, slot, inCount }) =>
        inCount === null ? [] : [[portId, { slot, inOctets: BigInt(inCount) }]],
      ),
    );
  }

  /** The ports of the devices that a collector holds. */
  async function portsOf(code: string): Promise<number[]> {
    const rows = await api.database.read<{ id: number }>(
      `SELECT p.id AS id FROM port p JOIN device d ON d.id = p.device_id JOIN collector c ON c.id = d.polled_by
       WHERE c.code = ?`,
      [code],
    );
    return rows.map(({ id }) => id);
  }

  async function untilReadAfter(ports: readonly number[], at: number): Promise<void> {
    await eventually(
      'a reading of each port',
      async () => {
        const known = await counters();
        return ports.every((port) => (known.get(port)?.slot ?? 0) * 1_000 > at);
      },
      PATIENCE_MS,
    );
  }

  it(
    'share the devices; those of a killed one are the other’s within two intervals, and no octet is lost or doubled',
    async () => {
      const [token, other] = [await aStoredCollector(api, 'first'), await aStoredCollector(api, 'second')];
      startCollector('first', token);
      const second = startCollector('second', other);
      const all = demoNetwork().devices.length;
      await eventually(
        'a share for each',
        async () => (await portsOf('first')).length > 0 && (await portsOf('second')).length > 0,
        PATIENCE_MS,
      );
      const [row] = await api.database.read<{ n: number | string }>('SELECT COUNT(*) AS n FROM port');
      const ports = await api.database.read<{ id: number }>('SELECT id FROM port');
      await untilReadAfter(
        ports.map(({ id }) => id),
        Date.now(),
      );
      const begun = await counters();
      expect(begun.size).toBe(Number(row?.n));

      const orphans = await portsOf('second');
      await second.kill();
      const killedAt = Date.now();
      await untilReadAfter(orphans, killedAt);
      const slowest = (await readings())
        .filter(({ portId, takenAt }) => orphans.includes(portId) && takenAt > killedAt)
        .reduce(
          (first, { portId, takenAt }) => first.set(portId, Math.min(first.get(portId) ?? Infinity, takenAt)),
          new Map<number, number>(),
        );
      expect(Math.max(...slowest.values()) - killedAt).toBeLessThanOrEqual(2 * INTERVAL_S * 1_000);

      startCollector('second', other);
      await eventually(
        'its share is back',
        async () => (await portsOf('second')).length === orphans.length,
        PATIENCE_MS,
      );
      await untilReadAfter(
        ports.map(({ id }) => id),
        Date.now(),
      );
      const ended = await counters();
      expect(all).toBeGreaterThan(4);
      expectWhole(await readings(), begun, ended);
    },
    LONGEST_MS,
  );
});

/** Every octet between the two looks is in exactly one reading, and no two readings are further apart than allowed. */
function expectWhole(readings: readonly StoredReading[], begun: Counters, ended: Counters): void {
  for (const [portId, { slot: from, inOctets: first }] of begun) {
    const last = ended.get(portId);
    const between = readings.filter(
      (each) => each.portId === portId && each.slot > from && each.slot <= (last?.slot ?? 0),
    );
    const sum = between.reduce((octets, { inOctets }) => octets + BigInt(inOctets ?? 0), 0n);
    expect(sum)
      .withContext(`port ${String(portId)}`)
      .toBe((last?.inOctets ?? 0n) - first);
    expect([...new Set(between.map(({ status }) => status))]).toEqual(['OK']);
    expect(Math.max(...between.map(({ dtMs }) => dtMs ?? 0))).toBeLessThanOrEqual(3 * INTERVAL_S * 1_000);
  }
}
