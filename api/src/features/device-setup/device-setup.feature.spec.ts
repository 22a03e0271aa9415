import {
  CredentialList,
  type Created,
  DeviceDetail,
  type PollProfileList,
  type Problem,
  type WorkList,
} from '@linewatch/shared';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { Answer, TestClient } from '../../testing/test-client.js';

const V3 = {
  version: 'V3',
  user: 'reader',
  authProtocol: 'SHA256',
  authKey: 'an-auth-key',
  privProtocol: 'AES128',
  privKey: 'a-priv-key',
} as const;

/** All migrations run before each of them, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

describe('a device that staff enter', () => {
  let api: TestApi;
  let noc: TestClient;

  beforeEach(async () => {
    api = await startTestApi();
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
  }, PATIENCE_MS);

  afterEach(() => api.close());

  async function idOf(path: string, body: object): Promise<string> {
    const answer = await noc.post<Created>(`/api/v1/${path}`, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body.id;
  }

  const credential = (name: string): Promise<string> =>
    idOf('credentials', { name, access: { version: 'V2C', community: `secret of ${name}` } });
  const profile = (name: string): Promise<string> => idOf('poll-profiles', { name, intervalS: 60 });
  const wrongFields = ({ status, body }: Answer<unknown>): unknown => [
    status,
    ...((body as Problem).fields ?? []).map(({ field, reason }) => `${field} ${reason}`),
  ];
  const patch = (path: string, body: object): Promise<Answer<unknown>> =>
    noc.send('PATCH', `/api/v1/${path}`, JSON.stringify(body), { 'Content-Type': 'application/json' });

  async function aDevice(code = 'PE-9'): Promise<{ id: string; facts: object }> {
    const [credentialId, pollProfileId] = [await credential(code), await profile(code)];
    const facts = { code, name: '新设备', address: `${code.toLowerCase()}.example`, credentialId, pollProfileId };
    return { id: await idOf('devices', facts), facts };
  }

  it('is polled from then on, discovered at once, and shown without its secret', async () => {
    const { id } = await aDevice();
    const list = (await api.collector().get<WorkList>('/api/v1/collector/work-list')).body;
    expect(list.devices.map((device) => [device.id, device.port, device.profile.intervalS])).toEqual([[id, 161, 60]]);
    expect((await api.collector().get('/api/v1/collector/discoveries')).body).toEqual({ devices: [id], polls: [] });

    const answer = await noc.get(`/api/v1/devices/${id}`);
    const detail = DeviceDetail.parse(answer.body);
    expect([detail.code, detail.credentialName, detail.snmpVersion, detail.profile.discoveryS]).toEqual([
      ...['PE-9', 'PE-9', 'V2C', 86_400],
    ]);
    expect(JSON.stringify(answer.body)).not.toContain('secret of');
  });

  it('says of every field what is wrong with it', async () => {
    const { facts } = await aDevice();
    expect(wrongFields(await noc.post('/api/v1/devices', facts))).toEqual([400, 'code taken', 'address taken']);
    const nowhere = { ...facts, code: 'PE-10', port: 1_161, credentialId: randomUUID(), pollProfileId: randomUUID() };
    expect(wrongFields(await noc.post('/api/v1/devices', nowhere))).toEqual([
      ...[400, 'credentialId unknown', 'pollProfileId unknown'],
    ]);
    const misspelt = { ...facts, code: 'PE 10', address: 'http://x/', port: 0 };
    expect(wrongFields(await noc.post('/api/v1/devices', misspelt))).toEqual([
      ...[400, 'code invalid_regex', 'address invalid_regex', 'port too_small'],
    ]);
    for (const address of ['10.0.0.1', '2001:db8::1', '::1', 'pe-1.example.net', 'localhost']) {
      await idOf('devices', { ...facts, code: randomUUID(), address, port: 1_162 });
    }
  });

  it('is changed field by field, and discovered again when it is reached differently', async () => {
    const { id } = await aDevice();
    await api.database.transaction((tx) => tx.execute('UPDATE device SET discovery_due_at = 9e15'));
    const due = async (): Promise<boolean> => {
      const [row] = await api.database.read<{ due: number | string }>(
        'SELECT discovery_due_at AS due FROM device WHERE id = ?',
        [id],
      );
      return Number(row?.due) < 9e15;
    };
    expect((await patch(`devices/${id}`, { name: '改名', region: '长沙', requiredTag: 'otn' })).status).toBe(204);
    expect(await due()).toBeFalse();
    const detail = DeviceDetail.parse((await noc.get(`/api/v1/devices/${id}`)).body);
    expect([detail.name, detail.region, detail.requiredTag, detail.address]).toEqual([
      ...['改名', '长沙', 'otn', 'pe-9.example'],
    ]);
    expect((await patch(`devices/${id}`, { port: 1_161 })).status).toBe(204);
    expect(await due()).toBeTrue();
    const other = await aDevice('PE-10');
    expect(wrongFields(await patch(`devices/${other.id}`, { address: 'pe-9.example', port: 1_161 }))).toEqual([
      ...[400, 'address taken'],
    ]);
    expect((await patch(`devices/${randomUUID()}`, {})).status).toBe(404);
  });

  it('goes only to a collector that carries the tag it asks for', async () => {
    const { id } = await aDevice();
    const tagged = async (tags: string | null): Promise<unknown[]> => {
      await api.database.transaction(async (tx) => {
        await tx.execute('UPDATE collector SET tags = ?', [tags]);
        await tx.execute('UPDATE device SET polled_by = NULL');
      });
      const { body } = await api.collector().get<WorkList>('/api/v1/collector/work-list');
      return body.devices.map((device) => device.id);
    };
    await patch(`devices/${id}`, { requiredTag: 'otn' });
    expect(await tagged(null)).toEqual([]);
    expect(await tagged('core,otnx')).toEqual([]);
    expect(await tagged('core,otn')).toEqual([id]);
    const { items } = (await noc.get<{ items: { tags: string[] }[] }>('/api/v1/collectors')).body;
    expect(items[0]?.tags).toEqual(['core', 'otn']);
  });

  describe('with a credential', () => {
    it('whose secret goes in and never comes out', async () => {
      await idOf('credentials', { name: 'v3 keys', access: V3 });
      const answer = await noc.get('/api/v1/credentials');
      expect(
        CredentialList.parse(answer.body).items.map(({ name, version, devices }) => [name, version, devices]),
      ).toEqual([['v3 keys', 'V3', 0]]);
      expect(JSON.stringify(answer.body)).not.toContain(V3.authKey);
      expect(JSON.stringify(await api.database.read('SELECT * FROM snmp_credential'))).not.toContain(V3.authKey);
    });

    it('that is not weak by mistake', async () => {
      const add = (access: object): Promise<Answer<unknown>> =>
        noc.post('/api/v1/credentials', { name: randomUUID(), access });
      expect(wrongFields(await add({ ...V3, authKey: 'short' }))).toEqual([400, 'access.authKey custom']);
      const old = { ...V3, authProtocol: 'MD5', privProtocol: 'DES' };
      expect(wrongFields(await add(old))).toEqual([400, 'access.legacy custom']);
      expect((await add({ ...old, legacy: true })).status).toBe(201);
      expect(wrongFields(await add({ version: 'V2C', community: ' ' }))).toEqual([400, 'access.community custom']);
    });
  });

  it('is in the audit log with who entered it, and without any secret', async () => {
    const { id } = await aDevice();
    await patch(`devices/${id}`, { name: '改名' });
    const rows = await api.database.read<Record<string, unknown>>('SELECT * FROM audit_entry');
    const text = JSON.stringify(rows);
    for (const action of ['credential.changed', 'poll-profile.changed', 'device.changed'])
      expect(text).toContain(action);
    expect(text).toContain('改名');
    expect(text).not.toContain('secret of');
  });

  it('follows its profile when that changes', async () => {
    await aDevice();
    const { items } = (await noc.get<PollProfileList>('/api/v1/poll-profiles')).body;
    expect(items.map(({ name, intervalS, devices }) => [name, intervalS, devices])).toEqual([['PE-9', 60, 1]]);
    const id = items[0]?.id ?? '';
    expect((await patch(`poll-profiles/${id}`, { intervalS: 30, discoveryS: 3_600 })).status).toBe(204);
    const { devices } = (await api.collector().get<WorkList>('/api/v1/collector/work-list')).body;
    expect(devices[0]?.profile.intervalS).toBe(30);
    await profile('other');
    expect(wrongFields(await patch(`poll-profiles/${id}`, { name: 'other' }))).toEqual([400, 'name taken']);
    expect((await patch(`poll-profiles/${randomUUID()}`, {})).status).toBe(404);
  });

  it('is not for an operator who serves one customer', async () => {
    const { id } = await aDevice();
    const client = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'CUSTOMER', scopeId: randomUUID() });
    const body = { code: 'x', name: 'x', address: 'x', credentialId: randomUUID(), pollProfileId: randomUUID() };
    expect((await client.post('/api/v1/devices', body)).status).toBe(403);
    expect((await client.post(`/api/v1/devices/${id}/discover`, {})).status).toBe(404);
    expect((await client.get('/api/v1/credentials')).body).toEqual({ items: [] });
    expect((await client.post('/api/v1/poll-profiles', { name: 'x', intervalS: 60 })).status).toBe(403);
  });
});
