import { randomUUID } from 'node:crypto';
import {
  BatchReceipt,
  ChangesView,
  type Reading,
  SampleSeries,
  type SampleSeries as Series,
  StateHistory,
  WorkList,
} from '@linewatch/shared';
import { CredentialRepository } from '../inventory/index.js';
import { InventoryVersion } from '../inventory/inventory-version.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aDownReading, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { hour } from './buckets.js';
import { RollupRepository } from './rollup.repository.js';
import { SilenceWatch } from './silence-watch.js';

const INTERVAL_S = 10;

describe('telemetry over HTTP', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let collector: TestClient;
  let owner: TestClient;
  let rival: TestClient;
  let start: number;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
    collector = api.collector();
    line = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    const other = await aStoredLine(api.database, { intervalS: INTERVAL_S });
    owner = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  beforeEach(async () => {
    // A line of its own for each spec, of the same customer; the clock only goes forward, and nobody sits idle so long.
    clock.advance(60_000 - (clock.now() % 10_000));
    await Promise.all([owner, rival].map((client) => client.get('/api/v1/session')));
    // The lines of earlier specs are silent by now; told here, so that the job does not tell it in the middle of this one.
    await api.app.get(SilenceWatch).look();
    start = clock.now() / 1_000;
    line = await aStoredLine(api.database, { intervalS: INTERVAL_S, customerId: line.customerId });
  });

  afterAll(() => api.close());

  async function deliver(...readings: readonly Reading[]): Promise<BatchReceipt> {
    const newest = Math.max(...readings.map(({ takenAt }) => takenAt));
    clock.advance(Math.max(0, newest + 100 - clock.now()));
    const answer = await collector.post('/api/v1/collector/batches', aBatch(readings));
    expect(answer.status).toBe(200);
    return BatchReceipt.parse(answer.body);
  }

  async function series(query: Readonly<Record<string, string | number>>, client = owner): Promise<Series> {
    const answer = await client.get(`/api/v1/circuits/${line.circuitId}/samples?${asQuery(query)}`);
    expect(answer.status).toBe(200);
    return SampleSeries.parse(answer.body);
  }

  function bothEnds(slot: number, overrides: Partial<Reading> = {}): Reading[] {
    return [line.portA, line.portZ].map((portId) => aReading({ portId, slot, ...overrides }));
  }

  describe('batches', () => {
    it('are refused to a wrong token, to people and to strangers, before anything is read', async () => {
      const batch = aBatch(bothEnds(start));
      const wrong = await api
        .stranger()
        .post('/api/v1/collector/batches', batch, { Authorization: 'Bearer not-the-token-of-any-collector-00000' });
      expect(wrong.status).toBe(401);
      expect((await api.stranger().post('/api/v1/collector/batches', batch)).status).toBe(401);
      expect((await owner.post('/api/v1/collector/batches', batch)).status).toBe(403);
      expect((await owner.get('/api/v1/collector/work-list')).status).toBe(403);
    });

    it('are acknowledged with what became of their rows', async () => {
      const bad = { ...aReading({ portId: line.portZ, slot: start }), operStatus: 99 };
      const receipt = await deliver(aReading({ portId: line.portA, slot: start }), bad);

      expect(receipt).toEqual({
        duplicate: false,
        stored: 1,
        known: 0,
        setAside: [{ row: 1, reason: 'oper-status-invalid' }],
      });
    });

    it('are told to be known when the answer was lost and they come again', async () => {
      const batch = aBatch(bothEnds(start));
      const first = await collector.post<BatchReceipt>('/api/v1/collector/batches', batch);
      const again = await collector.post<BatchReceipt>('/api/v1/collector/batches', batch);

      expect([first.body.duplicate, again.body.duplicate]).toEqual([false, true]);
    });

    it('of unequal columns are refused whole', async () => {
      const batch = aBatch(bothEnds(start));
      const answer = await collector.post('/api/v1/collector/batches', {
        ...batch,
        readings: { ...batch.readings, slot: [start] },
      });

      expect([answer.status, codeOf(answer)]).toEqual([400, 'ingest.batch-malformed']);
    });

    for (const [name, body] of [
      ['nothing', {}],
      ['a list', []],
      ['a column too few', { epoch: 'abcdefgh', seq: 1, readings: { portId: [] }, devices: [] }],
      ['a negative seq', { ...aBatch([]), seq: -1 }],
      ['a device that is none', { ...aBatch([]), devices: [{ deviceId: 'x' }] }],
      ['more rows than a batch may have', tooLarge()],
    ] as const) {
      it(`of ${name} are refused with 400`, async () => {
        expect((await collector.post('/api/v1/collector/batches', body)).status).toBe(400);
      });
    }

    it('of rubbish do not harm the next one', async () => {
      const readings = Object.fromEntries(
        Object.keys(aBatch([]).readings).map((name) => [name, [null, 'x', {}, [], 1e308, -1, true, '\u0000']]),
      );
      const answer = await collector.post<BatchReceipt>('/api/v1/collector/batches', { ...aBatch([]), readings });

      expect([answer.status, answer.body.stored, answer.body.setAside.length]).toEqual([200, 0, 8]);
      expect((await deliver(...bothEnds(start))).stored).toBe(2);
    });
  });

  describe('the work list', () => {
    /** The devices of the line get a credential that can be opened, as the inventory would store it. */
    async function poll(): Promise<void> {
      const id = randomUUID();
      await api.database.transaction(async (tx) => {
        const access = { version: 'V2C', community: 'spec' } as const;
        await api.app.get(CredentialRepository, { strict: false }).add(tx, [{ id, name: 'Spec', access }]);
        await tx.execute('UPDATE device SET credential_id = ? WHERE id IN (?, ?)', [id, line.deviceA, line.deviceZ]);
        await new InventoryVersion(api.database).advance(tx);
      });
    }

    it('carries every polled port with the note of its newest reading', async () => {
      await poll();
      await deliver(aReading({ portId: line.portA, slot: start, resume: 'raw counters' }));

      const answer = await collector.get('/api/v1/collector/work-list');

      const ports = WorkList.parse(answer.body).devices.flatMap((device) => device.ports);
      expect(ports.find(({ portId }) => portId === line.portA)?.resume).toBe('raw counters');
      expect(ports.find(({ portId }) => portId === line.portZ)?.resume).toBeNull();
    });

    it('is not sent again while the inventory is the same, whatever was delivered meanwhile', async () => {
      await poll();
      const first = await collector.get('/api/v1/collector/work-list');
      const etag = first.headers.get('etag') ?? '';
      await deliver(...bothEnds(start));

      const again = await collector.get('/api/v1/collector/work-list', { 'If-None-Match': etag });
      await poll();
      const changed = await collector.get('/api/v1/collector/work-list', { 'If-None-Match': etag });
      const newest = changed.headers.get('etag') ?? '';
      const weak = await collector.get('/api/v1/collector/work-list', { 'If-None-Match': `W/${newest}` });

      expect([again.status, again.body, changed.status, weak.status]).toEqual([304, '', 200, 304]);
    });

    it('is nobody else to keep, for secrets are in it', async () => {
      const { headers } = await collector.get('/api/v1/collector/work-list');
      expect(headers.get('cache-control')).toBe('no-store');
    });
  });

  describe('samples', () => {
    it('are each reading of a short range, with a null where a gap lies between', async () => {
      const slots = [start, start + 10, start + 60, start + 70];
      for (const slot of slots) await deliver(...bothEnds(slot, { inBps: slot - start }));

      const chart = await series({ from: start * 1_000, to: (start + 80) * 1_000 });

      expect(chart.bucketS).toBe(0);
      expect(chart.inBps).toEqual([0, 10, null, 60, 70]);
      expect(chart.at).toEqual([200, 10_200, 20_200, 60_200, 70_200].map((ms) => start * 1_000 + ms));
      expect(chart.stats.in).toEqual({ last: 80_000, mean: 80_000, max: 70, p95: 80_000 });
      expect(chart.coverage).toBeCloseTo(40_000 / 70_300, 3);
    });

    it('of a longer range come from the roll-ups and, for the newest minutes, from the readings', async () => {
      const first = Math.ceil(start / 300) * 300;
      for (const slot of [first, first + 10, first + 300, first + 600]) {
        await deliver(...bothEnds(slot, { inOctets: slot === first + 10 ? 300_000 : 100_000 }));
      }

      const chart = await series({ from: (first - 3 * 3_600) * 1_000, to: (first + 900) * 1_000 });

      expect(chart.bucketS).toBe(300);
      const at = (seconds: number): number | null | undefined =>
        chart.inBps[chart.at.indexOf((first + seconds) * 1_000)];
      expect([at(-300), at(0), at(300), at(600)]).toEqual([null, 160_000, 80_000, 80_000]);
      expect(chart.stats.in.mean).toBe(120_000);
      expect(chart.stats.in.p95).toBe(160_000);
    });

    it('are merged until they fit the points that are asked for', async () => {
      for (const points of [10, 50, 800]) {
        const chart = await series({ from: (start - 92 * 86_400) * 1_000, to: start * 1_000, points });
        expect(chart.at.length).toBeLessThanOrEqual(points);
        expect(chart.at.length).toBeGreaterThan(points / 4);
      }
    });

    it('of an end that nobody watches are empty', async () => {
      line = await aStoredLine(api.database, { unmonitored: ['Z'], customerId: line.customerId });
      await deliver(...bothEnds(start));

      const chart = await series({ from: start * 1_000, to: (start + 60) * 1_000, side: 'Z' });

      expect([chart.at, chart.coverage, chart.stats.in]).toEqual([
        [],
        0,
        { last: null, mean: null, max: null, p95: null },
      ]);
    });

    it('of times whose five minutes are no longer kept are drawn from hours, without a percentile', async () => {
      const from = hour(start) - 450 * 86_400;
      const sums = { n: 360, nullN: 0, upN: 360, coveredMs: 3_600_000, inMax: 900, inMin: 1, outMax: 90, outMin: 1 };
      const counts = { inOctets: 45_000, outOctets: 4_500, inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 };
      await api.database.transaction((tx) =>
        new RollupRepository(api.database).save(tx, '1h', [{ portId: line.portA, bucket: from, ...sums, ...counts }]),
      );

      const drawn = await series({ from: from * 1_000, to: (from + 7_200) * 1_000, points: 100 });

      expect([drawn.bucketS, drawn.at, drawn.inBps]).toEqual([
        3_600,
        [from * 1_000, (from + 3_600) * 1_000],
        [100, null],
      ]);
      expect([drawn.stats.in.max, drawn.stats.in.mean, drawn.stats.in.p95]).toEqual([900, 100, null]);
    });

    it('of a range that cannot be drawn are refused', async () => {
      for (const [from, to] of [
        [2, 2],
        [3, 2],
        [0, 400 * 86_400_000 + 1],
      ] as const) {
        const answer = await owner.get(`/api/v1/circuits/${line.circuitId}/samples?${asQuery({ from, to })}`);
        expect([answer.status, codeOf(answer)]).toEqual([400, 'chart.range-invalid']);
      }
      for (const query of ['from=a&to=2', 'from=1', 'from=1&to=2&points=9', 'from=1&to=2&side=B', 'from=1.5&to=2']) {
        expect((await owner.get(`/api/v1/circuits/${line.circuitId}/samples?${query}`)).status).toBe(400);
      }
    });
  });

  describe('states', () => {
    it('are the pieces of the range, newest first, with the ends that were not up', async () => {
      await deliver(...bothEnds(start));
      await deliver(
        aReading({ portId: line.portA, slot: start + 10 }),
        aDownReading({ portId: line.portZ, slot: start + 10 }),
      );

      const answer = await owner.get(
        `/api/v1/circuits/${line.circuitId}/states?${asQuery({ from: start * 1_000, to: (start + 60) * 1_000 })}`,
      );

      const iso = (seconds: number): string => new Date((start + seconds) * 1_000 + 200).toISOString();
      expect(StateHistory.parse(answer.body)).toEqual({
        items: [
          { status: 'failed', from: iso(10), to: null, sides: ['Z'], evidence: 'POLL' },
          { status: 'running', from: iso(0), to: iso(10), sides: [], evidence: 'POLL' },
        ],
        truncated: false,
      });
    });

    it('of a range that cannot be drawn are refused', async () => {
      const answer = await owner.get(`/api/v1/circuits/${line.circuitId}/states?from=5&to=5`);
      expect([answer.status, codeOf(answer)]).toEqual([400, 'chart.range-invalid']);
    });
  });

  it('answers a foreign circuit, an unknown one and no id at all with the same words', async () => {
    await deliver(...bothEnds(start));
    for (const what of ['samples', 'states']) {
      const answers = await Promise.all(
        [line.circuitId, randomUUID(), 'x', '%00', "' OR 1=1 --"].map((id) =>
          rival.get<Record<string, unknown>>(`/api/v1/circuits/${encodeURIComponent(id)}/${what}?from=1&to=2`),
        ),
      );
      const bodies = answers.map(({ status, body }) => JSON.stringify({ status, ...body, requestId: null }));
      expect(new Set(bodies).size).toBe(1);
      expect(answers[0]?.status).toBe(404);
    }
  });

  describe('changes', () => {
    async function changes(client: TestClient, since: string): Promise<ChangesView> {
      const answer = await client.get(`/api/v1/changes?${asQuery({ since })}`);
      expect(answer.status).toBe(200);
      return ChangesView.parse(answer.body);
    }

    async function head(): Promise<number> {
      const { feeds } = await changes(owner, `${line.customerId}:0`);
      return feeds[line.customerId] ?? 0;
    }

    it('are what a client missed: each circuit once, as it is now', async () => {
      const before = await head();
      await deliver(...bothEnds(start));
      await deliver(...bothEnds(start + 10, { operStatus: 2 }));

      const missed = await changes(owner, `${line.customerId}:${String(before)}`);

      expect(missed.complete).toBeTrue();
      const reached = missed.feeds[line.customerId] ?? 0;
      expect(reached).toBeGreaterThanOrEqual(before + 2);
      expect(missed.circuits.map(({ id, status }) => [id, status])).toEqual([[line.circuitId, 'failed']]);
      expect((await changes(owner, `${line.customerId}:${String(reached)}`)).circuits).toEqual([]);
    });

    it('of another customer are left out without a word', async () => {
      await deliver(...bothEnds(start));
      expect(await changes(rival, `${line.customerId}:0`)).toEqual({
        complete: true,
        feeds: {},
        circuits: [],
        records: [],
      });
    });

    it('of one site are those of its circuits only', async () => {
      const far = await aStoredLine(api.database, { intervalS: INTERVAL_S, customerId: line.customerId });
      const branch = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'SITE', scopeId: line.siteZ });
      const before = await head();
      await deliver(...bothEnds(start), aReading({ portId: far.portA, slot: start }));

      const since = `${line.customerId}:${String(before)}`;
      expect((await changes(owner, since)).circuits.length).toBe(2);
      expect((await changes(branch, since)).circuits.map(({ id }) => id)).toEqual([line.circuitId]);
    });

    it('that are no longer kept make the client read its lists again', async () => {
      const before = await head();
      await deliver(...bothEnds(start));
      await deliver(...bothEnds(start + 10));
      await api.database.transaction((tx) =>
        tx.execute('DELETE FROM outbox WHERE feed = ? AND seq = ?', [line.customerId, before + 1]),
      );

      expect((await changes(owner, `${line.customerId}:${String(before)}`)).complete).toBeFalse();
      expect((await changes(owner, `${line.customerId}:${String(before + 1)}`)).complete).toBeTrue();
    });

    it('since a number that was never given make the client read its lists again', async () => {
      expect((await changes(owner, `${line.customerId}:999999999`)).complete).toBeFalse();
    });

    it('since nonsense are refused', async () => {
      for (const since of [
        'x',
        line.customerId,
        `${line.customerId}:-1`,
        `${line.customerId}:1:2`,
        'a:1',
        `${line.customerId}:1,`,
      ]) {
        expect((await owner.get(`/api/v1/changes?${asQuery({ since })}`)).status).toBe(400);
      }
      expect((await owner.get('/api/v1/changes')).status).toBe(400);
    });
  });
});

function asQuery(values: Readonly<Record<string, string | number>>): string {
  return new URLSearchParams(
    Object.entries(values).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

function tooLarge(): unknown {
  const batch = aBatch([]);
  const rows = Array.from({ length: 10_001 }, () => 0);
  return { ...batch, readings: Object.fromEntries(Object.keys(batch.readings).map((name) => [name, rows])) };
}
