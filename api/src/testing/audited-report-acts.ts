import type { ReportView } from '@linewatch/shared';
import { ReportMaker } from '../features/reports/index.js';
import type { Act, ActPlace } from './audited-acts.js';
import type { Answer, TestClient } from './test-client.js';

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
  return { client, path, version: (await client.get<ReportView>(path)).body.version };
}

/** Writing routes of the service reports, with what each writes into the log. */
export const AUDITED_REPORT_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/reports': { action: 'report.requested', act: async (place) => (await asked(place)).answer },
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
