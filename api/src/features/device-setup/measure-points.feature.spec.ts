import { CircuitMeasures, CreatedMeasurePoint, MeasurePointList, type Problem, type WorkList } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { Answer, TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

const PROBE = { source: 'STAMP', target: '192.0.2.7', port: 862, count: 20, spacingMs: 50 };
const PING = { source: 'DISMAN_PING', owner: 'linewatch', testName: 'line 1' };
/** All migrations run before, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('What is measured of a circuit', () => {
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;
  let path: string;

  beforeEach(async () => {
    api = await startTestApi();
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    line = await aStoredLine(api.database);
    path = `/api/v1/circuits/${line.circuitId}/measure-points`;
  }, PATIENCE_MS);

  afterEach(() => api.close());

  async function add(body: object): Promise<number> {
    const answer = await noc.post(path, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return CreatedMeasurePoint.parse(answer.body).id;
  }

  const listed = async (): Promise<MeasurePointList['items']> =>
    MeasurePointList.parse((await noc.get(path)).body).items;
  const wrong = ({ status, body }: Answer<unknown>): unknown => [
    ...[status, (body as Problem).code],
    ...((body as Problem).fields ?? []).map(({ field, reason }) => `${field} ${reason}`),
  ];

  it('is laid down by staff, measured by the next work list, and seen by the customer without the target', async () => {
    const [probe, ping] = [
      await add({ side: 'A', reading: PROBE, intervalS: 30 }),
      await add({ side: 'A', reading: PING }),
    ];
    const work = (await api.collector().get<WorkList>('/api/v1/collector/work-list')).body;
    expect(work.probes).toEqual([{ ...PROBE, pointId: probe, intervalS: 30 } as never]);
    const read = await api.database.read<{ device: string | null }>(
      'SELECT device_id AS device FROM measure_point ORDER BY id',
    );
    expect(read).toEqual([{ device: null }, { device: line.deviceA }]);
    expect((await listed()).map(({ id, kind, deviceCode, source }) => [id, kind, deviceCode !== null, source])).toEqual(
      [
        [probe, 'LATENCY', false, 'STAMP'],
        [ping, 'LATENCY', true, 'DISMAN_PING'],
      ],
    );
    expect(JSON.stringify(await listed())).not.toContain(PROBE.target);

    const customer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const seen = await customer.get(`/api/v1/circuits/${line.circuitId}/measures`);
    expect(CircuitMeasures.parse(seen.body).items.map(({ pointId, source }) => [pointId, source])).toEqual([
      [probe, 'STAMP'],
      [ping, 'DISMAN_PING'],
    ]);
    expect(JSON.stringify(seen.body)).not.toContain(PROBE.target);
    expect((await customer.get(path)).status).toBe(403);
    expect((await customer.post(path, { side: 'A', reading: PROBE })).status).toBe(403);
  });

  it('says what is wrong with it', async () => {
    expect(wrong(await noc.post(path, { side: 'A', reading: { ...PROBE, target: 'pe-1.example' } }))).toEqual([
      ...[400, 'request.invalid', 'reading.target custom'],
    ]);
    expect(wrong(await noc.post(path, { side: 'A', reading: { ...PING, owner: ' ' } }))).toEqual([
      ...[400, 'request.invalid', 'reading.owner custom'],
    ]);
    expect((await noc.post(path, { side: 'A', reading: { ...PROBE, count: 0 } })).status).toBe(400);
    await api.database.transaction((tx) => tx.execute('UPDATE circuit_end SET port_id = NULL'));
    expect(wrong(await noc.post(path, { side: 'A', reading: PING }))).toEqual([400, 'request.invalid', 'side unknown']);
    expect((await noc.post(path, { side: 'A', reading: PROBE })).status).toBe(201);
    const nowhere = `/api/v1/circuits/${randomUUID()}/measure-points`;
    expect(wrong(await noc.post(nowhere, { side: 'A', reading: PROBE }))).toEqual([404, 'circuit.not-found']);
    expect(wrong(await noc.get(nowhere))).toEqual([404, 'circuit.not-found']);
  });

  it('is measured no more once it is removed, and its number is not given to another while it is known', async () => {
    const first = await add({ side: 'A', reading: PROBE });
    await api.database.transaction((tx) =>
      tx.execute("INSERT INTO measure_latency (point_id, slot, taken_at, status) VALUES (?, 60, 60000, 'OK')", [first]),
    );
    expect((await noc.delete(`${path}/${String(first)}`)).status).toBe(204);
    expect(wrong(await noc.delete(`${path}/${String(first)}`))).toEqual([404, 'measure-point.not-found']);
    expect(wrong(await noc.delete(`${path}/first`))).toEqual([404, 'measure-point.not-found']);
    const work = (await api.collector().get<WorkList>('/api/v1/collector/work-list')).body;

    expect(work.probes ?? []).toEqual([]);
    expect(await listed()).toEqual([]);
    expect(await add({ side: 'A', reading: PROBE })).toBe(first + 1);
  });

  it('does not change by way of another circuit', async () => {
    const point = await add({ side: 'A', reading: PROBE });
    const rival = await aStoredLine(api.database);
    const answer = await noc.delete(`/api/v1/circuits/${rival.circuitId}/measure-points/${String(point)}`);

    expect(wrong(answer)).toEqual([404, 'measure-point.not-found']);
    expect((await listed()).length).toBe(1);
  });

  it(
    'ends where a page could not show more',
    async () => {
      for (let point = 0; point < 64; point += 1) await add({ side: 'A', reading: PROBE });

      expect(wrong(await noc.post(path, { side: 'A', reading: PROBE }))).toEqual([422, 'measure-point.too-many']);
    },
    PATIENCE_MS,
  );
});
