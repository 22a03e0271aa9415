import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { Controller, Get, Module, type OnModuleInit } from '@nestjs/common';
import { eventually } from '../../testing/eventually.js';
import { freeTcpPort } from '../../testing/free-tcp-port.js';
import { samplesOf, scrape } from '../../testing/scrape.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { codeOf } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { TestSocket } from '../../testing/test-socket.js';
import { Open } from '../auth/policy.js';
import { Answers } from '../openapi/answers.js';
import { Jobs } from '../jobs/jobs.js';
import { Metrics } from './metrics.js';

const asked = new EventEmitter();

@Controller('slow')
class SlowController {
  @Get(':secret')
  @Open()
  @Answers(null, { en: 'Waits', zh: '等待' })
  wait(): Promise<never> {
    asked.emit('slow');
    return new Promise(() => undefined);
  }
}

/** A feature with work that succeeds, work that fails, and something that cannot be measured. */
@Module({ controllers: [SlowController] })
class TrialModule implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    this.jobs.every('trial.works', 1, () => Promise.resolve());
    this.jobs.every('trial.fails', 1, () => Promise.reject(new Error('as it should')));
    this.metrics.gauge('linewatch_trial_broken', 'Cannot be read.', () => Promise.reject(new Error('away')));
    this.metrics.gauge('linewatch_trial_unknown', 'Is not known.', () => undefined);
  }
}

/** Machines that run these specs have other things to do. */
const PATIENCE_MS = 180_000;
const LONGEST_MS = 180_000;

const REQUESTS = 'linewatch_http_request_duration_seconds_count';

describe('what the API says about itself', () => {
  let api: TestApi;
  let port: number;
  let line: StoredLine;

  beforeAll(async () => {
    port = await freeTcpPort();
    api = await startTestApi({ env: { METRICS_PORT: String(port) }, more: [TrialModule] });
    line = await aStoredLine(api.database);
  });

  afterAll(() => api.close());

  /** Waits until a sample is at least so great. */
  async function until(name: string, least: number): Promise<ReadonlyMap<string, number>> {
    let samples: ReadonlyMap<string, number> = new Map();
    await eventually(
      `${name} is ${String(least)}`,
      async () => {
        samples = await scrape(port);
        return (samples.get(name) ?? 0) >= least;
      },
      PATIENCE_MS,
    );
    return samples;
  }

  it(
    'times requests by the pattern of their route, never by an address that a client chose',
    async () => {
      const client = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
      await client.get(`/api/v1/circuits/${line.circuitId}`);
      await client.get(`/api/v1/circuits/${randomUUID()}`);
      await api.stranger().post('/api/v1/session', { email: 'nobody@example.com', password: 'not the one' });
      await api.stranger().get('/api/v1/not-there/a-secret-word');
      await api.stranger().send('PROPFIND', '/a-secret-word', undefined, {});
      const ofCircuit = `${REQUESTS}{method="GET",route="/api/v1/circuits/:id",status=`;
      await until(`${ofCircuit}"2xx"}`, 1);
      await until(`${ofCircuit}"4xx"}`, 1);
      await until(`${REQUESTS}{method="POST",route="/api/v1/session",status="4xx"}`, 1);
      await until(`${REQUESTS}{method="GET",route="none",status="4xx"}`, 1);
      const samples = await until(`${REQUESTS}{method="OTHER",route="none",status="4xx"}`, 1);

      const shown = [...samples.keys()].join('\n');
      expect(shown).not.toContain('a-secret-word');
      for (const id of [line.circuitId, line.customerId, line.deviceA]) expect(shown).not.toContain(id);
      expect(samples.get('process_cpu_seconds_total')).toBeGreaterThan(0);
    },
    LONGEST_MS,
  );

  it(
    'tells of clients that went before the answer',
    async () => {
      const { hostname, port: at } = new URL(api.url);
      const socket = connect(Number(at), hostname);
      const isThere = once(asked, 'slow');
      socket.write(`GET /api/v1/slow/a-secret-word HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`);
      await isThere;
      socket.destroy();

      await until(`${REQUESTS}{method="GET",route="/api/v1/slow/:secret",status="aborted"}`, 1);
    },
    LONGEST_MS,
  );

  it(
    'counts batches and readings by what became of them',
    async () => {
      const slot = Math.floor(Date.now() / 10_000) * 10 - 10;
      const batch = aBatch([aReading({ portId: line.portA, slot }), aReading({ portId: 999_999, slot })]);
      const again = aBatch([aReading({ portId: line.portA, slot })]);
      const uneven = { ...again, seq: 7, readings: { ...again.readings, slot: [] } };
      const collector = api.collector();
      const statuses = [];
      for (const body of [batch, batch, again, uneven]) {
        statuses.push((await collector.post('/api/v1/collector/batches', body)).status);
      }
      const samples = await scrape(port);
      const batches = (outcome: string): number | undefined =>
        samples.get(`linewatch_ingest_batches_total{outcome="${outcome}"}`);
      const readings = (outcome: string): number | undefined =>
        samples.get(`linewatch_ingest_readings_total{outcome="${outcome}"}`);

      expect(statuses).toEqual([200, 200, 200, 400]);
      expect(['stored', 'duplicate', 'malformed', 'overloaded', 'failed'].map(batches)).toEqual([2, 1, 1, 0, 0]);
      expect(['stored', 'known', 'set_aside'].map(readings)).toEqual([1, 1, 1]);
      expect(samples.get('linewatch_ingest_duration_seconds_count{outcome="stored"}')).toBe(2);
      expect(samples.get('linewatch_database_wait_seconds_count')).toBeGreaterThanOrEqual(4);
    },
    LONGEST_MS,
  );

  it(
    'counts the sockets, the rooms they sit in, and what was not pushed yet',
    async () => {
      const client = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
      const socket = new TestSocket(client);
      const samples = await until('linewatch_live_rooms', 1);

      expect([samples.get('linewatch_live_sockets'), samples.get('linewatch_live_rooms')]).toEqual([1, 1]);
      await eventually(
        'nothing is left to push',
        async () => (await scrape(port)).get('linewatch_outbox_lag_changes') === 0,
        PATIENCE_MS,
      );
      socket.close();
      await eventually(
        'nobody is there',
        async () => (await scrape(port)).get('linewatch_live_sockets') === 0,
        PATIENCE_MS,
      );
      expect((await scrape(port)).get('linewatch_live_rooms')).toBe(0);
    },
    LONGEST_MS,
  );

  it(
    'times jobs by name and outcome',
    async () => {
      const runs = 'linewatch_job_duration_seconds_count';
      await until(`${runs}{job="trial.works",outcome="done"}`, 1);
      const samples = await until(`${runs}{job="trial.fails",outcome="failed"}`, 1);

      expect(samples.has(`${runs}{job="trial.fails",outcome="done"}`)).toBeFalse();
    },
    LONGEST_MS,
  );

  it('leaves out what cannot be read now, and shows the rest', async () => {
    const samples = await scrape(port);

    expect(samples.has('linewatch_trial_broken')).toBeFalse();
    expect(samples.has('linewatch_trial_unknown')).toBeFalse();
    expect(samples.has('linewatch_database_transactions_running')).toBeTrue();
  });

  it('answers at one path of its own port to GET and HEAD, and nothing else', async () => {
    const url = `http://127.0.0.1:${String(port)}`;
    const shown = await fetch(`${url}/metrics`);

    expect(shown.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(samplesOf(await shown.text()).size).toBeGreaterThan(50);
    expect((await fetch(`${url}/metrics`, { method: 'HEAD' })).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', '/metrics/'],
      ['GET', '/api/health/live'],
      ['GET', '/api/v1/session'],
      ['POST', '/metrics'],
      ['DELETE', '/metrics'],
    ] as const) {
      const answer = await fetch(`${url}${path}`, { method });

      expect([method, path, answer.status, await answer.text()]).toEqual([method, path, 404, '']);
    }
  });

  it('is explained to the operator, every metric of it', async () => {
    const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text();
    const names = [...text.matchAll(/^# TYPE linewatch_(\w+)/gm)].map(([, name]) => name ?? '');
    const explained = await readFile(new URL('../../../../docs/operating.md', import.meta.url), 'utf8');

    expect(names.length).toBeGreaterThan(10);
    for (const name of names.filter((each) => !each.startsWith('trial_'))) {
      expect(explained).toMatch(new RegExp(`\`${name}[\`{]`));
    }
  });

  it(
    'says nothing on the public port, whoever asks',
    async () => {
      const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
      for (const client of [api.stranger(), api.collector(), admin]) {
        for (const path of ['/metrics', '/api/metrics', '/api/v1/metrics', '/api/health/metrics']) {
          const answer = await client.get(path);

          expect([path, answer.status, codeOf(answer)]).toEqual([path, 404, 'request.not-found']);
        }
      }
    },
    LONGEST_MS,
  );
});

describe('the port for metrics', () => {
  it(
    'is closed unless it is named, and /metrics is then a page of the portal like any other address',
    async () => {
      const port = await freeTcpPort();
      const portal = join(process.env['TMPDIR'] ?? '/tmp', `linewatch-portal-${randomUUID()}`);
      await mkdir(portal);
      await writeFile(join(portal, 'index.html'), '<title>the portal</title>');
      const api = await startTestApi({ portalDir: portal });
      const page = await api.stranger().get<string>('/metrics', { Accept: 'text/html' });
      await api.close();

      expect([page.status, page.body]).toEqual([200, '<title>the portal</title>']);
      await expectAsync(scrape(port)).toBeRejected();
    },
    LONGEST_MS,
  );

  it(
    'keeps nobody from starting when it is taken',
    async () => {
      const port = await freeTcpPort();
      const holder = createServer().listen(port, '127.0.0.1');
      await once(holder, 'listening');
      const api = await startTestApi({ env: { METRICS_PORT: String(port) } });
      const { status } = await api.stranger().get('/api/health/live');
      await api.close();
      holder.close();

      expect(status).toBe(200);
    },
    LONGEST_MS,
  );

  it(
    'is free again when the API has stopped',
    async () => {
      const port = await freeTcpPort();
      const api = await startTestApi({ env: { METRICS_PORT: String(port) } });
      const open = connect(port, '127.0.0.1');
      await once(open, 'connect');
      await api.close();
      const holder = createServer().listen(port, '127.0.0.1');
      await once(holder, 'listening');
      holder.close();
      open.destroy();

      await expectAsync(scrape(port)).toBeRejected();
    },
    LONGEST_MS,
  );
});
