import { type CircuitForm, CircuitSteps, CircuitView, type Problem, Saved } from '@linewatch/shared';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { InventoryRepository } from '../inventory/index.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('circuits as staff write them', () => {
  const clock = new ManualClock(1_795_248_000_000);
  let api: TestApi;
  let admin: TestClient;
  let line: StoredLine;
  let other: StoredLine;
  let deviceCode: string;
  let lastCode = 0;

  beforeAll(async () => {
    api = await startTestApi({ clock });
    admin = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    // Both before any port is made by the house itself: the builder numbers its own.
    line = await aStoredLine(api.database);
    other = await aStoredLine(api.database);
    const [device] = await api.database.read<{ code: string }>('SELECT code FROM device WHERE id = ?', [line.deviceA]);
    deviceCode = device?.code ?? '';
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const view = async (id: string): Promise<CircuitView> =>
    CircuitView.parse((await admin.get(`/api/v1/circuits/${id}`)).body);
  const fieldsOf = ({ body }: Answer<unknown>): (readonly [string, string])[] =>
    ((body as Problem).fields ?? []).map(({ field, reason }) => [field, reason]);

  function aForm(change: Partial<CircuitForm> = {}): CircuitForm {
    lastCode += 1;
    const end = { id: null, accessType: 'FIBRE', portType: 'GE_OPTICAL' };
    return {
      code: `BJ/NEW-SH/${String(lastCode)} MSTP`,
      name: 'Beijing - Shanghai',
      contractNumber: null,
      ...{ product: 'MSTP', topology: 'P2P', protection: 'NONE', networkGrade: 'A' },
      contractedBps: 100_000_000,
      activatedOn: null,
      ends: [
        {
          ...end,
          side: 'A',
          siteId: line.siteA,
          port: { device: deviceCode, ifName: `GigabitEthernet1/${String(lastCode)}` },
        },
        { ...end, side: 'Z', siteId: null, port: null },
      ],
      version: null,
      ...change,
    };
  }

  const add = (form: object): Promise<Answer<unknown>> =>
    admin.post(`/api/v1/customers/${line.customerId}/circuits`, form);
  async function entered(change: Partial<CircuitForm> = {}): Promise<{ id: string; form: CircuitForm }> {
    const form = aForm(change);
    const { status, body } = await add(form);
    expect(status).withContext(JSON.stringify(body)).toBe(201);
    return { id: Saved.parse(body).id, form };
  }
  /** The form of a circuit as it stands. */
  async function formOf(id: string, form: CircuitForm): Promise<CircuitForm> {
    const { endFacts, version } = await view(id);
    const ends = form.ends.map((end) => ({ ...end, id: endFacts.find(({ side }) => side === end.side)?.id ?? null }));
    return { ...form, ends, version };
  }

  it('begin as designed, with both ends and their ports, and are polled from then on (INV3)', async () => {
    const { id, form } = await entered();

    const seen = await view(id);
    expect(seen).toEqual(
      jasmine.objectContaining({
        code: form.code,
        state: 'designed',
        status: 'stopped',
        version: 1,
        activatedAt: null,
      }),
    );
    expect(seen.endFacts.map(({ side, siteId, portName, monitoring }) => [side, siteId, portName, monitoring])).toEqual(
      [
        ['A', line.siteA, form.ends[0]?.port?.ifName ?? '', 'SNMP'],
        ['Z', null, null, 'UNMONITORED'],
      ],
    );
    const polled = await api.app.get(InventoryRepository, { strict: false }).findPolledPorts();
    expect(polled.map(({ ifName }) => ifName)).toContain(form.ends[0]?.port?.ifName ?? '');
    const { items } = CircuitSteps.parse((await admin.get(`/api/v1/circuits/${id}/steps`)).body);
    expect(items.map(({ action, to }) => [action, to])).toEqual([['create', 'designed']]);
  });

  it('are in service from the first day that is said, at midnight where the customer is', async () => {
    const { id } = await entered({ activatedOn: '2026-11-20' });
    expect(await view(id)).toEqual(
      jasmine.objectContaining({ state: 'active', activatedAt: '2026-11-19T16:00:00.000Z' }),
    );
    expect(fieldsOf(await add(aForm({ activatedOn: '2027-01-01' })))).toEqual([['activatedOn', 'in_future']]);
    const unwatched = aForm({ activatedOn: '2026-11-20' });
    const ends = unwatched.ends.map((end) => ({ ...end, port: null }));
    expect(fieldsOf(await add({ ...unwatched, ends }))).toEqual([['ends.0.port.device', 'unwatched']]);
  });

  it('stand in for another circuit of the customer, which is no backup itself', async () => {
    const main = await entered();
    const { id, form } = await entered({ backupOf: main.form.code.toLowerCase() });
    expect((await view(id)).backupOf).toEqual({ id: main.id, code: main.form.code });
    expect((await view(main.id)).backupOf).toBeNull();

    for (const [backupOf, reason] of [
      ['none such', 'unknown'],
      [form.code, 'no_main'],
    ] as const) {
      expect(fieldsOf(await add(aForm({ backupOf }))))
        .withContext(backupOf)
        .toEqual([['backupOf', reason]]);
    }
    const free = await entered();
    const chained = { ...(await formOf(main.id, main.form)), backupOf: free.form.code };
    expect(fieldsOf(await admin.post(`/api/v1/circuits/${main.id}`, chained))).toEqual([['backupOf', 'no_main']]);
    const [foreign] = await api.database.read<{ code: string }>('SELECT code AS code FROM circuit WHERE id = ?', [
      other.circuitId,
    ]);
    expect(fieldsOf(await add(aForm({ backupOf: foreign?.code ?? '' })))).toEqual([['backupOf', 'unknown']]);

    // A key without a value is not sent.
    const unsaid = { ...(await formOf(id, form)), name: 'Another', backupOf: undefined };
    expect((await admin.post(`/api/v1/circuits/${id}`, unsaid)).status).toBe(200);
    expect((await view(id)).backupOf?.id)
      .withContext('nothing was said of it')
      .toBe(main.id);
    const alone = { ...(await formOf(id, form)), name: 'Another', backupOf: null };
    expect((await admin.post(`/api/v1/circuits/${id}`, alone)).status).toBe(200);
    expect((await view(id)).backupOf).toBeNull();
  });

  it('say of every field what is wrong with it, and none of it is stored', async () => {
    const good = aForm();
    const bad = {
      ...good,
      product: 'PIGEON',
      contractNumber: 'NONE-SUCH',
      ends: [
        { ...good.ends[0], siteId: null, port: { device: 'no-such-device', ifName: 'x' } },
        { ...good.ends[1], siteId: other.siteZ, accessType: 'STRING' },
      ],
    };
    expect(fieldsOf(await add(bad))).toEqual([
      ['product', 'unknown_code'],
      ['contractNumber', 'unknown'],
      ['ends.0.siteId', 'required'],
      ['ends.0.port.device', 'unknown'],
      ['ends.1.siteId', 'unknown'],
      ['ends.1.accessType', 'unknown_code'],
    ]);
    expect(fieldsOf(await add({ ...good, ends: good.ends.slice(0, 1) }))).toEqual([['ends', 'required']]);
    expect((await add(good)).status).toBe(201);
    expect(codeOf(await add({ ...good, code: good.code.toLowerCase() }))).toBe('edit.code-taken');
    expect(fieldsOf(await add({ ...good, code: aForm().code }))).toEqual([['ends.0.port.ifName', 'taken']]);
    const twice = aForm();
    const [port] = twice.ends.map((end) => end.port);
    expect(fieldsOf(await add({ ...twice, ends: twice.ends.map((end) => ({ ...end, port })) }))).toEqual([
      ['ends.1.port.ifName', 'taken'],
    ]);
  });

  it('are entered once where two press at the same moment', async () => {
    const form = aForm();
    const answers = await Promise.all([add(form), add(form)]);
    expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([201, 409]);
  });

  it('are corrected against the version that was seen, and the end that is not named stays as it is', async () => {
    const { id, form } = await entered();
    const now = await formOf(id, form);
    const change = (body: object): Promise<Answer<unknown>> => admin.post(`/api/v1/circuits/${id}`, body);
    const faster = {
      ...now,
      contractedBps: 2e8,
      ends: now.ends.slice(1).map((end) => ({ ...end, siteId: line.siteZ })),
    };

    expect((await change(faster)).body).toEqual({ id, version: 2 });
    expect((await change({ ...faster, version: 2 })).body).toEqual({ id, version: 2 });
    expect(codeOf(await change({ ...faster, name: 'late', version: 1 }))).toBe('edit.conflict');

    const seen = await view(id);
    expect([seen.contractedBps, ...seen.endFacts.map(({ siteId }) => siteId)]).toEqual([2e8, line.siteA, line.siteZ]);
    expect(seen.endFacts[0]?.portName).toBe(form.ends[0]?.port?.ifName ?? '');
    const foreign = { ...now, ends: [{ ...now.ends[0], id: line.siteA }] };
    expect(fieldsOf(await change(foreign))).toEqual([['ends.0.id', 'unknown']]);
    expect(fieldsOf(await change({ ...now, activatedOn: '2026-11-20' }))).toEqual([['activatedOn', 'not_in_service']]);
  });

  it('say nothing of a line whose port was moved until the new one was read', async () => {
    const { id, form } = await entered({ activatedOn: '2026-11-20' });
    const now = await formOf(id, form);
    const moved = now.ends.map((end) =>
      end.port === null ? end : { ...end, port: { ...end.port, ifName: 'xe-9/9' } },
    );
    clock.advance(60_000);

    expect((await admin.post(`/api/v1/circuits/${id}`, { ...now, ends: moved })).status).toBe(200);

    const seen = await view(id);
    expect([seen.status, seen.endFacts[0]?.portName]).toEqual(['unknown', 'xe-9/9']);
    const unwatched = { ...now, version: 2, ends: moved.map((end) => ({ ...end, port: null })) };
    expect(fieldsOf(await admin.post(`/api/v1/circuits/${id}`, unwatched))).toEqual([
      ['ends.0.port.device', 'unwatched'],
    ]);
  });

  it('are written by the platform admin alone, and only where that one can see', async () => {
    const { id, form } = await entered();
    const scoped = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    const engineer = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...scoped });
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    for (const client of [engineer, noc]) {
      expect((await client.post(`/api/v1/circuits/${id}`, form)).status).toBe(403);
      expect((await client.post(`/api/v1/customers/${line.customerId}/circuits`, form)).status).toBe(403);
    }
    for (const strange of [line.siteA, `${id} `, 'x']) {
      const path = encodeURIComponent(strange);
      expect(codeOf(await admin.post(`/api/v1/circuits/${path}`, form))).toBe('circuit.not-found');
      expect(codeOf(await admin.post(`/api/v1/customers/${path}/circuits`, form))).toBe('customer.not-found');
    }
  });
});
