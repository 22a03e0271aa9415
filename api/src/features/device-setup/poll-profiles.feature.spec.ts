import {
  type Created,
  CreatedMeasurePoint,
  DeviceDetail,
  MeasurePointList,
  PollProfileList,
  type PollProfileView,
  type Problem,
  type WorkList,
} from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { Answer, TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

/** All migrations run before, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const SENSORS = { source: 'ENTITY_SENSOR', rxPower: 1, txPower: 2, temperature: null, voltage: null, bias: null };

describe('What a poll profile reads, and how often', () => {
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;

  beforeEach(async () => {
    api = await startTestApi();
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    line = await aStoredLine(api.database);
    const access = { version: 'V2C', community: 'for reading' };
    const { body } = await noc.post<Created>('/api/v1/credentials', { name: randomUUID(), access });
    await patch(`devices/${line.deviceA}`, { credentialId: body.id });
  }, PATIENCE_MS);

  afterEach(() => api.close());

  const patch = (path: string, body: object): Promise<Answer<unknown>> =>
    noc.send('PATCH', `/api/v1/${path}`, JSON.stringify(body), { 'Content-Type': 'application/json' });
  const wrong = ({ status, body }: Answer<unknown>): unknown => [
    status,
    ...((body as Problem).fields ?? []).map(({ field, reason }) => `${field} ${reason}`),
  ];

  async function aProfile(body: object = {}): Promise<string> {
    const answer = await noc.post<Created>('/api/v1/poll-profiles', { name: randomUUID(), intervalS: 60, ...body });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  }

  async function shown(id: string): Promise<PollProfileView | undefined> {
    const list = PollProfileList.parse((await noc.get('/api/v1/poll-profiles')).body);
    return list.items.find((profile) => profile.id === id);
  }

  /** What the collector is told of the line's device at its A end. */
  async function told(): Promise<WorkList['devices'][number] | undefined> {
    const list = (await api.collector().get<WorkList>('/api/v1/collector/work-list')).body;
    return list.devices.find(({ id }) => id === line.deviceA);
  }

  it('is as it was when nothing is said of it: one interval for states and counters, packets to one', async () => {
    const id = await aProfile();
    expect(await shown(id)).toEqual(
      jasmine.objectContaining({ statusS: null, opticalS: null, countsAllPackets: false }),
    );
    await patch(`devices/${line.deviceA}`, { pollProfileId: id });
    expect((await told())?.profile).toEqual({
      ...{ intervalS: 60, timeoutMs: 3_000, retries: 2, backoff: 1.5, maxRepetitions: 20 },
    });
  });

  it('reaches the collector, and the page of the device, with states of their own and all packets', async () => {
    const id = await aProfile({ statusS: 10, countsAllPackets: true });
    expect((await patch(`devices/${line.deviceA}`, { pollProfileId: id })).status).toBe(204);
    expect((await told())?.profile).toEqual(jasmine.objectContaining({ statusS: 10, countsAllPackets: true }));
    const detail = DeviceDetail.parse((await noc.get(`/api/v1/devices/${line.deviceA}`)).body);
    expect([detail.profile.intervalS, detail.profile.statusS]).toEqual([60, 10]);
    expect((await patch(`poll-profiles/${id}`, { statusS: null, countsAllPackets: false })).status).toBe(204);
    const now = await told();
    expect([now?.profile.statusS, now?.profile.countsAllPackets]).toEqual([undefined, undefined]);
    expect(await shown(id)).toEqual(jasmine.objectContaining({ statusS: null, countsAllPackets: false }));
  });

  it('looks at states more often than it polls, or not at all, whichever of the two is changed', async () => {
    const body = { name: 'x', intervalS: 60 };
    expect(wrong(await noc.post('/api/v1/poll-profiles', { ...body, statusS: 60 }))).toEqual([
      ...[400, 'statusS notShorter'],
    ]);
    expect(wrong(await noc.post('/api/v1/poll-profiles', { ...body, statusS: 4 }))).toEqual([400, 'statusS too_small']);
    const id = await aProfile({ statusS: 10 });
    expect(wrong(await patch(`poll-profiles/${id}`, { intervalS: 10 }))).toEqual([400, 'statusS notShorter']);
    expect(wrong(await patch(`poll-profiles/${id}`, { statusS: 120 }))).toEqual([400, 'statusS notShorter']);
    expect((await patch(`poll-profiles/${id}`, { intervalS: 300, statusS: 120 })).status).toBe(204);
    expect(wrong(await patch(`poll-profiles/${id}`, { opticalS: 9 }))).toEqual([400, 'opticalS too_small']);
    expect(await shown(id)).toEqual(jasmine.objectContaining({ intervalS: 300, statusS: 120, opticalS: null }));
  });

  it('reads the optical levels of its devices as often as it says, those laid down before and after', async () => {
    const path = `/api/v1/circuits/${line.circuitId}/measure-points`;
    const add = async (reading: object): Promise<number> =>
      CreatedMeasurePoint.parse((await noc.post(path, { side: 'A', reading, intervalS: 120 })).body).id;
    const intervals = async (): Promise<unknown> =>
      MeasurePointList.parse((await noc.get(path)).body)
        .items.map(({ id, intervalS }) => [id, intervalS])
        .sort();
    const [before, ping] = [
      await add(SENSORS),
      await add({ source: 'DISMAN_PING', owner: 'linewatch', testName: 'line 1' }),
    ];
    const id = await aProfile({ opticalS: 900 });
    expect(await intervals()).toEqual([before, ping].map((point) => [point, 120]));

    await patch(`devices/${line.deviceA}`, { pollProfileId: id });
    const after = await add(SENSORS);
    expect(await intervals()).toEqual([
      [before, 900],
      [ping, 120],
      [after, 900],
    ]);
    expect((await told())?.measures?.map(({ pointId, intervalS }) => [pointId, intervalS])).toEqual([
      [before, 900],
      [ping, 120],
      [after, 900],
    ]);
    await patch(`poll-profiles/${id}`, { opticalS: 300 });
    expect(await intervals()).toEqual([
      [before, 300],
      [ping, 120],
      [after, 300],
    ]);
    await patch(`poll-profiles/${id}`, { opticalS: null });
    expect(await add(SENSORS).then(intervals)).toEqual([
      ...[
        [before, 300],
        [ping, 120],
        [after, 300],
      ],
      [after + 1, 120],
    ]);
  });
});
