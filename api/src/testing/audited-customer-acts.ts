import { randomUUID } from 'node:crypto';
import type {
  CircuitView,
  CreatedMeasurePoint,
  CustomerView,
  ImportView,
  MadeNoticeRoom,
  Saved,
} from '@linewatch/shared';
import type { Act, ActPlace } from './audited-acts.js';
import type { Answer, TestClient } from './test-client.js';
import { aStoredLine, type StoredLine } from './test-line.builder.js';
import { anOutage } from './test-outage.builder.js';
import { aStoredUser } from './test-user.builder.js';

const admin = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });

const A_PROBE = { side: 'A', reading: { source: 'ICMP', target: '192.0.2.7', count: 10, spacingMs: 50 } };

const aCode = (): string => `X${randomUUID().slice(0, 8)}`;
const customerForm = (version: number | null): object => ({
  ...{ code: aCode(), nameZh: '客户', nameEn: 'A customer', grade: 'GROUP' },
  ...{ timeZone: 'Asia/Shanghai', status: 'ACTIVE', version },
});
const siteForm = (version: number | null): object => ({
  ...{ code: aCode(), nameZh: '站点', nameEn: 'A site', address: 'Furong Road', version },
});
const contactForm = (version: number | null): object => ({
  ...{ siteId: null, name: 'Wang Fang', role: 'TECHNICAL', phone: null, email: null, language: 'en', version },
});
const contractForm = (version: number | null): object => ({
  ...{ number: aCode(), slaClass: 'GOLD', validFrom: null, validTo: null, version },
});

async function saved(answer: Promise<Answer<Saved>>): Promise<Saved> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the act before was refused: ${JSON.stringify(body)}`);
  return body;
}

/** Something of a customer that was just entered, to be changed. */
async function entered(place: ActPlace, kind: 'sites' | 'contacts' | 'contracts', form: object) {
  const client = await admin(place);
  const { id, version } = await saved(client.post<Saved>(`/api/v1/customers/${place.customer}/${kind}`, form));
  return { client, id, version };
}

/** A circuit as staff write it, at a site of the customer and unwatched. */
async function aCircuitForm(client: TestClient, customerId: string): Promise<object> {
  const site = await saved(client.post<Saved>(`/api/v1/customers/${customerId}/sites`, siteForm(null)));
  const end = { id: null, siteId: site.id, accessType: 'FIBRE', portType: null, port: null };
  return {
    ...{ code: aCode(), name: 'A line', contractNumber: null, product: 'MSTP', topology: 'P2P', protection: 'NONE' },
    ...{ networkGrade: null, contractedBps: 1e8, activatedOn: null, version: null },
    ends: (['A', 'Z'] as const).map((side) => ({ ...end, side })),
  };
}

async function aCircuit(place: ActPlace): Promise<{ client: TestClient; line: StoredLine; version: number }> {
  const client = await admin(place);
  const line = await aStoredLine(place.api.database, { customerId: place.customer });
  const { version } = (await client.get<CircuitView>(`/api/v1/circuits/${line.circuitId}`)).body;
  return { client, line, version };
}

function keep(client: TestClient, customerId: string): Promise<Answer<{ id: string }>> {
  const path = `/api/v1/customers/${customerId}/documents?kind=ACCEPTANCE&name=note.txt`;
  return client.upload(path, Buffer.from('handed over'));
}

function check(client: TestClient): Promise<Answer<ImportView>> {
  const file = `code,nameZh,nameEn,grade\n${aCode()},客户,A customer,GROUP\n`;
  return client.upload('/api/v1/imports?kind=customers&name=customers.csv', Buffer.from(file));
}

const roomForm = (change: object): object => ({
  ...{ name: 'Night shift', kinds: ['fault.raised'], leastSeverity: 'minor', reach: { type: 'all' }, language: 'en' },
  ...change,
});

/** A webhook that was just entered. */
async function aRoom(place: ActPlace): Promise<{ client: TestClient; path: string }> {
  const client = await admin(place);
  const form = roomForm({ type: 'webhook', url: 'https://hook.example/', customerId: place.customer });
  const { room } = (await client.post<MadeNoticeRoom>('/api/v1/notice-rooms', form)).body;
  return { client, path: `/api/v1/notice-rooms/${room.id}` };
}

/** A delivery that has failed. */
async function aFailedNotice({ api, clock, customer }: ActPlace): Promise<string> {
  const id = randomUUID();
  const row = [id, randomUUID(), customer, 'fault.raised', 'webhook', randomUUID(), 0, 'FAILED'];
  const told = [clock.now(), 1, clock.now(), '[]'];
  const columns = ['id', 'message_id', 'customer_id', 'kind', 'way', 'receiver_id', 'is_staff', 'state', 'at'];
  await api.database.transaction((tx) =>
    tx.insertMany('notice_delivery', [...columns, 'attempts', 'next_try_at', 'event_ids'], ['id'], [[...row, ...told]]),
  );
  return id;
}

/** Writing routes about customers, their lines and their papers, with what each writes into the log. */
export const AUDITED_CUSTOMER_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/circuits/:id/samples/file': {
    action: 'export.made',
    act: async (place) => {
      const { client, line } = await aCircuit(place);
      const body = { from: 0, to: 3_600_000, side: 'A', points: 100, format: 'csv', language: 'en' };
      return client.post(`/api/v1/circuits/${line.circuitId}/samples/file`, body);
    },
  },
  'POST /api/v1/customers/:id/manager': {
    action: 'manager.changed',
    act: async (place) => {
      const grant = { role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: place.customer } as const;
      const { id: userId } = await aStoredUser(place.api.database, [grant]);
      await aStoredUser(place.api.database, [grant]);
      return (await admin(place)).post(`/api/v1/customers/${place.customer}/manager`, { managerId: userId });
    },
  },
  'POST /api/v1/outages/:id/judgement': {
    action: 'outage.judged',
    act: async (place) => {
      const line = await aStoredLine(place.api.database, { customerId: place.customer });
      const id = await anOutage(place.api.database, line);
      const body = { cause: 'THIRD_PARTY', responsibility: 'THIRD_PARTY', comment: 'dug up', revision: 0 };
      return (await admin(place)).post(`/api/v1/outages/${id}/judgement`, body);
    },
  },
  'PUT /api/v1/notices/settings': {
    action: 'notice.settings-changed',
    act: async (place) =>
      (await admin(place)).put('/api/v1/notices/settings', {
        ...{ subscriptions: [], quietHours: null, phone: null, version: null },
      }),
  },
  'POST /api/v1/notices/:noticeId/send-again': {
    action: 'notice.sent-again',
    act: async (place) => (await admin(place)).post(`/api/v1/notices/${await aFailedNotice(place)}/send-again`, {}),
  },
  'POST /api/v1/notice-rooms': {
    action: 'notice-room.changed',
    act: async (place) =>
      (await admin(place)).post(
        '/api/v1/notice-rooms',
        roomForm({ type: 'webhook', url: 'https://hook.example/', customerId: place.customer }),
      ),
  },
  'PUT /api/v1/notice-rooms/:roomId': {
    action: 'notice-room.changed',
    act: async (place) => {
      const { client, path } = await aRoom(place);
      return client.put(path, roomForm({ isEnabled: false, version: 1 }));
    },
  },
  'POST /api/v1/notice-rooms/:roomId/secret': {
    action: 'notice-room.changed',
    act: async (place) => {
      const { client, path } = await aRoom(place);
      return client.post(`${path}/secret`, {});
    },
  },
  'DELETE /api/v1/notice-rooms/:roomId': {
    action: 'notice-room.removed',
    act: async (place) => {
      const { client, path } = await aRoom(place);
      return client.delete(path);
    },
  },
  'POST /api/v1/customers/:id/circuits': {
    action: 'circuit.changed',
    act: async (place) => {
      const client = await admin(place);
      const form = await aCircuitForm(client, place.customer);
      return client.post(`/api/v1/customers/${place.customer}/circuits`, form);
    },
  },
  'POST /api/v1/circuits/:id': {
    action: 'circuit.changed',
    act: async (place) => {
      const client = await admin(place);
      const form = await aCircuitForm(client, place.customer);
      const { id } = await saved(client.post<Saved>(`/api/v1/customers/${place.customer}/circuits`, form));
      return client.post(`/api/v1/circuits/${id}`, { ...form, name: 'Another name', ends: [], version: 1 });
    },
  },
  'POST /api/v1/circuits/:id/steps': {
    action: 'circuit.stepped',
    act: async (place) => {
      const { client, line, version } = await aCircuit(place);
      const step = { action: 'suspend', reason: 'asked for', version };
      return client.post(`/api/v1/circuits/${line.circuitId}/steps`, step);
    },
  },
  'POST /api/v1/circuits/:id/line-tests': {
    action: 'line-test.asked',
    act: async (place) => {
      const { client, line } = await aCircuit(place);
      return client.post(`/api/v1/circuits/${line.circuitId}/line-tests`, { hasPower: 'yes' });
    },
  },
  'POST /api/v1/circuits/:id/measure-points': {
    action: 'measure-point.changed',
    act: async (place) => {
      const { client, line } = await aCircuit(place);
      return client.post(`/api/v1/circuits/${line.circuitId}/measure-points`, A_PROBE);
    },
  },
  'DELETE /api/v1/circuits/:id/measure-points/:pointId': {
    action: 'measure-point.changed',
    act: async (place) => {
      const { client, line } = await aCircuit(place);
      const path = `/api/v1/circuits/${line.circuitId}/measure-points`;
      const { body } = await client.post<CreatedMeasurePoint>(path, A_PROBE);
      return client.delete(`${path}/${String(body.id)}`);
    },
  },
  'POST /api/v1/circuits/:id/alias': {
    action: 'circuit.alias-changed',
    act: async (place) => {
      const { client, line, version } = await aCircuit(place);
      return client.post(`/api/v1/circuits/${line.circuitId}/alias`, { alias: 'main line', version });
    },
  },
  'POST /api/v1/customers': {
    action: 'customer.changed',
    act: async (place) => (await admin(place)).post('/api/v1/customers', customerForm(null)),
  },
  'POST /api/v1/customers/:id': {
    action: 'customer.changed',
    act: async (place) => {
      const client = await admin(place);
      const { version } = (await client.get<CustomerView>(`/api/v1/customers/${place.customer}`)).body;
      return client.post(`/api/v1/customers/${place.customer}`, customerForm(version));
    },
  },
  'POST /api/v1/customers/:id/sites': {
    action: 'site.changed',
    act: async (place) => (await admin(place)).post(`/api/v1/customers/${place.customer}/sites`, siteForm(null)),
  },
  'POST /api/v1/customers/:id/contacts': {
    action: 'contact.changed',
    act: async (place) => (await admin(place)).post(`/api/v1/customers/${place.customer}/contacts`, contactForm(null)),
  },
  'POST /api/v1/customers/:id/contracts': {
    action: 'contract.changed',
    act: async (place) =>
      (await admin(place)).post(`/api/v1/customers/${place.customer}/contracts`, contractForm(null)),
  },
  'POST /api/v1/sites/:id': {
    action: 'site.changed',
    act: async (place) => {
      const { client, id, version } = await entered(place, 'sites', siteForm(null));
      return client.post(`/api/v1/sites/${id}`, siteForm(version));
    },
  },
  'POST /api/v1/sites/:id/access': {
    action: 'site.changed',
    act: async (place) => {
      const { client, id, version } = await entered(place, 'sites', siteForm(null));
      return client.post(`/api/v1/sites/${id}/access`, { accessHours: '09:00-17:00', accessNote: null, version });
    },
  },
  'POST /api/v1/contacts/:id': {
    action: 'contact.changed',
    act: async (place) => {
      const { client, id, version } = await entered(place, 'contacts', contactForm(null));
      return client.post(`/api/v1/contacts/${id}`, contactForm(version));
    },
  },
  'DELETE /api/v1/contacts/:id': {
    action: 'contact.changed',
    act: async (place) => {
      const { client, id } = await entered(place, 'contacts', contactForm(null));
      return client.delete(`/api/v1/contacts/${id}`);
    },
  },
  'POST /api/v1/contracts/:id': {
    action: 'contract.changed',
    act: async (place) => {
      const { client, id, version } = await entered(place, 'contracts', contractForm(null));
      return client.post(`/api/v1/contracts/${id}`, contractForm(version));
    },
  },
  'POST /api/v1/customers/:id/documents': {
    action: 'document.added',
    act: async (place) => keep(await admin(place), place.customer),
  },
  'DELETE /api/v1/documents/:id': {
    action: 'document.removed',
    act: async (place) => {
      const client = await admin(place);
      return client.delete(`/api/v1/documents/${(await keep(client, place.customer)).body.id}`);
    },
  },
  'POST /api/v1/exports': {
    action: 'export.made',
    act: async (place) => (await admin(place)).post('/api/v1/exports', { kind: 'customers', format: 'csv' }),
  },
  'POST /api/v1/imports/:id/commit': {
    action: 'import.done',
    act: async (place) => {
      const client = await admin(place);
      return client.post(`/api/v1/imports/${(await check(client)).body.id}/commit`, {});
    },
  },
};
