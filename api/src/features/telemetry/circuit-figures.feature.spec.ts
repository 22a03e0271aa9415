import { billableBps, CircuitTrend, SampleSeries } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { RollupRepository } from './rollup.repository.js';
import type { BucketRow } from './sample-rows.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const DAY_S = 86_400;
/** A midnight in Shanghai. */
const TODAY_S = 1_795_190_400;
const BUCKET_S = 300;
/** In and out, kbit/s, of twenty times five minutes. An interpolated percentile of the second would be 1562.65. */
const KNOWN_KBPS: readonly (readonly [number, number])[] = [
  ...([
    [139, 1_347],
    [653, 1_435],
    [201, 1_229],
    [116, 523],
    [84, 438],
    [32, 231],
    [47, 347],
    [185, 689],
  ] as const),
  ...([
    [198, 940],
    [203, 1_248],
    [276, 1_385],
    [370, 1_427],
    [971, 3_988],
    [233, 1_265],
    [218, 1_221],
  ] as const),
  ...([
    [182, 1_013],
    [169, 992],
    [126, 874],
    [131, 896],
    [157, 1_002],
  ] as const),
];

describe('the figures of a circuit', () => {
  const clock = new ManualClock(TODAY_S * 1_000 + 3_600_000);
  let api: TestApi;
  let line: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: other.customerId });
  });

  /** Days up to today at a steady load each, in Mbit/s. */
  async function store(days: number, load: (day: number) => number): Promise<void> {
    const rollups = api.app.get(RollupRepository, { strict: false });
    const rows = Array.from({ length: days }, (_, index) => days - index).flatMap((ago) =>
      Array.from({ length: DAY_S / BUCKET_S }, (_, slot) =>
        bucket(line.portA, TODAY_S - ago * DAY_S + slot * BUCKET_S, load(days - ago) * 1e6),
      ),
    );
    await api.database.transaction((tx) => rollups.save(tx, '5m', rows));
  }

  const trend = async (query = ''): Promise<CircuitTrend> =>
    CircuitTrend.parse((await engineer.get(`/api/v1/circuits/${line.circuitId}/trend${query}`)).body);

  it('name the day on which a growing load reaches 80 %, of whole days only (LIV9)', async () => {
    await store(40, (day) => 40 + day * 0.5);
    const { verdict, at, p95Bps, contractedBps, leastDays } = await trend();
    expect([at.length, p95Bps[0], contractedBps, leastDays]).toEqual([40, 40e6, 100e6, 28]);
    expect(verdict.kind).toBe('date');
    // 80 Mbit/s on the 80th day, of which 40 are over.
    if (verdict.kind === 'date') expect(Math.round((verdict.at / 1_000 - TODAY_S) / DAY_S)).toBe(40);
    expect((await trend('?share=50')).verdict.kind).toBe('reached');
    expect((await trend('?side=Z')).verdict.kind).toBe('short');
  });

  it('name no day for a flat load, nor from a few days (LIV9)', async () => {
    await store(40, () => 40);
    expect((await trend()).verdict).toEqual({ kind: 'flat' });
    const short = await aStoredLine(api.database, { customerId: line.customerId });
    const answer = await engineer.get(`/api/v1/circuits/${short.circuitId}/trend`);
    expect(CircuitTrend.parse(answer.body).verdict).toEqual({ kind: 'short' });
  });

  it('bill what is left when the highest twentieth is dropped, each direction for itself, nothing between two (SLA5)', async () => {
    const rollups = api.app.get(RollupRepository, { strict: false });
    const from = TODAY_S - DAY_S;
    const rows = KNOWN_KBPS.map(([inward, outward], slot) =>
      bucket(line.portA, from + slot * BUCKET_S, inward * 1_000, outward * 1_000),
    );
    await api.database.transaction((tx) => rollups.save(tx, '5m', rows));

    const path = `/api/v1/circuits/${line.circuitId}/samples`;
    const query = `from=${String(from * 1_000)}&to=${String(TODAY_S * 1_000)}&side=A&points=10`;
    const { stats } = SampleSeries.parse((await engineer.get(`${path}?${query}`)).body);
    expect([stats.in.p95, stats.out.p95]).toEqual([653_000, 1_435_000]);
    expect(billableBps(stats.in.p95 ?? 0, stats.out.p95 ?? 0)).toBe(1_435_000);
    expect(billableBps(stats.in.p95 ?? 0, stats.out.p95 ?? 0, 2_000_000)).toBe(2_000_000);
  });

  it('bill both directions together where that was agreed: added up before the percentile, not after (SLA5)', async () => {
    const rollups = api.app.get(RollupRepository, { strict: false });
    const from = TODAY_S - DAY_S;
    // Out is seven slots late, so that the peaks of both directions fall apart: the second largest sum is 971 + 1002.
    const rows = KNOWN_KBPS.map(([inward], slot) => {
      const outward = KNOWN_KBPS[(slot + 7) % KNOWN_KBPS.length]?.[1] ?? 0;
      return bucket(line.portA, from + slot * BUCKET_S, inward * 1_000, outward * 1_000);
    });
    await api.database.transaction((tx) => rollups.save(tx, '5m', rows));

    const path = `/api/v1/circuits/${line.circuitId}/samples`;
    const query = `from=${String(from * 1_000)}&to=${String(TODAY_S * 1_000)}&side=A&points=10`;
    const { stats } = SampleSeries.parse((await engineer.get(`${path}?${query}`)).body);
    expect([stats.in.p95, stats.out.p95, stats.sumP95]).toEqual([653_000, 1_435_000, 1_973_000]);
  });

  it('are given out as a file with the rows of the chart, numbers as numbers (LIV8)', async () => {
    await store(3, (day) => 40 + day);
    const range = { from: (TODAY_S - 3 * DAY_S) * 1_000, to: TODAY_S * 1_000, side: 'A', points: 300 };
    const query = `from=${String(range.from)}&to=${String(range.to)}&side=A&points=300`;
    const path = `/api/v1/circuits/${line.circuitId}/samples`;
    const series = SampleSeries.parse((await engineer.get(`${path}?${query}`)).body);

    const made = await engineer.post<string>(`${path}/file`, { ...range, format: 'csv', language: 'zh-CN' });
    expect(made.status).toBe(200);
    const [header, ...rows] = made.body.replace('\uFEFF', '').trimEnd().split('\r\n');
    expect(header).toContain('入向 bit/s');
    expect(rows.length).toBe(series.at.length);
    const sum = (values: readonly (number | null)[]): number =>
      values.reduce<number>((all, one) => all + (one ?? 0), 0);
    expect(sum(rows.map((row) => Number(row.split(',')[1])))).toBe(sum(series.inBps));
    const sheet = await engineer.post(`${path}/file`, { ...range, format: 'xlsx', language: 'en' });
    expect(sheet.status).toBe(200);
  });

  it('tell a file’s reader the same instants in the zone that is asked for, and name it', async () => {
    const range = { from: (TODAY_S - 3 * DAY_S) * 1_000, to: TODAY_S * 1_000, side: 'A', points: 100 };
    const path = `/api/v1/circuits/${line.circuitId}/samples/file`;
    await store(3, () => 40);
    for (const [timeZone, offsetMs] of [
      ['Asia/Urumqi', 6 * 3_600_000],
      ['UTC', 0],
    ] as const) {
      const file = await engineer.post<string>(path, { ...range, format: 'csv', language: 'zh-CN', timeZone });
      const [header = '', ...rows] = file.body.trim().split('\r\n');
      expect(header).toContain(`时间（UTC）,时间（${timeZone}）,入向 bit/s`);
      for (const row of rows) {
        const [utc = '', local = ''] = row.split(',');
        expect(Date.parse(`${local.replace(' ', 'T')}Z`) - Date.parse(utc)).toBe(offsetMs);
      }
      expect(rows.length).toBeGreaterThan(0);
    }
    const wrong = await engineer.post(path, { ...range, format: 'csv', language: 'en', timeZone: 'Asia/Nowhere' });
    expect(wrong.status).toBe(400);
  });

  it('are nobody else’s, and not of ten years at once', async () => {
    expect((await rival.get(`/api/v1/circuits/${line.circuitId}/trend`)).status).toBe(404);
    const file = { from: 0, to: TODAY_S * 1_000, side: 'A', points: 100, format: 'csv', language: 'en' };
    const path = `/api/v1/circuits/${line.circuitId}/samples/file`;
    expect(codeOf(await rival.post(path, file))).toBe('circuit.not-found');
    expect(codeOf(await engineer.post(path, file))).toBe('chart.range-invalid');
  });
});

function bucket(portId: number, at: number, bps: number, outBps = bps / 2): BucketRow {
  const octets = (bps * BUCKET_S) / 8;
  const empty = { inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 };
  const rates = { inMax: bps, inMin: bps, outMax: outBps, outMin: outBps };
  const counts = { n: 5, nullN: 0, upN: 5, coveredMs: BUCKET_S * 1_000 };
  return { portId, bucket: at, inOctets: octets, outOctets: (outBps * BUCKET_S) / 8, ...empty, ...rates, ...counts };
}
