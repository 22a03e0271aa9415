import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVICE_FAULTS, type PolledDevice } from '@linewatch/shared';
import { pino } from 'pino';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import { Collector } from '../collector.js';
import { readEnv } from '../config/env.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { ApiEdge } from '../testing/api-edge.js';
import { eventually } from '../testing/eventually.js';
import { freeTcpPort } from '../testing/free-tcp-port.js';
import { aPolledDevice, aPolledPort } from '../testing/polled-device.builder.js';
import { ask, samplesOf, scrape } from '../testing/scrape.js';
import { COMMUNITY, freeUdpPort, openSmallHouse, V3_ACCESS } from '../testing/small-practice-house.js';

const TOKEN = 'a-token-of-the-specs-that-is-long-enough';
/** Below the ports that are given out, so that nobody gets it by chance. */
const NOBODYS_PORT = 1;
const PATIENCE_MS = 180_000;
const LONGEST_MS = 180_000;
const P = 'linewatch_collector_';

describe('what a collector says about itself', () => {
  let folder: string;
  let api: ApiEdge;
  let house: PracticeHouse;
  let collector: Collector;
  let logged: string;
  let metricsPort: number;
  let trapPort: number;
  let absent: PolledDevice;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'linewatch-metrics-'));
    trapPort = await freeUdpPort();
    metricsPort = await freeTcpPort();
    house = await openSmallHouse(SYSTEM_CLOCK, { trapPort });
    const profile = { intervalS: 1, timeoutMs: 500, retries: 1, backoff: 1, maxRepetitions: 20 };
    const devices = house.network.devices.map((device, at) =>
      aPolledDevice({
        port: house.fleet.portOf(device),
        access: device.facts.access,
        profile,
        ports: device.facts.ports.map(({ ifName }, port) => aPolledPort({ portId: 10 * at + port, ifName })),
      }),
    );
    absent = aPolledDevice({ port: NOBODYS_PORT, access: { version: 'V2C', community: 'a-secret-word' }, profile });
    api = new ApiEdge();
    api.list = { version: '1', devices: [...devices, absent] };
    await api.open();
    logged = '';
  });

  afterEach(async () => {
    await collector.stop();
    await api.close();
    await house.close();
    rmSync(folder, { recursive: true });
  });

  async function start(port = metricsPort): Promise<void> {
    const env = { API_URL: api.url, COLLECTOR_TOKEN: TOKEN, DATA_DIR: folder, TRAP_PORT: String(trapPort) };
    const config = readEnv({ ...env, TRAP_HOST: '127.0.0.1', METRICS_PORT: String(port) });
    const log = pino({ level: 'debug' }, { write: (line) => void (logged += line) });
    collector = new Collector({ ...config, longestPauseMs: 50 }, log);
    await collector.start();
  }

  /** Asks again and again until a sample is at least so great. */
  async function until(name: string, least: number): Promise<ReadonlyMap<string, number>> {
    const givenUpAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const samples = await scrape(metricsPort);
      if ((samples.get(name) ?? 0) >= least) return samples;
      if (performance.now() > givenUpAt) throw new Error(`${name} did not reach ${least}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  it(
    'counts polls, their results and readings, and what was delivered',
    async () => {
      await start();
      await until(`${P}readings_total{status="OK"}`, 6);
      const samples = await until(`${P}delivery_duration_seconds_count{outcome="stored"}`, 3);
      const at = (name: string): number => samples.get(`${P}${name}`) ?? NaN;

      expect([at('devices'), at('ports'), at('devices_unreadable')]).toEqual([3, 7, 0]);
      expect(at('polls_started_total{kind="POLL"}')).toBeGreaterThanOrEqual(5);
      expect(at('poll_results_total{result="OK"}')).toBeGreaterThanOrEqual(4);
      expect(at('poll_results_total{result="PORT_CLOSED"}')).toBeGreaterThanOrEqual(1);
      expect(at('readings_total{status="NO_BASELINE"}')).toBe(6);
      expect(at('poll_duration_seconds_count{kind="POLL"}')).toBeLessThanOrEqual(
        at('polls_started_total{kind="POLL"}'),
      );
      expect(at('poll_duration_seconds_sum{kind="POLL"}')).toBeGreaterThan(0);
      expect(at('poll_lateness_seconds_count')).toBe(at('polls_started_total{kind="POLL"}'));
      expect(at('polls_in_flight')).toBeLessThanOrEqual(3);
      expect(at('snmp_requests_total')).toBeGreaterThanOrEqual(at('poll_results_total{result="OK"}'));
      expect(at('snmp_varbinds_total')).toBeGreaterThanOrEqual(10 * at('readings_total{status="NO_BASELINE"}'));
      expect(at('snmp_retries_total')).toBeLessThanOrEqual(at('snmp_requests_total'));
      expect(at('batches_committed_total')).toBeGreaterThanOrEqual(3);
      expect(at('readings_delivered_total{outcome="stored"}')).toBeGreaterThanOrEqual(6);
      expect(at('readings_delivered_total{outcome="set_aside"}')).toBe(0);
      expect(at('work_list_requests_total{outcome="changed"}')).toBe(1);
      expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    },
    LONGEST_MS,
  );

  it(
    'counts what was measured besides ports by how it went',
    async () => {
      const [first, ...others] = api.list.devices;
      if (!first) throw new Error('There is a device');
      const ping = { source: 'DISMAN_PING', pointId: 1, intervalS: 1, owner: 'nobody', testName: 'nothing' } as const;
      api.list = { version: 'measured', devices: [{ ...first, measures: [ping] }, ...others] };
      await start();
      const samples = await until(`${P}measurements_total{status="NOT_THERE"}`, 1);

      expect(samples.get(`${P}measurements_total{status="OK"}`)).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'probes what does not answer, and says so',
    async () => {
      await start();
      const samples = await until(`${P}polls_started_total{kind="PROBE"}`, 1);

      expect(samples.get(`${P}poll_results_total{result="PORT_CLOSED"}`)).toBeGreaterThanOrEqual(3);
    },
    LONGEST_MS,
  );

  it(
    'shows what waits in the spool while the API is away, and that it was delivered',
    async () => {
      api.mood = { status: 503, text: '' };
      await start();
      const waiting = await until(`${P}spool_batches`, 2);

      expect(waiting.get(`${P}spool_bytes`)).toBeGreaterThan(500);
      expect(waiting.get(`${P}delivery_duration_seconds_count{outcome="later"}`)).toBeGreaterThanOrEqual(1);
      await until(`${P}spool_age_seconds`, 0.1);
      api.mood = { status: 400, text: 'wrong' };
      const refused = await until(`${P}spool_refused_batches`, 2);

      expect(refused.get(`${P}delivery_duration_seconds_count{outcome="refused"}`)).toBeGreaterThanOrEqual(2);
      api.mood = 'loses-answers';
      await eventually('a lost answer', () => (api.duplicates > 0 ? true : undefined), PATIENCE_MS);
      api.mood = 'well';
      await until(`${P}batches_duplicate_total`, 1);
    },
    LONGEST_MS,
  );

  it(
    'counts traps by what became of them',
    async () => {
      await start();
      await until(`${P}poll_results_total{result="OK"}`, 2);
      const [device] = house.network.devices;
      const port = device?.ports[0];
      if (!device || !port) throw new Error('The small house has a device with a port');
      house.fleet.sendTrap(device, 'linkDown', port);
      const stranger = createSocket('udp4');
      stranger.send(Buffer.from('no message at all'), trapPort, '127.0.0.1');
      const samples = await until(`${P}traps_total{outcome="DELIVERED"}`, 1);
      await until(`${P}traps_total{outcome="TAG"}`, 1);
      stranger.close();

      expect(samples.get(`${P}traps_total{outcome="STORM"}`)).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'shows every reason from the start, and no device, no address and no secret',
    async () => {
      await start();
      await until(`${P}poll_results_total{result="OK"}`, 2);
      const { text, type } = await ask(metricsPort, 'GET', '/metrics');

      expect(type).toContain('text/plain; version=0.0.4');
      for (const fault of DEVICE_FAULTS) {
        expect(samplesOf(text).has(`${P}poll_results_total{result="${fault}"}`))
          .withContext(fault)
          .toBeTrue();
      }
      const { user, authKey, privKey } = V3_ACCESS;
      const secrets = ['a-secret-word', TOKEN, COMMUNITY, user, authKey, privKey];
      for (const word of [...secrets, absent.id, '127.0.0.1']) expect(text).not.toContain(word);
      for (const secret of secrets) expect(logged).not.toContain(secret);
    },
    LONGEST_MS,
  );

  it('is explained to the operator, every metric of it', async () => {
    await start();
    const { text } = await ask(metricsPort, 'GET', '/metrics');
    const names = [...text.matchAll(/^# TYPE linewatch_collector_(\w+)/gm)].map(([, name]) => name ?? '');
    const explained = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');

    expect(names.length).toBeGreaterThan(15);
    for (const name of names) expect(explained).toMatch(new RegExp(`\`${name}[\`{]`));
  });

  it('answers at one path to GET and HEAD, and nothing else', async () => {
    await start();

    expect((await ask(metricsPort, 'HEAD', '/metrics')).status).toBe(200);
    expect((await ask(metricsPort, 'GET', '/metrics?name=any')).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/metrics/'],
      ['GET', '/metrics/../spool'],
      ['GET', '/favicon.ico'],
      ['GET', `http://elsewhere.example/metrics`],
      ['POST', '/metrics'],
      ['DELETE', '/metrics'],
      ['OPTIONS', '*'],
    ] as const) {
      const answer = await ask(metricsPort, method, path);

      expect([method, path, answer.status, answer.text]).toEqual([method, path, 404, '']);
    }
  });

  it(
    'stops quickly while somebody is looking',
    async () => {
      await start();
      const looking = connect(metricsPort, '127.0.0.1');
      await once(looking, 'connect');
      const closed = once(looking, 'close');
      await collector.stop();
      await closed;

      await expectAsync(ask(metricsPort, 'GET', '/metrics')).toBeRejected();
      // The next one finds the port and the spool free.
      await start();
      expect((await ask(metricsPort, 'GET', '/metrics')).status).toBe(200);
    },
    LONGEST_MS,
  );

  it('shows nothing unless a port is given', async () => {
    await start(0);

    await expectAsync(ask(metricsPort, 'GET', '/metrics')).toBeRejected();
    expect(logged).not.toContain('metrics');
  });

  it(
    'polls on when the port for metrics is taken',
    async () => {
      const holder = createServer().listen(metricsPort, '127.0.0.1');
      await once(holder, 'listening');
      await start();
      await eventually('a batch', () => (api.batches.length > 0 ? true : undefined), PATIENCE_MS);
      holder.close();

      expect(logged).toContain('no metrics: the port cannot be used');
      expect(logged).toContain('EADDRINUSE');
    },
    LONGEST_MS,
  );
});
