import type { FaultPage, MadeApiToken, TmfAlarm } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { pollLines } from '../../testing/polled-lines.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';

const PATIENCE_MS = 180_000;
const ALARMS = '/tmf-api/alarmManagement/v4/alarm';

describe('faults as TMF642 alarms', () => {
  let api: TestApi;
  let clock: ManualClock;
  let line: StoredLine;
  let rival: StoredLine;
  let engineer: TestClient;
  let token: string;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    [line, rival] = [await aStoredLine(api.database), await aStoredLine(api.database)];
    engineer = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const wish = { name: 'CMDB', role: 'CUSTOMER_VIEWER', siteIds: [], days: 30 };
    token = (await engineer.post<MadeApiToken>('/api/v1/tokens', wish)).body.token;
    await pollLines(api, clock, [line, rival], 2);
    await pollLines(api, clock, [line, rival], 5, [line, rival]);
  }, PATIENCE_MS);

  const ask = <Body>(path: string): Promise<Answer<Body>> =>
    api.stranger().get<Body>(`${ALARMS}${path}`, { Authorization: `Bearer ${token}` });

  it('are those of the own circuits alone, with what the fault says', async () => {
    const [fault] = (await engineer.get<FaultPage>('/api/v1/faults')).body.items;

    const { status, headers, body } = await ask<TmfAlarm[]>('');

    expect(status).toBe(200);
    expect([headers.get('x-total-count'), headers.get('x-result-count')]).toEqual(['1', '1']);
    const [alarm] = body;
    expect(alarm).toEqual(
      jasmine.objectContaining({
        id: fault?.id,
        href: `${ALARMS}/${fault?.id ?? ''}`,
        alarmType: 'communicationsAlarm',
        probableCause: 'communicationsSubsystemFailure',
        specificProblem: 'portDown A',
        perceivedSeverity: fault?.severity,
        alarmedObject: { id: line.circuitId, href: `/api/v1/circuits/${line.circuitId}` },
        alarmRaisedTime: fault?.since,
        ackState: 'unacknowledged',
        serviceAffecting: true,
      }),
    );
    expect(JSON.stringify(body)).not.toContain(rival.circuitId);
  });

  it('are cleared when the line is well again', async () => {
    expect((await ask<TmfAlarm[]>('?state=cleared')).body).toEqual([]);
    await pollLines(api, clock, [line, rival], 40);

    const [alarm] = (await ask<TmfAlarm[]>('?perceivedSeverity=cleared')).body;

    expect([alarm?.state, alarm?.perceivedSeverity]).toEqual(['cleared', 'cleared']);
    expect(Date.parse(alarm?.alarmClearedTime ?? '')).toBeGreaterThan(Date.parse(alarm?.alarmRaisedTime ?? ''));
    expect((await ask<TmfAlarm[]>('?state=raised')).body).toEqual([]);
    expect((await ask<TmfAlarm[]>('?state=updated')).body).toEqual([]);
  });

  it('carry the notes of both sides, and what is internal stays inside', async () => {
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    const [alarm] = (await ask<TmfAlarm[]>('')).body;
    await noc.post(`/api/v1/faults/${alarm?.id ?? ''}/notes`, { text: 'On our way', audience: 'BOTH' });
    await noc.post(`/api/v1/faults/${alarm?.id ?? ''}/notes`, { text: 'Cable theft?', audience: 'INTERNAL' });
    await engineer.post(`/api/v1/faults/${alarm?.id ?? ''}/notes`, { text: 'Thanks' });

    const { body } = await ask<TmfAlarm>(`/${alarm?.id ?? ''}`);

    expect(body.comment?.map(({ comment, systemId }) => [comment, systemId])).toEqual([
      ['On our way', 'linewatch'],
      ['Thanks', 'customer'],
    ]);
    expect(body.state).toBe('updated');
  });

  it('have the fields that were asked for, and are paged', async () => {
    expect((await ask<TmfAlarm[]>('?fields=state,alarmType')).body.map((alarm) => Object.keys(alarm).sort())).toEqual([
      ['alarmType', 'href', 'id', 'state'],
    ]);
    const beyond = await ask<TmfAlarm[]>('?offset=1');
    expect([beyond.body.length, beyond.headers.get('x-total-count')]).toEqual([0, '1']);
    expect((await ask(`?offset=-1`)).status).toBe(400);
    expect((await ask<TmfAlarm[]>(`?alarmedObject.id=${rival.circuitId}`)).body).toEqual([]);
  });

  it('are absent for who may not see them', async () => {
    const other = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: rival.customerId });
    const [alarm] = (await ask<TmfAlarm[]>('')).body;

    for (const id of [alarm?.id ?? '', 'none', `${alarm?.id ?? ''} `]) {
      const answer = await other.get(`${ALARMS}/${encodeURIComponent(id)}`);
      expect([answer.status, codeOf(answer)]).toEqual([404, 'fault.not-found']);
    }
    expect((await api.stranger().get(ALARMS)).status).toBe(401);
  });
});
