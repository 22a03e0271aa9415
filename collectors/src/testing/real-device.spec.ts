import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PolledDevice, Reading, SnmpAccess } from '@linewatch/shared';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { discoverDevice } from '../pipeline/device-discovery.js';
import { NetSnmpClient } from '../snmp/net-snmp-client.js';
import { eventually } from './eventually.js';
import { findSnmpd, RealDevice } from './real-device.js';
import { WorkListApi } from './real-device-api.js';
import { LoopbackTraffic } from './real-device-traffic.js';

const INTERVAL_S = 1;
/** Readings with a rate that are compared; their edges are some milliseconds wide, so they are taken together. */
const READINGS = 6;
const MOST_MS = 180_000;
const V2C_PORT = 1;
const V3_PORT = 2;
const WITHIN = 0.01;
/** Octets per ms, as bits per second. */
const BPS_PER_OCTET_PER_MS = 8_000;

describe('a device that runs the snmpd of net-snmp', () => {
  let device: RealDevice | undefined;
  let traffic: LoopbackTraffic | undefined;
  let api: WorkListApi | undefined;
  let collector: ChildProcess | undefined;
  let dataDir: string | undefined;
  let log = '';

  afterEach(async () => {
    if (collector?.exitCode === null && collector.signalCode === null) {
      const ended = once(collector, 'exit');
      collector.kill('SIGKILL');
      await ended;
    }
    await api?.close();
    await traffic?.stop();
    await device?.stop();
    [api, traffic, device] = [undefined, undefined, undefined];
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
  });

  it(
    'is discovered by v3: the system, the interfaces of the kernel, and its engine',
    async () => {
      const program = await findSnmpd();
      if (program === null) {
        if (process.env['CI'] !== undefined) throw new Error('snmpd is not installed: apt-get install snmpd');
        pending('snmpd is not installed');
        return;
      }
      device = await RealDevice.start(program);
      const client = new NetSnmpClient(polled('0190e0a4-0000-7000-8000-000000000003', device.port, RealDevice.v3, 1));
      const never = new AbortController().signal;
      const found = await discoverDevice(client, { clock: SYSTEM_CLOCK, maxRepetitions: 20, most: 100 }, never).finally(
        () => {
          client.close();
        },
      );

      const kernel = await readdir('/sys/class/net');
      expect(found.interfaces.map(({ ifName }) => ifName).sort()).toEqual(
        kernel.filter((name) => name !== 'bonding_masters').sort(),
      );
      const loopback = found.interfaces.find(({ ifName }) => ifName === 'lo');
      expect([loopback?.ifType, loopback?.hasWideCounters, loopback?.speedBps]).toEqual([24, true, 100_000_000_000]);
      expect(found.system?.sysDescr).toContain('Linux');
      expect(found.system?.engineId).toBe(client.engineId);
      expect(found.missingColumns).not.toContain('ifName');
    },
    MOST_MS,
  );

  it(
    'gives the rates that the kernel counts, within 1 %, by v2c and by v3',
    async () => {
      const program = await findSnmpd();
      if (program === null) {
        if (process.env['CI'] !== undefined) throw new Error('snmpd is not installed: apt-get install snmpd');
        pending('snmpd is not installed');
        return;
      }
      device = await RealDevice.start(program);
      traffic = await LoopbackTraffic.start();
      api = new WorkListApi([
        polled('0190e0a4-0000-7000-8000-000000000001', device.port, RealDevice.v2c, V2C_PORT),
        polled('0190e0a4-0000-7000-8000-000000000002', device.port, RealDevice.v3, V3_PORT),
      ]);
      await api.listen();
      await startCollector(api.url);

      for (const portId of [V2C_PORT, V3_PORT]) {
        const readings = await readingsOf(api, portId);
        expect(readings.map(({ status }) => status)).toEqual(['NO_BASELINE', ...Array<string>(READINGS).fill('OK')]);
        expectRatesOfTheKernel(readings, traffic);
      }
      expect(api.polls.map(({ fault }) => fault)).toEqual(api.polls.map(() => null));
    },
    MOST_MS * 2,
  );

  /** The collector as it is started in production, on its own spool. */
  async function startCollector(apiUrl: string): Promise<void> {
    dataDir = await mkdtemp(join(tmpdir(), 'collector-'));
    const main = fileURLToPath(new URL('../main.js', import.meta.url));
    const env = { API_URL: apiUrl, COLLECTOR_TOKEN: 'x'.repeat(40), DATA_DIR: dataDir, TRAP_PORT: '0' };
    collector = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    collector.stdout?.on('data', (chunk: Buffer) => (log += chunk.toString()));
    collector.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  }

  /** The first reading, which has no rate yet, and as many with one as are compared. */
  async function readingsOf({ readings }: WorkListApi, portId: number): Promise<readonly Reading[]> {
    const look = (): Reading[] | undefined => {
      const own = readings.filter((reading) => reading.portId === portId);
      return own.length > READINGS ? own.slice(0, READINGS + 1) : undefined;
    };
    return eventually('enough readings', look, MOST_MS).catch((error: unknown) => {
      throw new Error(`The collector said:\n${log}`, { cause: error });
    });
  }
});

/** Compares the mean of the rates with what /proc/net/dev gained from the first reading to the last. */
function expectRatesOfTheKernel(readings: readonly Reading[], traffic: LoopbackTraffic): void {
  const [first, ...rated] = readings;
  const last = readings.at(-1);
  if (!first || !last) throw new Error('There are no readings');
  const kernel = traffic.between(first.takenAt, last.takenAt);
  const elapsedMs = last.takenAt - first.takenAt;

  const inShare = meanBps(rated, 'inBps') / ((kernel.received * BPS_PER_OCTET_PER_MS) / elapsedMs);
  const outShare = meanBps(rated, 'outBps') / ((kernel.sent * BPS_PER_OCTET_PER_MS) / elapsedMs);
  expect(Math.abs(inShare - 1))
    .withContext('received')
    .toBeLessThan(WITHIN);
  expect(Math.abs(outShare - 1))
    .withContext('sent')
    .toBeLessThan(WITHIN);
}

/** Each rate counts for as long as its interval was. */
function meanBps(readings: readonly Reading[], direction: 'inBps' | 'outBps'): number {
  const bitMs = readings.reduce((sum, reading) => sum + (reading[direction] ?? Number.NaN) * (reading.dtMs ?? 0), 0);
  return bitMs / readings.reduce((sum, { dtMs }) => sum + (dtMs ?? 0), 0);
}

function polled(id: string, port: number, access: SnmpAccess, portId: number): PolledDevice {
  return {
    id,
    address: '127.0.0.1',
    port,
    access,
    profile: { intervalS: INTERVAL_S, timeoutMs: 2_000, retries: 1, backoff: 1.5, maxRepetitions: 10 },
    ports: [{ portId, ifName: 'lo', ifAlias: null, resume: null }],
  };
}
