import type { CircuitPage, MadeApiToken } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { pollLines } from '../../testing/polled-lines.js';
import { type ReadSample, readOpenMetrics } from '../../testing/read-open-metrics.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aBatch, aReading } from '../../testing/test-batch.builder.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { aMeasureBatch, aPoint, aRun, storePoints } from '../../testing/test-measures.builder.js';

const PATIENCE_MS = 180_000;
const METRICS = '/api/v1/metrics/circuits';

describe('circuits as metrics', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let rival: StoredLine;
  let token: string;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    clock.advance(86_400_000);
    [line, rival] = [await aStoredLine(api.database), await aStoredLine(api.database)];
    token = await tokenOf(line);
  }, PATIENCE_MS);

  async function tokenOf({ customerId }: StoredLine, siteIds: readonly string[] = []): Promise<string> {
    const admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
    const wish = { name: 'Prometheus', role: 'CUSTOMER_VIEWER', siteIds, days: 30 };
    return (await admin.post<MadeApiToken>('/api/v1/tokens', wish)).body.token;
  }

  /** A scrape is kept for some seconds; whoever asks for another one waits as long. */
  function scraped(by = token): Promise<Map<string, ReadSample[]>> {
    clock.advance(5_000);
    return asked(by);
  }

  async function asked(by = token): Promise<Map<string, ReadSample[]>> {
    const response = await fetch(`${api.url}${METRICS}`, { headers: { Authorization: `Bearer ${by}` } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    const families = readOpenMetrics(await response.text());
    return new Map([...families].map(([name, { samples }]) => [name.replace('linewatch_', ''), samples]));
  }

  async function deliver(...readings: ReturnType<typeof aReading>[]): Promise<void> {
    const answer = await api.collector().post('/api/v1/collector/batches', aBatch(readings));
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBe(200);
  }

  const slotNow = (): number => Math.floor(clock.now() / 10_000) * 10;
  const codes = (samples: readonly ReadSample[] | undefined): (string | undefined)[] => [
    ...new Set((samples ?? []).map(({ labels }) => labels['circuit'])),
  ];

  it('tell the state and the traffic of the own circuits, and of no other', async () => {
    const slot = slotNow();
    await deliver(
      ...[line, rival].flatMap(({ portA, portZ }) => [portA, portZ].map((portId) => aReading({ portId, slot }))),
    );

    const found = await scraped();

    expect(codes([...found.values()].flat())).toEqual([undefined, line.circuitId]);
    expect(found.get('circuits')).toEqual([{ name: 'linewatch_circuits', labels: {}, value: 1 }]);
    const states = found.get('circuit_state') ?? [];
    expect(states.filter(({ value }) => value === 1).map(({ labels }) => labels['linewatch_circuit_state'])).toEqual([
      'running',
    ]);
    expect(states.length).toBe(5);
    const { body } = await listed();
    const [row] = body.items;
    expect((found.get('circuit_traffic_bits_per_second') ?? []).map(({ value }) => value)).toEqual(
      [row?.inBps, row?.outBps].filter((value) => typeof value === 'number'),
    );
    expect(found.get('circuit_faults')?.every(({ value }) => value === 0)).toBeTrue();
  });

  const listed = (): Promise<{ body: CircuitPage }> =>
    api.stranger().get<CircuitPage>('/api/v1/circuits', { Authorization: `Bearer ${token}` });

  it('count the open faults by kind', async () => {
    await pollLines(api, clock, [line, rival], 2);
    await pollLines(api, clock, [line, rival], 5, [line]);

    const found = await scraped();

    const open = (found.get('circuit_faults') ?? []).filter(({ value }) => value > 0);
    expect(open.map(({ labels, value }) => [labels['kind'], value])).toEqual([['DOWN', 1]]);
  });

  it('tell latency, jitter and loss of what was measured just now, a series a point', async () => {
    const of = { circuitId: line.circuitId, customerId: line.customerId };
    const points = [aPoint(of), aPoint(of)];
    await storePoints(api.database, points);
    const slot = Math.floor(clock.now() / 60_000) * 60;
    const runs = points.map(({ id }) => aRun({ pointId: id, slot }));
    const answer = await api.collector().post('/api/v1/collector/batches', aMeasureBatch({ latency: runs }));
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBe(200);

    const found = await scraped();

    expect(found.get('circuit_latency_seconds')?.map(({ labels }) => labels['point'])).toEqual(
      points.map(({ id }) => String(id)),
    );
    expect(found.get('circuit_loss_ratio')?.every(({ value }) => value >= 0 && value <= 1)).toBeTrue();
    clock.advance(600_000);
    expect((await scraped()).get('circuit_latency_seconds')).toBeUndefined();
  });

  it('say nothing of what is not known instead of zero', async () => {
    const found = await scraped();

    expect(found.get('circuit_state')?.find(({ value }) => value === 1)?.labels['linewatch_circuit_state']).toBe(
      'unknown',
    );
    for (const name of ['circuit_traffic_bits_per_second', 'circuit_utilisation_ratio', 'circuit_end_errors']) {
      expect(found.has(name)).withContext(name).toBeFalse();
    }
  });

  it('name a circuit by code and alias, however it is written', async () => {
    const alias = 'HQ "main"\\\nline';
    await api.database.transaction((tx) =>
      tx.execute('UPDATE circuit SET alias = ? WHERE id = ?', [alias, line.circuitId]),
    );

    const [info] = (await scraped()).get('circuit') ?? [];

    expect(info?.labels).toEqual({ circuit: line.circuitId, alias, name: 'Line', product: 'MSTP' });
  });

  it('of a token of one site are those of its lines', async () => {
    const other = await aStoredLine(api.database, { customerId: line.customerId });

    expect(new Set(codes((await scraped()).get('circuit_state')))).toEqual(new Set([line.circuitId, other.circuitId]));
    const found = await scraped(await tokenOf(line, [line.siteA]));
    expect(codes(found.get('circuit_state'))).toEqual([line.circuitId]);
  });

  it('are written once for all who ask within some seconds', async () => {
    await scraped();
    await aStoredLine(api.database, { customerId: line.customerId });
    clock.advance(4_999);

    expect(codes((await asked()).get('circuit_state')).length).toBe(1);
    clock.advance(1);
    expect(codes((await asked()).get('circuit_state')).length).toBe(2);
  });

  it('are refused without a token', async () => {
    expect((await api.stranger().get(METRICS)).status).toBe(401);
  });
});
