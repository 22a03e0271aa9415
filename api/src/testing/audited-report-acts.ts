import { randomUUID } from 'node:crypto';
import type { BrandView, ReportRecipients, ReportView, Saved } from '@linewatch/shared';
import { ReportMaker } from '../features/reports/index.js';
import type { Act, ActPlace } from './audited-acts.js';
import { eventually } from './eventually.js';
import { aStoredLine } from './test-line.builder.js';
import type { Answer, TestClient } from './test-client.js';

const PATIENCE_MS = 30_000;

const manager = ({ api, customer }: ActPlace): Promise<TestClient> =>
  api.signedIn({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: customer });

async function asked(place: ActPlace): Promise<{ client: TestClient; answer: Answer<ReportView> }> {
  const client = await manager(place);
  const month = new Date(place.clock.now()).toISOString().slice(0, 7);
  return { client, answer: await client.post<ReportView>('/api/v1/reports', { customerId: place.customer, month }) };
}

async function made(place: ActPlace): Promise<{ client: TestClient; path: string; version: number }> {
  const { client, answer } = await asked(place);
  await place.api.app.get(ReportMaker, { strict: false }).work(new AbortController().signal);
  const path = `/api/v1/reports/${answer.body.id}`;
  // The house's own job may have taken it before.
  const seen = async (): Promise<ReportView> => (await client.get<ReportView>(path)).body;
  await eventually('a finished report', async () => (await seen()).state === 'generated', PATIENCE_MS);
  const { version } = await seen();
  return { client, path, version };
}

/** A new person of the customer, who may be sent its reports. */
async function aReceiver(place: ActPlace, client: TestClient): Promise<string> {
  await place.api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: place.customer });
  const { items } = (await client.get<ReportRecipients>(`/api/v1/customers/${place.customer}/report-recipients`)).body;
  return items.at(-1)?.id ?? '';
}

async function scheduled(place: ActPlace): Promise<{ client: TestClient; answer: Answer<Saved> }> {
  const client = await manager(place);
  const recipientId = await aReceiver(place, client);
  const form = { customerId: place.customer, recipientId, period: 'MONTH', language: 'en' };
  const terms = { formats: ['pdf'], afterDays: 4 };
  return { client, answer: await client.post<Saved>('/api/v1/report-schedules', { ...form, ...terms }) };
}

/** Writing routes of the service reports, with what each writes into the log. */
export const AUDITED_REPORT_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/circuits/:id/evidence': {
    action: 'evidence.requested',
    act: async (place) => {
      const day = new Date(place.clock.now()).toISOString().slice(0, 10);
      const { circuitId } = await aStoredLine(place.api.database, { customerId: place.customer });
      const path = `/api/v1/circuits/${circuitId}/evidence`;
      return (await manager(place)).post(path, { dates: { from: day, to: day } });
    },
  },
  'PUT /api/v1/brand': {
    action: 'brand.changed',
    act: async ({ api }) => {
      const client = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
      const { version } = (await client.get<BrandView>('/api/v1/brand')).body;
      return client.put('/api/v1/brand', { accent: '#7a1f5c', version });
    },
  },
  'POST /api/v1/report-schedules': {
    action: 'report-schedule.added',
    act: async (place) => (await scheduled(place)).answer,
  },
  'POST /api/v1/report-schedules/:id': {
    action: 'report-schedule.changed',
    act: async (place) => {
      const { client, answer } = await scheduled(place);
      const { id, version } = answer.body;
      const terms = { language: 'zh-CN', formats: ['csv'], afterDays: 9 };
      return client.post(`/api/v1/report-schedules/${id}`, { ...terms, version });
    },
  },
  'DELETE /api/v1/report-schedules/:id': {
    action: 'report-schedule.removed',
    act: async (place) => {
      const { client, answer } = await scheduled(place);
      return client.delete(`/api/v1/report-schedules/${answer.body.id}`);
    },
  },
  'POST /api/v1/report-deliveries/:id/again': {
    action: 'report-delivery.repeated',
    act: async (place) => {
      const { client, path } = await made(place);
      const reportId = path.split('/').at(-1) ?? '';
      const recipientId = await aReceiver(place, client);
      const id = randomUUID();
      const columns = ['id', 'customer_id', 'report_id', 'recipient_id', 'recipient_name', 'address', 'language'];
      const row = [id, place.customer, reportId, recipientId, 'A user', 'gone@example.com', 'en', '[]', 'FAILED', 1];
      await place.api.database.transaction((tx) =>
        tx.insertMany('report_delivery', [...columns, 'files', 'state', 'at'], ['id'], [row]),
      );
      return client.post(`/api/v1/report-deliveries/${id}/again`, {});
    },
  },
  'POST /api/v1/reports': { action: 'report.requested', act: async (place) => (await asked(place)).answer },
  'POST /api/v1/reports/:id/cancel': {
    action: 'report.cancelled',
    act: async (place) => {
      const client = await manager(place);
      const day = new Date(place.clock.now() - 2 * 86_400_000).toISOString().slice(0, 10);
      // Of a day, so that it is no report that another act looks at.
      const wish = { customerId: place.customer, dates: { from: day, to: day } };
      const { id, version } = (await client.post<ReportView>('/api/v1/reports', wish)).body;
      return client.post(`/api/v1/reports/${id}/cancel`, { version });
    },
  },
  'POST /api/v1/reports/:id/comment': {
    action: 'report.commented',
    act: async (place) => {
      const { client, path, version } = await made(place);
      return client.post(`${path}/comment`, { comment: 'More bandwidth from May on', version });
    },
  },
  'POST /api/v1/reports/:id/publish': {
    action: 'report.published',
    act: async (place) => {
      const { client, path, version } = await made(place);
      return client.post(`${path}/publish`, { version });
    },
  },
  'POST /api/v1/reports/:id/retry': {
    action: 'report.retried',
    act: async (place) => {
      const { client, answer } = await asked(place);
      const { id } = answer.body;
      await place.api.database.transaction((tx) => tx.execute("UPDATE report SET state = 'failed' WHERE id = ?", [id]));
      const { version } = (await client.get<ReportView>(`/api/v1/reports/${id}`)).body;
      return client.post(`/api/v1/reports/${id}/retry`, { version });
    },
  },
};
