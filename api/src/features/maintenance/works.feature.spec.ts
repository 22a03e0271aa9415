import { randomUUID } from 'node:crypto';
import {
  CircuitView,
  type MaintenanceWindowAction,
  Saved,
  type WorkForm,
  WorkPage,
  WorkPreview,
  WorkView,
} from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine, storedLines } from '../../testing/test-line.builder.js';
import { WorksCover } from '../works-cover/index.js';
import { WorkClock } from './work-clock.js';

const PATIENCE_MS = 180_000;
const HOUR_MS = 3_600_000;
const WORKS = '/api/v1/works';

describe('planned works', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let noc: TestClient;
  let admin: TestClient;
  let line: StoredLine;
  let other: StoredLine;
  let engineer: TestClient;
  let rival: TestClient;

  beforeAll(async () => {
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    other = await aStoredLine(api.database);
    await signIn();
  });

  async function signIn(): Promise<void> {
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
  }

  /** Lets time pass, which no session outlives. */
  async function pass(ms: number): Promise<void> {
    clock.advance(ms);
    await signIn();
  }

  const look = (): Promise<void> => api.app.get(WorkClock, { strict: false }).look();
  const aForm = (change: Partial<WorkForm> = {}): WorkForm => ({
    kind: 'planned',
    title: '更换核心板卡',
    impact: 'OUTAGE',
    impactText: '业务中断约 30 分钟',
    risk: null,
    fallbackPlan: '回退旧板卡',
    plannedStart: clock.now() + 200 * HOUR_MS,
    plannedEnd: clock.now() + 204 * HOUR_MS,
    targets: [{ kind: 'device', id: line.deviceA }],
    shortNoticeReason: null,
    blackoutReason: null,
    diversityReason: null,
    version: null,
    ...change,
  });
  const saved = ({ status, body }: Answer<unknown>): Saved => {
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return Saved.parse(body);
  };
  const planned = async (change: Partial<WorkForm> = {}): Promise<string> =>
    saved(await noc.post(WORKS, aForm(change))).id;
  const view = async (client: TestClient, id: string): Promise<WorkView> =>
    WorkView.parse((await client.get(`${WORKS}/${id}`)).body);
  async function step(
    client: TestClient,
    id: string,
    action: MaintenanceWindowAction,
    reason: string | null = null,
  ): Promise<Answer<unknown>> {
    const { version } = await view(noc, id);
    return client.post(`${WORKS}/${id}/steps`, { action, reason, result: null, version });
  }
  async function announced(change: Partial<WorkForm> = {}): Promise<string> {
    const id = await planned(change);
    saved(await step(noc, id, 'submit'));
    saved(await step(admin, id, 'approve'));
    await look();
    return id;
  }
  interface PinnedRow {
    readonly kind: string;
    readonly customer_id: string;
    readonly circuit_ids: string;
    readonly facts: string;
  }
  const pinned = (id: string): Promise<PinnedRow[]> =>
    api.database.read<PinnedRow>(
      'SELECT kind, customer_id, circuit_ids, facts FROM notice_event WHERE object_id = ? ORDER BY id',
      [id],
    );

  it('is seen by its customers from the announcement on, each with the own circuits only (MNT1)', async () => {
    const id = await planned({
      targets: [
        { kind: 'device', id: line.deviceA },
        { kind: 'port', id: String(other.portZ) },
      ],
    });
    expect((await engineer.get(`${WORKS}/${id}`)).status).toBe(404);
    saved(await step(noc, id, 'submit'));
    expect(WorkPage.parse((await engineer.get(WORKS)).body).items).toEqual([]);
    saved(await step(admin, id, 'approve'));
    await look();

    const seen = await view(engineer, id);
    expect(seen.state).toBe('scheduled');
    expect(seen.number).toMatch(/^CW\d{8}-\d{4}$/);
    expect(seen.circuitList.map((circuit) => circuit.id)).toEqual([line.circuitId]);
    expect([seen.circuits, seen.customers, seen.customerList, seen.targets, seen.plan]).toEqual([
      1,
      1,
      null,
      null,
      null,
    ]);
    expect((await view(rival, id)).circuitList.map((circuit) => circuit.id)).toEqual([other.circuitId]);
    expect((await view(noc, id)).customerList?.length).toBe(2);
    const filtered = await rival.get(`${WORKS}?circuit=${line.circuitId}`);
    expect(WorkPage.parse(filtered.body).items).toEqual([]);

    const uninvolved = await aStoredLine(api.database);
    const stranger = await api.signedIn({
      role: 'CUSTOMER_ADMIN',
      scopeType: 'CUSTOMER',
      scopeId: uninvolved.customerId,
    });
    expect(codeOf(await stranger.get(`${WORKS}/${id}`))).toBe('work.not-found');
    expect(WorkPage.parse((await stranger.get(WORKS)).body).items).toEqual([]);
  });

  it('needs another person than its author to approve it, and a reason to be rejected', async () => {
    const id = saved(await admin.post(WORKS, aForm())).id;
    saved(await step(admin, id, 'submit'));
    expect(codeOf(await step(admin, id, 'approve'))).toBe('work.author-approves');
    expect(codeOf(await step(noc, id, 'approve'))).toBe('session.forbidden');
    const second = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    expect((await step(second, id, 'reject')).status).toBe(400);
    saved(await step(second, id, 'approve'));
    saved(await step(second, id, 'approve'));
    expect(codeOf(await step(noc, id, 'complete'))).toBe('work.step-impossible');
    expect((await step(engineer, id, 'cancel', 'x')).status).toBe(403);
  });

  it('wants what it does and how to go back in words before it is submitted', async () => {
    const id = await planned({ impactText: null, fallbackPlan: '  ' });
    const { status, body } = await step(noc, id, 'submit');
    expect(status).toBe(400);
    expect((body as { fields: { field: string }[] }).fields.map(({ field }) => field)).toEqual([
      'impactText',
      'fallbackPlan',
    ]);
  });

  it('tells its customers when it is announced, moved, started, ended and cancelled, and nobody else (MNT2)', async () => {
    const id = await announced();
    const moved = { ...aForm(), plannedStart: clock.now() + 300 * HOUR_MS, plannedEnd: clock.now() + 302 * HOUR_MS };
    expect(codeOf(await noc.post(`${WORKS}/${id}`, { ...moved, version: (await view(noc, id)).version }))).toBe(
      'session.forbidden',
    );
    saved(await admin.post(`${WORKS}/${id}`, { ...moved, version: (await view(noc, id)).version }));
    expect(await view(engineer, id)).toEqual(jasmine.objectContaining({ revision: 2, state: 'scheduled' }));
    await pass(300 * HOUR_MS);
    saved(await step(noc, id, 'start'));
    saved(await step(noc, id, 'complete'));
    const off = await announced();
    saved(await step(noc, off, 'cancel', '天气'));

    const [first, second] = [await pinned(id), await pinned(off)];
    expect(first.map(({ kind }) => kind)).toEqual(['work.announced', 'work.changed', 'work.started', 'work.ended']);
    expect(second.map(({ kind }) => kind)).toEqual(['work.announced', 'work.cancelled']);
    for (const { customer_id: customerId, circuit_ids: circuitIds } of [...first, ...second]) {
      expect([customerId, circuitIds]).toEqual([line.customerId, JSON.stringify([line.circuitId])]);
    }
    expect(JSON.parse(second[1]?.facts ?? '{}')).toEqual(jasmine.objectContaining({ reason: '天气' }));
  });

  it('tells who is new to a moved work that it is planned, and who is out of it that it is off', async () => {
    const id = await announced();
    const targets: WorkForm['targets'] = [{ kind: 'circuit', id: other.circuitId }];
    saved(await admin.post(`${WORKS}/${id}`, aForm({ targets, version: (await view(noc, id)).version })));

    const news = (await pinned(id)).map(({ kind, customer_id: customerId }) => [kind, customerId]);
    expect(news.slice(1)).toEqual([
      ['work.announced', other.customerId],
      ['work.cancelled', line.customerId],
    ]);
    expect((await engineer.get(`${WORKS}/${id}`)).status).toBe(404);
    expect((await view(rival, id)).circuits).toBe(1);
  });

  it('wants a reason for a notice shorter than the grade is given', async () => {
    const soon = { plannedStart: clock.now() + 100 * HOUR_MS, plannedEnd: clock.now() + 101 * HOUR_MS };
    const id = await planned(soon);
    expect(codeOf(await step(noc, id, 'submit'))).toBe('work.notice-too-short');
    const { version } = await view(noc, id);
    saved(await noc.post(`${WORKS}/${id}`, aForm({ ...soon, shortNoticeReason: '光缆隐患', version })));
    saved(await step(noc, id, 'submit'));
    const emergency = await planned({ kind: 'emergency', ...soon, targets: [{ kind: 'device', id: other.deviceA }] });
    saved(await step(noc, emergency, 'submit'));
  });

  it('respects black-out periods of its customers, or says to them why not (MNT3)', async () => {
    const owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const closing = { title: '年终决算', from: clock.now() + 190 * HOUR_MS, to: clock.now() + 260 * HOUR_MS };
    const blackout = saved(await owner.post('/api/v1/blackouts', { customerId: null, ...closing, version: null }));
    expect((await rival.delete(`/api/v1/blackouts/${blackout.id}`)).status).toBe(404);

    const id = await planned();
    expect(codeOf(await step(noc, id, 'submit'))).toBe('work.blackout');
    const { version } = await view(noc, id);
    saved(await noc.post(`${WORKS}/${id}`, aForm({ blackoutReason: '设备告警，必须更换', version })));
    saved(await step(noc, id, 'submit'));
    saved(await step(admin, id, 'approve'));
    await look();
    expect((await view(engineer, id)).blackoutReason).toBe('设备告警，必须更换');
    expect(JSON.parse((await pinned(id))[0]?.facts ?? '{}')).toEqual(
      jasmine.objectContaining({ blackoutReason: '设备告警，必须更换' }),
    );
  });

  it('does not hit a main circuit and its backup together, unless a platform admin says why', async () => {
    const [main, backup] = await storedLines(api.database, 2, { customerId: randomUUID() });
    if (main === undefined || backup === undefined) throw new Error('two lines were asked for');
    const { version } = CircuitView.parse((await admin.get(`/api/v1/circuits/${backup.circuitId}`)).body);
    const pair = { backupOf: main.circuitId, version };
    saved(await admin.post(`/api/v1/circuits/${backup.circuitId}/backup`, pair));
    const chained = await admin.post(`/api/v1/circuits/${main.circuitId}/backup`, {
      backupOf: backup.circuitId,
      version: 1,
    });
    expect(codeOf(chained)).toBe('circuit.backup-refused');

    const targets: WorkForm['targets'] = [{ kind: 'device', id: main.deviceA }];
    const id = await planned({ targets });
    expect(codeOf(await step(noc, id, 'submit'))).toBe('work.diversity-broken');
    const reasoned = aForm({ targets, diversityReason: '客户同意', version: (await view(noc, id)).version });
    expect(codeOf(await noc.post(`${WORKS}/${id}`, reasoned))).toBe('session.forbidden');
    saved(await admin.post(`${WORKS}/${id}`, reasoned));
    saved(await step(noc, id, 'submit'));
  });

  it('is refused on a circuit that another agreed work is on at the same time', async () => {
    const first = await announced();
    const id = await planned();
    const preview = WorkPreview.parse(
      (
        await noc.post(`${WORKS}/preview`, {
          id,
          kind: 'planned',
          plannedStart: clock.now() + 200 * HOUR_MS,
          plannedEnd: clock.now() + 204 * HOUR_MS,
          targets: [{ kind: 'circuit', id: line.circuitId }],
        })
      ).body,
    );
    expect(preview.overlaps.map((overlap) => [overlap.id, overlap.firm])).toEqual([[first, true]]);
    expect(preview.customers.map(({ grade, noticeHours, inTime }) => [grade, noticeHours, inTime])).toEqual([
      ['GROUP', 120, true],
    ]);
    expect(codeOf(await step(noc, id, 'submit'))).toBe('work.overlaps');
  });

  it(
    'has a clear answer to works that are endless, past, far ahead, of nothing, or of ten thousand circuits',
    async () => {
      const start = clock.now() + 200 * HOUR_MS;
      const times: Partial<WorkForm>[] = [
        { plannedStart: start, plannedEnd: start },
        { plannedStart: start, plannedEnd: start + 2_000 * HOUR_MS },
        { plannedStart: clock.now() - HOUR_MS, plannedEnd: start },
        { plannedStart: clock.now() + 24_000 * HOUR_MS, plannedEnd: clock.now() + 24_001 * HOUR_MS },
      ];
      for (const each of times) expect((await noc.post(WORKS, aForm(each))).status).toBe(400);
      const device = { kind: 'device', id: randomUUID() } as const;
      expect(codeOf(await noc.post(WORKS, aForm({ targets: [device] })))).toBe('work.target-unknown');
      const port = { kind: 'port', id: '2147483648' } as const;
      expect(codeOf(await noc.post(WORKS, aForm({ targets: [port] })))).toBe('work.target-unknown');
      expect((await noc.post(WORKS, aForm({ targets: [] }))).status).toBe(400);
      const [many] = await storedLines(api.database, 10_000);
      const all = { kind: 'device', id: many?.deviceA ?? '' } as const;
      expect(codeOf(await noc.post(WORKS, aForm({ targets: [all] })))).toBe('work.too-many-circuits');
    },
    PATIENCE_MS,
  );

  it('takes acknowledgements, questions and objections until it begins, and flags who was silent (MNT3)', async () => {
    const id = await announced();
    const answers = `${WORKS}/${id}/answers`;
    const slot = { slotStart: clock.now() + 220 * HOUR_MS, slotEnd: clock.now() + 222 * HOUR_MS };
    const say = (kind: string, more: object = {}): Promise<Answer<unknown>> =>
      engineer.post(answers, { kind, text: null, slotStart: null, slotEnd: null, revision: 1, ...more });
    expect((await say('question')).status).toBe(400);
    expect((await say('objection')).status).toBe(400);
    expect(codeOf(await say('acknowledged', { revision: 7 }))).toBe('edit.conflict');
    const question = saved(await say('question', { text: '会断多久？' }));
    saved(await say('objection', { ...slot, text: '月底结账' }));
    expect((await view(noc, id)).flags).toEqual(['objected']);
    saved(await noc.post(`${answers}/${question.id}/reply`, { text: '约 30 分钟' }));
    const seen = await view(engineer, id);
    expect(seen.answers.map(({ kind, reply }) => [kind, reply])).toEqual([
      ['question', '约 30 分钟'],
      ['objection', null],
    ]);
    expect([seen.answer, seen.mayAnswer]).toEqual(['objection', true]);
    expect((await rival.post(answers, { ...slot, kind: 'objection', text: null, revision: 1 })).status).toBe(404);
    saved(await say('acknowledged'));
    expect((await view(noc, id)).flags).toEqual([]);

    const silent = await announced({ targets: [{ kind: 'circuit', id: other.circuitId }] });
    await pass(200 * HOUR_MS);
    expect(codeOf(await say('acknowledged'))).toBe('work.answers-closed');
    saved(await step(noc, silent, 'start'));
    expect((await view(noc, silent)).flags).toEqual(['unanswered']);
  });

  it('covers its circuits from its start to its planned end, and no longer when it overruns', async () => {
    const id = await announced();
    const cover = api.app.get(WorksCover, { strict: false });
    const work = async (): Promise<unknown> =>
      CircuitView.parse((await engineer.get(`/api/v1/circuits/${line.circuitId}`)).body).work;
    expect(codeOf(await step(noc, id, 'start'))).toBe('work.outside-window');
    await pass(200 * HOUR_MS + 10 * 60_000);
    const { plannedEnd, number } = await view(noc, id);
    expect(await work()).toBeNull();
    saved(await step(noc, id, 'start'));
    const begun = clock.now();
    expect(await work()).toEqual({ id, number, until: plannedEnd });
    expect([...(await cover.devicesRunning(api.database, [line.deviceA], clock.now())).keys()]).toEqual([line.deviceA]);

    await pass(5 * HOUR_MS);
    expect(await work()).toBeNull();
    expect((await view(noc, id)).flags).toContain('overrun');
    saved(await step(noc, id, 'fallback', '板卡不兼容'));
    const covered = await cover.between(api.database, [line.circuitId, other.circuitId], 0, clock.now());
    expect(covered).toEqual([
      jasmine.objectContaining({
        circuitId: line.circuitId,
        from: begun,
        to: Date.parse(plannedEnd),
        excludes: true,
      }),
    ]);
  });

  it('is taken out of the availability only when it was announced in time, emergencies only by contract', async () => {
    const cover = api.app.get(WorksCover, { strict: false });
    const excludes = async (change: Partial<WorkForm>, circuit: StoredLine): Promise<boolean | undefined> => {
      const targets: WorkForm['targets'] = [{ kind: 'circuit', id: circuit.circuitId }];
      const plannedStart = clock.now() + 48 * HOUR_MS;
      const times = { plannedStart, plannedEnd: plannedStart + HOUR_MS };
      const id = await announced({ ...times, shortNoticeReason: '紧急', targets, ...change });
      await pass(48 * HOUR_MS);
      saved(await step(noc, id, 'start'));
      await pass(HOUR_MS / 2);
      saved(await step(noc, id, 'complete'));
      const covered = await cover.between(api.database, [circuit.circuitId], clock.now() - HOUR_MS, clock.now());
      return covered[0]?.excludes;
    };
    expect(await excludes({}, line)).toBe(false);
    expect(await excludes({ kind: 'emergency' }, other)).toBe(false);
    const agreed = await aStoredLine(api.database);
    const contract = randomUUID();
    await api.database.transaction(async (tx) => {
      await tx.execute('UPDATE circuit SET contract_id = ? WHERE id = ?', [contract, agreed.circuitId]);
      await tx.insertMany(
        'contract',
        ['id', 'customer_id', 'number', 'sla_class', 'maintenance_notice_hours', 'emergency_excluded'],
        ['id'],
        [[contract, agreed.customerId, contract, 'GOLD', 24, true]],
      );
    });
    expect(await excludes({ kind: 'emergency' }, agreed)).toBe(true);
    expect(await excludes({}, agreed)).toBe(true);
  });

  it('compares each circuit with how it was before, and is not done while one is worse', async () => {
    const id = await announced();
    await pass(200 * HOUR_MS);
    const states = async (status: string, from: number, to: number | null): Promise<void> => {
      await api.database.transaction((tx) =>
        tx.insertMany(
          'state_interval',
          ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'],
          ['id'],
          [[randomUUID(), 'circuit', line.circuitId, line.customerId, status, from, to, '', 'POLL']],
        ),
      );
    };
    const begun = clock.now() + 60_000;
    await states('running', clock.now() - 10 * HOUR_MS, begun);
    await pass(60_000);
    saved(await step(noc, id, 'start'));
    await states('failed', begun, begun + 2 * HOUR_MS);
    await pass(HOUR_MS);
    saved(await step(noc, id, 'complete'));
    expect((await view(engineer, id)).checkState).toBe('pending');

    await pass(30 * 60_000);
    await look();
    const worse = await view(engineer, id);
    expect([worse.checkState, worse.flags, worse.circuitList[0]?.verdict]).toEqual(['worse', ['worse'], 'worse']);
    expect([worse.circuitList[0]?.before?.status, worse.circuitList[0]?.after?.status]).toEqual(['running', 'failed']);

    await states('running', begun + 2 * HOUR_MS, null);
    await pass(HOUR_MS);
    await look();
    await look();
    expect(await view(engineer, id)).toEqual(jasmine.objectContaining({ checkState: 'done', flags: [] }));
    const checks = (await pinned(id)).filter(({ kind }) => kind === 'work.checked');
    expect(checks.map(({ facts }) => (JSON.parse(facts) as { outcome: string }).outcome)).toEqual(['worse', 'done']);
  });

  it('gives each work of a day its own number, also when two are planned at once', async () => {
    const ids = await Promise.all([planned(), planned(), planned()]);
    const numbers = await Promise.all(ids.map(async (id) => (await view(noc, id)).number));
    expect(new Set(numbers).size).toBe(3);
  });

  it('lets only one of two changes from the same version win', async () => {
    const id = await planned();
    const answers = await Promise.all([
      noc.post(`${WORKS}/${id}`, aForm({ title: '甲', version: 1 })),
      admin.post(`${WORKS}/${id}`, aForm({ title: '乙', version: 1 })),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});
