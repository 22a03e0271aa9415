import { type JudgementRequest, OutageDetail, OutagePage, Timeline } from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { anOutage, storePiece } from '../../testing/test-outage.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 3_600_000;
const MINUTE = 60_000;

describe('outages over HTTP', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let now: number;
  let api: TestApi;
  let noc: TestClient;
  let line: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;
  let outage: string;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    now = clock.now();
    line = await aStoredLine(api.database);
    const other = await aStoredLine(api.database);
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
    await api.database.transaction(async (tx) => {
      await storePiece(tx, line, ['running', now - 10 * HOUR, now - 5 * HOUR, '', 'POLL']);
      await storePiece(tx, line, ['running', now - 4 * HOUR, now - 2 * HOUR, '', 'POLL']);
      await storePiece(tx, line, ['unknown', now - 2 * HOUR, null, '', 'SILENCE']);
    });
    outage = await anOutage(api.database, line, [now - 5 * HOUR, now - 4 * HOUR]);
  });

  const list = async (client: TestClient, query = ''): Promise<OutagePage> =>
    OutagePage.parse((await client.get(`/api/v1/circuits/${line.circuitId}/outages${query}`)).body);
  const detail = async (client: TestClient): Promise<OutageDetail> =>
    OutageDetail.parse((await client.get(`/api/v1/outages/${outage}`)).body);
  const judgement: JudgementRequest = {
    cause: 'THIRD_PARTY',
    responsibility: 'THIRD_PARTY',
    comment: '光缆被施工挖断',
    revision: 0,
  };
  const judge = (client: TestClient, change: Partial<JudgementRequest> = {}) =>
    client.post(`/api/v1/outages/${outage}/judgement`, { ...judgement, ...change });

  it('lists begin, end, ends and cause of each outage of a circuit, newest first (FLT2)', async () => {
    const older = await anOutage(api.database, line, [now - 30 * HOUR, now - 29 * HOUR]);
    const { items } = await list(engineer);
    expect(items.map(({ id, from, to, sides, cause }) => [id, from, to, sides, cause])).toEqual([
      [outage, new Date(now - 5 * HOUR).toISOString(), new Date(now - 4 * HOUR).toISOString(), ['Z'], 'UNKNOWN'],
      [older, new Date(now - 30 * HOUR).toISOString(), new Date(now - 29 * HOUR).toISOString(), ['Z'], 'UNKNOWN'],
    ]);
    const first = await list(engineer, '?limit=1');
    const second = await list(engineer, `?limit=1&cursor=${first.nextCursor ?? ''}`);
    expect([first, second].flatMap((page) => page.items.map(({ id }) => id))).toEqual([outage, older]);
    expect(second.nextCursor).toBeNull();
    expect((await list(engineer, `?from=${String(now - 6 * HOUR)}`)).items.map(({ id }) => id)).toEqual([outage]);
    expect((await list(engineer, `?to=${String(now - 6 * HOUR)}`)).items.map(({ id }) => id)).toEqual([older]);
    expect((await list(engineer, '?state=open')).items).toEqual([]);
    const cursor = first.nextCursor ?? '';
    expect(codeOf(await engineer.get(`/api/v1/outages?cursor=${cursor}`))).toBe('list.cursor-invalid');
  });

  it('shows nobody the outages of others', async () => {
    expect((await rival.get(`/api/v1/circuits/${line.circuitId}/outages`)).status).toBe(404);
    expect((await rival.get(`/api/v1/circuits/${line.circuitId}/timeline?from=0&to=1`)).status).toBe(404);
    const foreign = await rival.get(`/api/v1/outages/${outage}`);
    const unknown = await rival.get(`/api/v1/outages/${randomUUID()}`);
    expect([foreign.status, codeOf(foreign)]).toEqual([404, 'outage.not-found']);
    expect(codeOf(unknown)).toBe('outage.not-found');
    const all = OutagePage.parse((await rival.get('/api/v1/outages')).body);
    expect(all.items).toEqual([]);
    const own = OutagePage.parse((await engineer.get('/api/v1/outages')).body);
    expect(own.items.map(({ id }) => id)).toEqual([outage]);
  });

  it('keeps each judgement of the NOC for the customer to read, who made it by role alone', async () => {
    expect((await judge(noc)).status).toBe(200);
    clock.advance(1_000);
    expect((await judge(noc, { cause: 'OPERATOR', responsibility: null, comment: '复核', revision: 1 })).status).toBe(
      200,
    );

    const seen = await detail(engineer);
    expect([seen.cause, seen.responsibility, seen.comment, seen.revision]).toEqual(['OPERATOR', null, '复核', 2]);
    expect(
      seen.judgements.map(({ revision, cause, comment, role, by }) => [revision, cause, comment, role, by]),
    ).toEqual([
      [2, 'OPERATOR', '复核', 'NOC_OPERATOR', null],
      [1, 'THIRD_PARTY', '光缆被施工挖断', 'NOC_OPERATOR', null],
    ]);
    expect((await detail(noc)).judgements[0]?.by).not.toBeNull();
    expect(seen.pieces.map(({ state, evidence, cause }) => [state, evidence.kind, cause])).toEqual([
      ['down', 'JUDGEMENT', 'OPERATOR'],
    ]);
  });

  it('does not let the second of two overwrite what the first one said', async () => {
    expect((await judge(noc)).status).toBe(200);
    const late = await judge(noc, { comment: 'late' });
    expect([late.status, codeOf(late)]).toEqual([409, 'edit.conflict']);
    expect((await detail(engineer)).comment).toBe('光缆被施工挖断');
  });

  it('wants a comment, and the right to judge', async () => {
    expect((await judge(noc, { comment: '  ' })).status).toBe(400);
    expect((await judge(engineer)).status).toBe(403);
    expect((await detail(engineer)).revision).toBe(0);
  });

  it('tells the time of a circuit without holes, and silence is neither up nor down', async () => {
    const range = `from=${String(now - 6 * HOUR)}&to=${String(now + HOUR)}`;
    const timeline = Timeline.parse((await engineer.get(`/api/v1/circuits/${line.circuitId}/timeline?${range}`)).body);
    expect(timeline.items.map(({ from, to, state, evidence }) => [from - now, to - now, state, evidence.kind])).toEqual(
      [
        [-6 * HOUR, -5 * HOUR, 'up', 'POLL'],
        [-5 * HOUR, -4 * HOUR, 'down', 'POLL'],
        [-4 * HOUR, -2 * HOUR, 'up', 'POLL'],
        [-2 * HOUR, 0, 'unknown', 'SILENCE'],
      ],
    );
    expect(timeline.sums).toEqual({ up: 3 * HOUR, down: HOUR, excluded: 0, unknown: 2 * HOUR });
    const tenYears = await engineer.get(`/api/v1/circuits/${line.circuitId}/timeline?from=0&to=${String(now)}`);
    expect([tenYears.status, codeOf(tenYears)]).toEqual([400, 'chart.range-invalid']);
  });

  it('excludes what lies within a work that was told in time, and keeps what was seen in it', async () => {
    const windowId = await aWork(api, line, now - 5 * HOUR, now - 4.5 * HOUR);
    const seen = await detail(engineer);
    expect(
      seen.pieces.map(({ from, to, state, observed, evidence }) => [from - now, to - now, state, observed, evidence]),
    ).toEqual([
      [-5 * HOUR, -4.5 * HOUR, 'excluded', 'down', { kind: 'WORK', refId: windowId }],
      [-4.5 * HOUR, -4 * HOUR, 'down', 'down', { kind: 'POLL', refId: null }],
    ]);
  });

  it('excludes time out of service and ends with the circuit', async () => {
    const admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const step = (action: string, version: number) =>
      admin.post(`/api/v1/circuits/${line.circuitId}/steps`, { action, reason: 'asked for', version });
    const begin = clock.now();
    expect((await step('suspend', 1)).status).toBe(200);
    clock.advance(MINUTE);
    expect((await step('terminate', 2)).status).toBe(200);
    clock.advance(MINUTE);

    const range = `from=${String(begin)}&to=${String(clock.now())}`;
    const answer = await engineer.get(`/api/v1/circuits/${line.circuitId}/timeline?${range}`);
    expect(answer.status).withContext(JSON.stringify(answer.body)).toBe(200);
    const { items } = Timeline.parse(answer.body);
    expect(items.map(({ from, to, state, evidence }) => [from - begin, to - begin, state, evidence.kind])).toEqual([
      [0, MINUTE, 'excluded', 'SUSPENSION'],
    ]);
  });
});

/** A work that was approved and told long before, and ran as planned. */
async function aWork(api: TestApi, line: StoredLine, from: number, to: number): Promise<string> {
  const id = randomUUID();
  const long = from - 30 * 24 * HOUR;
  const window = {
    ...{ id, number: id.slice(0, 20), kind: 'planned', title: 'Cable', impact: 'OUTAGE', state: 'completed' },
    ...{ planned_start: from, planned_end: to, actual_start: from, actual_end: to, revision: 1, author_id: id },
    ...{ approved_at: long, noticed_at: long, created_at: long, version: 1 },
  };
  const circuit = {
    ...{ window_id: id, circuit_id: line.circuitId, customer_id: line.customerId, grade: 'GROUP' },
    ...{ notice_hours: 72, emergency_excluded: 0 },
  };
  await api.database.transaction(async (tx) => {
    await tx.insertMany('maintenance_window', Object.keys(window), ['id'], [Object.values(window)]);
    const keys = ['window_id', 'circuit_id'];
    await tx.insertMany('maintenance_circuit', Object.keys(circuit), keys, [Object.values(circuit)]);
  });
  return id;
}
