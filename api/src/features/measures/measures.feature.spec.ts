import { randomUUID } from 'node:crypto';
import {
  BatchReceipt,
  CircuitMeasures,
  type LatencySeries,
  type LineSeries,
  MeasureSeries,
  type OpticalSeries,
  WorkList,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import {
  aLevel,
  aLine,
  aMeasureBatch,
  anInterval,
  aPoint,
  aRun,
  type Measured,
  storePoints,
} from '../../testing/test-measures.builder.js';
import type { NewMeasurePoint } from '../inventory/index.js';
import { MeasureRetention } from './measure-retention.js';
import { MeasureSumming } from './measure-summing.js';

const DAY_S = 86_400;
const SPAN_S = 6 * 3_600;

describe('measurements over HTTP', () => {
  let api: TestApi;
  let clock: ManualClock;
  let collector: TestClient;
  let owner: TestClient;
  let rival: TestClient;
  let line: StoredLine;
  /** Epoch seconds, begin of an hour. */
  let start: number;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({
      clock,
      env: { RETAIN_RAW_DAYS: '10', RETAIN_5M_DAYS: '20', RETAIN_1H_DAYS: '30', RETAIN_1D_DAYS: '40' },
    });
    collector = api.collector();
  });

  beforeEach(async () => {
    // A circuit of its own for each spec, and six hours to tell of before the clock's time.
    clock.advance(7 * 3_600_000 - (clock.now() % 3_600_000));
    start = clock.now() / 1_000 - SPAN_S;
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    owner = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  afterAll(() => api.close());

  async function point(overrides: Partial<NewMeasurePoint> = {}): Promise<number> {
    const made = aPoint({ circuitId: line.circuitId, customerId: line.customerId, ...overrides });
    await storePoints(api.database, [made]);
    return made.id;
  }

  async function deliver(measured: Partial<Measured>): Promise<void> {
    const all = [...Object.values(measured)].flat();
    clock.advance(Math.max(0, Math.max(...all.map(({ takenAt }) => takenAt)) + 100 - clock.now()));
    const answer = await collector.post('/api/v1/collector/batches', aMeasureBatch(measured));
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBe(200);
  }

  async function shown(client = owner): Promise<CircuitMeasures> {
    const answer = await client.get(`/api/v1/circuits/${line.circuitId}/measures`);
    expect(answer.status).toBe(200);
    return CircuitMeasures.parse(answer.body);
  }

  async function asked(kind: string, query: Readonly<Record<string, number>>): Promise<MeasureSeries> {
    const words = Object.entries(query).map(([name, value]) => `&${name}=${String(value)}`);
    const answer = await owner.get(`/api/v1/circuits/${line.circuitId}/measures/series?kind=${kind}${words.join('')}`);
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBe(200);
    return MeasureSeries.parse(answer.body);
  }

  async function drawnLatency(query: Readonly<Record<string, number>>): Promise<LatencySeries[]> {
    const series = await asked('latency', query);
    return series.kind === 'latency' ? series.items : [];
  }

  async function drawnOptical(query: Readonly<Record<string, number>>): Promise<OpticalSeries[]> {
    const series = await asked('optical', query);
    return series.kind === 'optical' ? series.items : [];
  }

  async function drawnLine(query: Readonly<Record<string, number>>): Promise<LineSeries[]> {
    const series = await asked('line', query);
    return series.kind === 'line' ? series.items : [];
  }

  async function sumUp(): Promise<void> {
    const summing = api.app.get(MeasureSumming);
    while ((await summing.run()) > 0);
  }

  function aside(): Promise<{ reason: string }[]> {
    return api.database.read('SELECT reason FROM ingest_aside ORDER BY reason');
  }

  describe('delivered', () => {
    it('are stored once, however often their batch comes, and show as the newest values', async () => {
      const pointId = await point();
      const batch = aMeasureBatch({ latency: [aRun({ pointId, slot: start, received: 19 })] });
      clock.advance(1_000);
      for (const duplicate of [false, true]) {
        const answer = await collector.post('/api/v1/collector/batches', batch);
        expect(BatchReceipt.parse(answer.body).duplicate).toBe(duplicate);
      }
      await deliver({ latency: [aRun({ pointId, slot: start, received: 1 })] });

      const { items } = await shown();

      expect(items).toEqual([
        jasmine.objectContaining({
          pointId,
          kind: 'LATENCY',
          source: 'STAMP',
          status: 'OK',
          latency: {
            sent: 20,
            received: 19,
            lossPct: 5,
            minUs: 10_000,
            meanUs: 12_000,
            maxUs: 15_000,
            jitterUs: 1_000,
          },
        }),
      ]);
      expect(items[0]?.valuesAt).toBe(new Date(start * 1_000 + 900).toISOString());
    });

    it('share the transaction of the readings: a part that cannot be read stores nothing of the batch', async () => {
      const pointId = await point();
      const batch = {
        ...aBatch([aReading({ portId: line.portA, slot: start })]),
        measures: {
          latency: { ...aMeasureBatch({ latency: [aRun({ pointId, slot: start })] }).measures?.latency, slot: [] },
        },
      };
      clock.advance(1_000);
      const answer = await collector.post('/api/v1/collector/batches', batch);

      expect(codeOf(answer)).toBe('ingest.batch-malformed');
      const entered = await api.database.read('SELECT seq FROM ingest_batch WHERE epoch = ?', [batch.epoch]);
      expect(entered).toEqual([]);
    });

    it('lose only their bad rows, which are kept for the NOC with a reason', async () => {
      const [pointId, optical] = [await point(), await point({ kind: 'OPTICAL' })];
      const before = (await aside()).length;
      await deliver({
        latency: [
          aRun({ pointId, slot: start }),
          aRun({ pointId, slot: start }),
          aRun({ pointId: 999_999, slot: start }),
          aRun({ pointId: optical, slot: start }),
          aRun({ pointId, slot: start + 1, received: 21 }),
          aRun({ pointId, slot: start + 2, status: 'NOT_MEASURED' }),
          aRun({ pointId, slot: start + 3, meanUs: 16_000 }),
          aRun({ pointId, slot: start - 9 * DAY_S, takenAt: (start - 9 * DAY_S) * 1_000 }),
          aRun({ pointId, slot: start + 4, meanUs: 1.5 }),
        ],
        optical: [aLevel({ pointId: optical, slot: start, rxDbm: 2_500 })],
        line: [],
      });

      expect((await aside()).length - before).toBe(9);
      expect((await aside()).map(({ reason }) => reason)).toEqual(
        jasmine.arrayContaining([
          'latency-count-invalid',
          'latency-delay-invalid',
          'latency-point-unknown',
          'latency-slot-twice-in-batch',
          'latency-too-late',
          'latency-value-unexpected',
          'optical-power-invalid',
        ]),
      );
      expect((await shown()).items.map(({ status }) => status)).toEqual(['OK', null]);
    });

    it('say when nothing came, and keep the last values with their age', async () => {
      const pointId = await point();
      const nothing = { sent: null, received: null, minUs: null, meanUs: null, maxUs: null, jitterUs: null };
      await deliver({
        latency: [aRun({ pointId, slot: start }), aRun({ pointId, slot: start + 60, status: 'NO_ANSWER', ...nothing })],
      });

      const [item] = (await shown()).items;

      expect(item?.status).toBe('NO_ANSWER');
      expect(item?.latency?.meanUs).toBe(12_000);
      expect(Date.parse(item?.measuredAt ?? '') - Date.parse(item?.valuesAt ?? '')).toBe(60_000);
    });

    it('freeze an interval of 15 minutes after its second reading', async () => {
      const pointId = await point({ kind: 'LINE', settings: { source: 'DS1', ifName: 'E1 0/1' } });
      const slot = start - 1_800;
      await deliver({ performance: [anInterval({ pointId, slot, uas: 12 })] });
      await deliver({ performance: [anInterval({ pointId, slot, uas: 10, takenAt: start * 1_000, isFinal: true })] });
      await deliver({
        performance: [anInterval({ pointId, slot, uas: 99, takenAt: start * 1_000 + 1, isFinal: true })],
      });

      const [series] = await drawnLine({ from: (start - 3_600) * 1_000, to: start * 1_000 });

      expect(series?.uas).toEqual([null, null, 10, null]);
    });
  });

  describe('drawn', () => {
    it('show loss, delay weighted by answers, and jitter', async () => {
      const pointId = await point();
      await deliver({
        latency: [
          aRun({ pointId, slot: start, received: 20, meanUs: 12_000, jitterUs: 1_000 }),
          aRun({ pointId, slot: start + 60, received: 10, meanUs: 15_000, jitterUs: 3_000 }),
          aRun({ pointId, slot: start + 120, received: 0, minUs: null, meanUs: null, maxUs: null, jitterUs: null }),
        ],
      });

      const [series] = await drawnLatency({ from: start * 1_000, to: (start + 3_600) * 1_000 });

      expect(series?.bucketS).toBe(0);
      expect(series?.lossPct).toEqual([0, 50, 100]);
      expect(series?.meanUs).toEqual([12_000, 15_000, null]);
      expect(series?.stats).toEqual({ lossPct: 50, meanUs: 13_000, maxUs: 15_000, jitterUs: 2_000, sent: 60 });
    });

    it('come to the same sums whether they are rolled up already or not, late ones included', async () => {
      const pointId = await point();
      const runs = Array.from({ length: 240 }, (_, index) =>
        aRun({ pointId, slot: start + index * 60, received: 20 - (index % 3), meanUs: 12_000 + (index % 7) * 10 }),
      );
      await deliver({ latency: runs.filter((_, index) => index !== 17) });
      const range = { from: start * 1_000, to: (start + 4 * 3_600) * 1_000, points: 48 };
      const unsummed = await drawnLatency(range);
      await sumUp();
      expect(await drawnLatency(range)).toEqual(unsummed);
      await deliver({ latency: runs.slice(17, 18) });
      await sumUp();

      const [series] = await drawnLatency(range);

      expect(series?.bucketS).toBe(300);
      expect(series?.at.length).toBe(48);
      expect(series?.stats.sent).toBe(4_800);
      const received = runs.reduce((sum, run) => sum + (run.received ?? 0), 0);
      expect(series?.stats.lossPct).toBe(Math.round(((4_800 - received) / 4_800) * 1_000_000) / 10_000);
      const [days] = await drawnLatency({ from: (start - 300 * DAY_S) * 1_000, to: range.to, points: 100 });
      expect(days?.stats).toEqual(jasmine.objectContaining({ sent: 4_800, lossPct: series?.stats.lossPct }));
    });

    it('never give more entries than the chart has room for', async () => {
      const pointId = await point();
      await deliver({ latency: [aRun({ pointId, slot: start })] });
      const DAYS = [0.01, 0.05, 0.5, 3, 31, 365, 400];
      for (const days of DAYS) {
        const [series] = await drawnLatency({
          from: (start - days * DAY_S) * 1_000,
          to: start * 1_000,
          points: 10,
        });
        expect(series?.at.length).withContext(String(days)).toBeLessThanOrEqual(10);
      }
    });

    it('tell optical levels by hour with their extremes', async () => {
      const pointId = await point({ kind: 'OPTICAL', intervalS: 900 });
      await deliver({
        optical: [-8, -10, -9, null].map((rxDbm, index) =>
          aLevel({ pointId, slot: start + index * 900, rxDbm, voltageV: null }),
        ),
      });
      await sumUp();
      const to = (start + 3_600) * 1_000;

      const [single] = await drawnOptical({ from: start * 1_000, to });
      const [long] = await drawnOptical({ from: (start - 20 * DAY_S) * 1_000, to, points: 600 });

      expect(single?.rxDbm).toEqual([-8, -10, -9, null]);
      const place = long?.at.indexOf(start * 1_000) ?? -1;
      expect([long?.rxMinDbm[place], long?.rxDbm[place], long?.rxMaxDbm[place], long?.voltageV[place]]).toEqual([
        -10,
        -9,
        -8,
        null,
      ]);
    });

    it('tell the status of a line as stays, and holes as not measured', async () => {
      const pointId = await point({ kind: 'LINE', settings: { source: 'DS1', ifName: 'E1 0/2' }, intervalS: 60 });
      const bits = [1, 1, 64, 64, 1, ...Array<null>(10).fill(null), 1];
      await deliver({
        line: bits.flatMap((alarmBits, index) =>
          alarmBits === null ? [] : [aLine({ pointId, slot: start + index * 60, alarmBits })],
        ),
      });

      const [series] = await drawnLine({ from: start * 1_000, to: (start + 900 + 60) * 1_000 });

      const at = (index: number): number => (start + index * 60) * 1_000;
      const now = Math.min(clock.now(), (start + 960) * 1_000);
      expect(series?.stays).toEqual([
        { from: at(0), to: at(2), status: 'OK', alarmBits: 1 },
        { from: at(2), to: at(4), status: 'OK', alarmBits: 64 },
        { from: at(4), to: at(5), status: 'OK', alarmBits: 1 },
        { from: at(5), to: at(15), status: 'NOT_MEASURED', alarmBits: null },
        { from: at(15), to: now, status: 'OK', alarmBits: 1 },
      ]);
      expect(series?.truncated).toBeFalse();
    });

    it('are refused where the question is wrong', async () => {
      const bad = [
        ['kind=voltage&from=1&to=2', 'request.invalid'],
        ['from=1&to=2', 'request.invalid'],
        ['kind=latency&from=2&to=1', 'chart.range-invalid'],
        [`kind=latency&from=1&to=${String(3_650 * DAY_S * 1_000)}`, 'chart.range-invalid'],
        ['kind=line&from=-1&to=2', 'request.invalid'],
        ['kind=line&from=1&to=2&side=B', 'request.invalid'],
        ['kind=line&from=1&to=2&points=100000', 'request.invalid'],
        ['kind=line&from=1e400&to=x', 'request.invalid'],
      ];
      for (const [query, code] of bad) {
        const answer = await owner.get(`/api/v1/circuits/${line.circuitId}/measures/series?${String(query)}`);
        expect(codeOf(answer)).withContext(String(query)).toBe(String(code));
      }
    });
  });

  it("are not found on another customer's circuit, nor on one that is nowhere", async () => {
    await point();
    const nothing = (await rival.get(`/api/v1/circuits/${randomUUID()}/measures`)).body;
    for (const id of [line.circuitId, 'x', randomUUID()]) {
      const answer = await rival.get(`/api/v1/circuits/${id}/measures`);
      expect(answer.status).toBe(404);
      expect(codeOf(answer)).toBe('circuit.not-found');
      const series = await rival.get(`/api/v1/circuits/${id}/measures/series?kind=latency&from=1&to=2`);
      expect(series.status).toBe(404);
    }
    expect(nothing).toEqual(jasmine.objectContaining({ code: 'circuit.not-found' }));
  });

  it('show nothing for a circuit without points', async () => {
    expect((await shown()).items).toEqual([]);
    expect(await drawnOptical({ from: start * 1_000, to: (start + 60) * 1_000 })).toEqual([]);
  });

  it('are in the work list: those of a device with it, and a probe with the one collector that runs it', async () => {
    const inList = async (): Promise<WorkList> =>
      WorkList.parse((await collector.get('/api/v1/collector/work-list')).body);
    const before = await inList();
    const own = await point({ intervalS: 30 });
    const broken = await point({ settings: { source: 'STAMP' } as never });

    const after = await inList();

    expect(after.version).not.toBe(before.version);
    expect(after.probes?.find(({ pointId }) => pointId === own)).toEqual({
      pointId: own,
      intervalS: 30,
      source: 'STAMP',
      target: '192.0.2.1',
      port: 862,
      count: 20,
      spacingMs: 50,
    });
    expect(after.probes?.some(({ pointId }) => pointId === broken)).toBeFalse();
    const [held] = await api.database.read<{ polledBy: string | null }>(
      'SELECT polled_by AS polledBy FROM measure_point WHERE id = ?',
      [own],
    );
    expect(held?.polledBy).not.toBeNull();
  });

  it('are removed when they are older than their level is kept, and their sums stay for as long as theirs', async () => {
    const pointId = await point();
    await deliver({ latency: [aRun({ pointId, slot: start })] });
    await sumUp();
    const left = async (): Promise<number[]> =>
      Promise.all(
        ['measure_latency', 'latency_5m', 'latency_1h', 'latency_1d'].map(async (table) => {
          const [row] = await api.database.read<{ n: number | string }>(
            `SELECT COUNT(*) AS n FROM ${table} WHERE point_id = ?`,
            [pointId],
          );
          return Number(row?.n);
        }),
      );
    clock.advance(600_000);
    await sumUp();
    expect(await left()).toEqual([1, 1, 1, 1]);
    for (const kept of [
      [0, 1, 1, 1],
      [0, 0, 1, 1],
      [0, 0, 0, 1],
      [0, 0, 0, 0],
    ]) {
      clock.advance(10 * DAY_S * 1_000 + 86_400_000);
      await api.app.get(MeasureRetention).run(new AbortController().signal);
      expect(await left()).toEqual(kept);
    }
  });
});
