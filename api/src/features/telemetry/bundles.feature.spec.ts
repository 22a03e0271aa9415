import { CircuitTrend, percentile95, SampleSeries } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, bundledPort, type StoredLine } from '../../testing/test-line.builder.js';
import { RollupRepository } from './rollup.repository.js';
import type { BucketRow } from './sample-rows.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const DAY_S = 86_400;
/** A midnight in Shanghai. */
const TODAY_S = 1_795_190_400;
const YESTERDAY_S = TODAY_S - DAY_S;
const BUCKET_S = 300;
/** Mbit/s of two ports in twenty times five minutes. Their peaks fall apart, as hashing spreads flows. */
const FIRST = [90, 88, 10, 12, 11, 10, 14, 10, 12, 11, 10, 12, 10, 11, 13, 10, 12, 10, 11, 12];
const SECOND = [5, 6, 80, 82, 30, 31, 8, 9, 7, 6, 5, 6, 7, 8, 9, 5, 6, 7, 8, 9];
/** Added up slot by slot, sorted: … 42 44 89 … the 19th of 20 is what the second largest slot carried. */
const BY_HAND_MBPS = 94;

describe('a circuit with several ports at one end', () => {
  const clock = new ManualClock(TODAY_S * 1_000 + 3_600_000);
  let api: TestApi;
  let line: StoredLine;
  let second: number;
  let engineer: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database, { intervalS: 60 });
    second = await bundledPort(api.database, line);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  });

  async function store(rows: readonly BucketRow[]): Promise<void> {
    const rollups = api.app.get(RollupRepository, { strict: false });
    await api.database.transaction((tx) => rollups.save(tx, '5m', rows));
  }

  async function series(from: number, to: number, points = 400): Promise<SampleSeries> {
    const query = `from=${String(from * 1_000)}&to=${String(to * 1_000)}&side=A&points=${String(points)}`;
    const answer = await engineer.get(`/api/v1/circuits/${line.circuitId}/samples?${query}`);
    expect(answer.status).toBe(200);
    return SampleSeries.parse(answer.body);
  }

  it('has its ports added up five minutes by five minutes before the percentile is taken (SLA5)', async () => {
    await store([...bucketsOf(line.portA, FIRST), ...bucketsOf(second, SECOND)]);

    const { stats, ports, inBps, at } = await series(YESTERDAY_S, TODAY_S);

    expect(stats.in.p95).toBe(BY_HAND_MBPS * 1e6);
    expect(stats.out.p95).toBe((BY_HAND_MBPS / 2) * 1e6);
    expect(stats.sumP95).toBe(BY_HAND_MBPS * 1.5 * 1e6);
    expect(stats.in.max).toBe(95e6);
    expect(ports).toEqual({ bound: 2, heard: 2 });
    expect(inBps[at.indexOf(YESTERDAY_S * 1_000)]).toBe(95e6);
    // Neither one port alone nor the sum of both percentiles.
    const alone = [FIRST, SECOND].map((values) => percentile95(values)?.value ?? 0);
    expect(alone).toEqual([88, 80]);
  });

  it('has a gap and no smaller load where one of them was not read', async () => {
    await store([...bucketsOf(line.portA, FIRST), ...bucketsOf(second, SECOND.slice(0, 10))]);

    const { stats, inBps, coverage } = await series(YESTERDAY_S, YESTERDAY_S + 40 * BUCKET_S);

    expect(inBps.slice(8, 20)).toEqual([19e6, 17e6, ...new Array<null>(10).fill(null)]);
    expect(coverage).toBe(10 / 40);
    expect(stats.in.p95).toBe(95e6);
  });

  it('counts with the ports that were known at the time: one that was added later takes nothing away', async () => {
    const late = bucketsOf(second, SECOND).slice(10);
    await store([...bucketsOf(line.portA, FIRST), ...late]);

    const { inBps, coverage } = await series(YESTERDAY_S, YESTERDAY_S + 40 * BUCKET_S);

    expect(coverage).toBe(20 / 40);
    expect(inBps.slice(0, 20).map((bps) => (bps ?? 0) / 1e6)).toEqual(
      FIRST.map((mbps, slot) => mbps + (slot < 10 ? 0 : (SECOND[slot] ?? 0))),
    );
  });

  it('says that a port was never read, instead of passing the others off as all', async () => {
    await store(bucketsOf(line.portA, FIRST));
    const { ports, stats } = await series(YESTERDAY_S, TODAY_S);
    expect([ports, stats.in.p95]).toEqual([{ bound: 2, heard: 1 }, 88e6]);
  });

  it('is looked ahead by the load of all of them', async () => {
    const steady = (portId: number, bps: number): BucketRow[] =>
      Array.from({ length: 30 * (DAY_S / BUCKET_S) }, (_, slot) =>
        bucket(portId, TODAY_S - 30 * DAY_S + slot * BUCKET_S, bps),
      );
    await store([...steady(line.portA, 30e6), ...steady(second, 60e6)]);

    const trend = CircuitTrend.parse((await engineer.get(`/api/v1/circuits/${line.circuitId}/trend`)).body);

    expect(trend.p95Bps).toEqual(new Array<number>(30).fill(90e6));
    expect(trend.verdict.kind).toBe('reached');
  });

  it('is drawn minute by minute from readings that were taken at different moments', async () => {
    const start = Math.floor(clock.now() / 60_000) * 60;
    const minutes = [0, 60, 120];
    const readings = minutes.flatMap((offset) => [
      aReading({
        portId: line.portA,
        slot: start + offset,
        dtMs: 60_000,
        inOctets: 150_000_000,
        outOctets: 75_000_000,
      }),
      aReading({
        portId: second,
        slot: start + offset + 17,
        dtMs: 60_000,
        inOctets: 75_000_000,
        outOctets: 75_000_000,
      }),
    ]);
    clock.advance(300_000);
    const answer = await api.collector().post('/api/v1/collector/batches', aBatch(readings));
    expect(answer.status).toBe(200);

    const { bucketS, inBps, outBps, ports } = await series(start, start + 180);

    expect([bucketS, ports.heard]).toEqual([60, 2]);
    expect(inBps).toEqual([30e6, 30e6, 30e6]);
    expect(outBps).toEqual([20e6, 20e6, 20e6]);
  });
});

function bucketsOf(portId: number, mbps: readonly number[]): BucketRow[] {
  return mbps.map((value, slot) => bucket(portId, YESTERDAY_S + slot * BUCKET_S, value * 1e6));
}

function bucket(portId: number, at: number, bps: number): BucketRow {
  const outBps = bps / 2;
  const empty = { inErrors: 0, outErrors: 0, inDiscards: 0, outDiscards: 0 };
  const rates = { inMax: bps, inMin: bps, outMax: outBps, outMin: outBps };
  const octets = { inOctets: (bps * BUCKET_S) / 8, outOctets: (outBps * BUCKET_S) / 8 };
  return { portId, bucket: at, n: 5, nullN: 0, upN: 5, coveredMs: BUCKET_S * 1_000, ...octets, ...empty, ...rates };
}
