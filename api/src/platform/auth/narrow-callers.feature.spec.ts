import { randomUUID } from 'node:crypto';
import {
  AlarmActResult,
  AuditPage,
  ChangesView,
  DomainError,
  ExclusionView,
  FaultDetail,
  OverviewView,
  type Role,
  WorkView,
} from '@linewatch/shared';
import { AuditLog } from '../../features/audit/audit-log.js';
import { toAlarmView } from '../../features/faults/alarm.mapper.js';
import { mayChange } from '../../features/maintenance/work.mapper.js';
import type { Work } from '../../features/maintenance/work.rows.js';
import { WorksService } from '../../features/maintenance/works.service.js';
import { mayReceive } from '../../features/reports/report-dispatch.js';
import { ReportsService } from '../../features/reports/reports.service.js';
import { Hubs } from '../../features/service-desk/hubs.service.js';
import { ExclusionsService } from '../../features/sla/exclusions.service.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import type { IdentityName } from '../../testing/marked-people.js';
import { aStoredAlarm } from '../../testing/test-alarm.builder.js';
import { TestClient } from '../../testing/test-client.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { makeScope, type Scope } from './scope.js';
import type { UserCaller } from './session-lookup.js';

const PATIENCE_MS = 180_000;
const HOUR_MS = 3_600_000;
const EVERYBODY = makeScope({ kind: 'all' });

/** What an act comes to: the code of its refusal, or that there was none. */
async function outcomeOf(asked: Promise<unknown>): Promise<string> {
  try {
    await asked;
    return 'done';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

describe('whoever has a part of the house or of its rights', () => {
  let house: MarkedHouse;
  let works: { readonly ofA: string; readonly ofB: string };

  beforeAll(async () => {
    house = await startMarkedHouse();
    await house.poll();
    const workOf = async (circuit: string): Promise<string> => {
      const [row] = await house.api.database.read<{ id: string }>(
        `SELECT w.id AS id FROM maintenance_window w JOIN maintenance_circuit c ON c.window_id = w.id
         WHERE c.circuit_id = ? AND NOT EXISTS (SELECT 1 FROM maintenance_circuit o
           WHERE o.window_id = w.id AND o.circuit_id <> c.circuit_id)`,
        [house.world.id(circuit)],
      );
      return row?.id ?? '';
    };
    works = { ofA: await workOf('A.trunk'), ofB: await workOf('B.haul') };
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  const as = async (name: IdentityName): Promise<TestClient> =>
    new TestClient(house.api.url, await house.people.credentials(name));
  const asCaller = (scope: Scope, role: Role): UserCaller => ({
    ...{ kind: 'user', userId: randomUUID(), sessionId: randomUUID(), role, scope },
  });
  const idOf = (name: string): string => house.world.id(name);
  async function seen<Body>(
    name: IdentityName,
    path: string,
    { parse }: { parse: (body: unknown) => Body },
  ): Promise<Body> {
    const { status, body } = await (await as(name)).get(`/api/v1/${path}`);
    expect(status).withContext(`${name} ${path}`).toBe(200);
    return parse(body);
  }
  const work = (name: IdentityName, id: string): Promise<WorkView> => seen(name, `works/${id}`, WorkView);

  it('has the sites that they reach on the overview', async () => {
    expect((await seen('branch of A', 'overview', OverviewView)).sites.map(({ id }) => id)).toEqual([idOf('A.branch')]);
    expect((await seen('noc', 'overview', OverviewView)).sites).toEqual([]);
  });

  it('sees of a device nothing that tells of others', async () => {
    const columns = ['id', 'device_id', 'version', 'changed_at', 'kind', 'if_name', 'before_value'];
    const row = [randomUUID(), idOf('shared'), 1, 1, 'APPEARED', 'ge-0/0/2', 'Bank A'];
    await house.api.database.transaction((tx) => tx.insertMany('device_change', columns, ['id'], [row]));
    const changes = async (name: IdentityName): Promise<number> =>
      (await seen(name, `devices/${idOf('shared')}`, { parse: (body) => body as { changes: unknown[] } })).changes
        .length;
    expect([await changes('noc'), await changes('operator of B')]).toEqual([1, 0]);
  });

  it('is written down at their customer when they are denied something, also from a branch', async () => {
    expect((await (await as('branch of A')).get('/api/v1/devices')).status).toBe(403);
    await house.api.app.get(AuditLog).settled();
    const { items } = await seen('admin of A', 'audit?action=access.denied', AuditPage);
    expect(house.words.toldBy(JSON.stringify(items))).toContain('branch of A');
  });

  it('writes no note where they only read', async () => {
    const [fault] = await house.api.database.read<{ id: string }>('SELECT id FROM fault WHERE circuit_id = ?', [
      idOf('A.trunk'),
    ]);
    const mayNote = async (name: IdentityName): Promise<boolean> =>
      (await seen(name, `faults/${fault?.id ?? ''}`, FaultDetail)).mayNote;
    expect([await mayNote('viewer of A'), await mayNote('engineer of A')]).toEqual([false, true]);
  });

  it('works on no alarm: is not given one, and has no button on it', async () => {
    const alarm = await aStoredAlarm(house.api.database);
    const act = async (grant: 'ACCOUNT_MANAGER' | 'NOC_OPERATOR'): Promise<number> => {
      const { id } = await aStoredUser(house.api.database, [{ role: grant, scopeType: 'ALL' }]);
      const body = { act: 'assign', alarms: [{ id: alarm.id, version: alarm.version }], assigneeId: id };
      const answer = await (await as('noc')).post('/api/v1/alarms/acts', body);
      if (answer.status === 200) expect(AlarmActResult.parse(answer.body).items[0]?.outcome).toBe('done');
      return answer.status;
    };
    expect([await act('ACCOUNT_MANAGER'), await act('NOC_OPERATOR')]).toEqual([400, 200]);

    const names = { deviceCode: null, deviceName: null, operatorName: null, assigneeName: null };
    const actions = (role: Role): readonly string[] =>
      toAlarmView({ ...alarm, ...names }, { children: 0, circuits: undefined }, role).actions;
    expect(actions('ACCOUNT_MANAGER')).toEqual([]);
    expect(actions('NOC_OPERATOR')).toContain('assign');
  });

  it('learns of a work what is theirs: no target, no reason of others, no button', async () => {
    await house.api.database.transaction((tx) =>
      tx.execute("UPDATE maintenance_window SET blackout_reason = 'The flood' WHERE id = ?", [works.ofA]),
    );
    expect((await work('noc', works.ofA)).blackoutReason).toBe('The flood');
    expect((await work('engineer of A', works.ofA)).blackoutReason).toBeNull();
    expect((await work('noc', works.ofB)).targets).not.toBeNull();
    expect((await work('operator of B', works.ofB)).targets).toBeNull();
    const service = house.api.app.get(WorksService);
    expect((await service.view(EVERYBODY, asCaller(EVERYBODY, 'ACCOUNT_MANAGER'), works.ofA)).targets).toBeNull();
    const answering = ['viewer of A', 'engineer of A'] as const;
    expect(await Promise.all(answering.map(async (name) => (await work(name, works.ofA)).mayAnswer))).toEqual([
      false,
      true,
    ]);
  });

  it('changes no plan that is not theirs to change', () => {
    const may = (state: 'draft' | 'approved', role: Role, userId = 'another'): boolean =>
      mayChange({ state, authorId: 'author' } as Work, { ...asCaller(EVERYBODY, role), userId });
    expect([may('draft', 'ACCOUNT_MANAGER'), may('draft', 'NOC_OPERATOR')]).toEqual([false, true]);
    expect([may('approved', 'NOC_OPERATOR'), may('approved', 'PLATFORM_ADMIN')]).toEqual([false, true]);
    expect(may('approved', 'PLATFORM_ADMIN', 'author')).toBe(false);
  });

  it('speaks for their customer about works from a branch too', async () => {
    const { revision } = await work('yard of B', works.ofB);
    const answer = { kind: 'question', text: 'How long?', slotStart: null, slotEnd: null, revision };
    const answered = await (await as('yard of B')).post(`/api/v1/works/${works.ofB}/answers`, answer);
    expect(answered.status).withContext(JSON.stringify(answered.body)).toBeLessThan(300);
    const from = house.clock.now() + HOUR_MS;
    const period = { customerId: null, title: 'Closing', from, to: from + HOUR_MS, version: null };
    const asked = await (await as('admin of a branch of A')).post('/api/v1/blackouts', period);
    expect(asked.status).withContext(JSON.stringify(asked.body)).toBeLessThan(300);
  });

  it('neither cancels nor is sent a report without the right to', async () => {
    const report = { id: randomUUID(), customer_id: idOf('A'), month: '2026-09', kind: 'MONTHLY', state: 'generating' };
    const row = {
      ...report,
      requested_at: house.clock.now(),
      attempts: 0,
      words_revision: 1,
      files_revision: 1,
      version: 1,
    };
    await house.api.database.transaction((tx) =>
      tx.insertMany('report', Object.keys(row), ['id'], [Object.values(row)]),
    );
    const reports = house.api.app.get(ReportsService);
    const cancel = (role: Role): Promise<string> =>
      outcomeOf(reports.cancel(EVERYBODY, asCaller(EVERYBODY, role), report.id, { version: 1 }));
    expect(await cancel('NOC_OPERATOR')).toBe('report.step-impossible');

    const person = { id: 'x', name: 'x', email: 'x', language: 'en', timeZone: 'UTC', isStaff: false } as const;
    const scope = makeScope({ kind: 'customer', customerId: idOf('A') });
    expect(mayReceive({ ...person, scope, role: 'CUSTOMER_VIEWER' })).toBe(true);
    expect(mayReceive({ ...person, scope, role: 'COLLECTOR' })).toBe(false);
  });

  it('has no hub for what a branch does not see', async () => {
    const hubs = house.api.app.get(Hubs);
    const made = (scope: Scope): Promise<string> =>
      outcomeOf(hubs.make(scope, { callback: 'https://desk.example/events', query: '' }, 'v4'));
    const branch = makeScope({ kind: 'sites', customerId: idOf('A'), siteIds: [idOf('A.branch')] });
    expect([await made(branch), await made(EVERYBODY)]).toEqual(['customer.not-found', 'customer.not-found']);
    expect(await made(makeScope({ kind: 'customer', customerId: idOf('A') }))).toBe('done');
  });

  it('knows of no exclusion that is not decided', async () => {
    const now = house.clock.now();
    const times = { from: new Date(now - HOUR_MS).toISOString(), to: new Date(now).toISOString() };
    const form = { circuitId: idOf('A.trunk'), ...times, reason: 'CUSTOMER', comment: 'Power was cut' };
    const proposed = await (await as('noc')).post('/api/v1/sla/exclusions', form);
    const { id, version } = ExclusionView.parse(proposed.body);
    const scope = makeScope({ kind: 'customer', customerId: idOf('A') });
    const wish = { action: 'object', comment: 'No', version } as const;
    const exclusions = house.api.app.get(ExclusionsService);
    expect(await outcomeOf(exclusions.step(scope, asCaller(scope, 'CUSTOMER_ENGINEER'), id, wish))).toBe(
      'exclusion.not-found',
    );
  });

  it('misses nothing of customers that they do not serve', async () => {
    const since = (feed: string): string => `changes?since=${idOf(feed)}:0`;
    expect(Object.keys((await seen('manager of A', since('A'), ChangesView)).feeds)).toEqual([idOf('A')]);
    expect((await seen('manager of A', since('B'), ChangesView)).feeds).toEqual({});
  });
});
