import type { CircuitView, MaintenanceWindowAction, Saved, WorkView } from '@linewatch/shared';
import { WorkClock } from '../features/maintenance/work-clock.js';
import type { Act, ActPlace } from './audited-acts.js';
import type { Answer, TestClient } from './test-client.js';
import { aStoredLine, type StoredLine, storedLines } from './test-line.builder.js';

const HOUR_MS = 3_600_000;
const WORKS = '/api/v1/works';
const BLACKOUTS = '/api/v1/blackouts';

const noc = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
const admin = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
const owner = ({ api }: ActPlace, line: StoredLine): Promise<TestClient> =>
  api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: line.customerId });

async function saved(answer: Promise<Answer<unknown>>): Promise<Saved> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`the act before was refused: ${JSON.stringify(body)}`);
  return body as Saved;
}

const form = ({ clock }: ActPlace, line: StoredLine, version: number | null): object => ({
  ...{ kind: 'planned', title: 'A new card', impact: 'OUTAGE', impactText: 'Half an hour', risk: null },
  ...{ fallbackPlan: 'The old card', targets: [{ kind: 'circuit', id: line.circuitId }], version },
  ...{ plannedStart: clock.now() + 200 * HOUR_MS, plannedEnd: clock.now() + 201 * HOUR_MS },
  ...{ shortNoticeReason: null, blackoutReason: null, diversityReason: null },
});

async function planned(place: ActPlace): Promise<{ client: TestClient; line: StoredLine; id: string }> {
  const client = await noc(place);
  const line = await aStoredLine(place.api.database);
  return { client, line, id: (await saved(client.post(WORKS, form(place, line, null)))).id };
}

async function step(client: TestClient, id: string, action: MaintenanceWindowAction): Promise<Answer<unknown>> {
  const { version } = (await client.get<WorkView>(`${WORKS}/${id}`)).body;
  return client.post(`${WORKS}/${id}/steps`, { action, reason: null, result: null, version });
}

async function answered(place: ActPlace): Promise<{ id: string; answer: Answer<Saved> }> {
  const { client, line, id } = await planned(place);
  await saved(step(client, id, 'submit'));
  await saved(step(await admin(place), id, 'approve'));
  await place.api.app.get(WorkClock, { strict: false }).look();
  const words = { kind: 'question', text: 'How long?', slotStart: null, slotEnd: null, revision: 1 };
  return { id, answer: await (await owner(place, line)).post<Saved>(`${WORKS}/${id}/answers`, words) };
}

async function closed(place: ActPlace): Promise<{ client: TestClient; id: string }> {
  const client = await owner(place, await aStoredLine(place.api.database));
  return { client, id: (await saved(client.post(BLACKOUTS, period(place, null)))).id };
}

const period = ({ clock }: ActPlace, version: number | null): object => ({
  ...{ customerId: null, title: 'Closing of the year', version },
  ...{ from: clock.now() + HOUR_MS, to: clock.now() + 9 * HOUR_MS },
});

/** Writing routes about planned works, with what each writes into the log. */
export const AUDITED_WORK_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/works': {
    action: 'work.planned',
    act: async (place) => (await noc(place)).post(WORKS, form(place, await aStoredLine(place.api.database), null)),
  },
  'POST /api/v1/works/:id': {
    action: 'work.changed',
    act: async (place) => {
      const { client, line, id } = await planned(place);
      return client.post(`${WORKS}/${id}`, form(place, line, 1));
    },
  },
  'POST /api/v1/works/:id/steps': {
    action: 'work.stepped',
    act: async (place) => {
      const { client, id } = await planned(place);
      return step(client, id, 'submit');
    },
  },
  'POST /api/v1/works/:id/answers': {
    action: 'work.answered',
    act: async (place) => (await answered(place)).answer,
  },
  'POST /api/v1/works/:id/answers/:answerId/reply': {
    action: 'work.replied',
    act: async (place) => {
      const { id, answer } = await answered(place);
      return (await noc(place)).post(`${WORKS}/${id}/answers/${answer.body.id}/reply`, { text: 'Half an hour' });
    },
  },
  'POST /api/v1/blackouts': {
    action: 'blackout.changed',
    act: async (place) =>
      (await owner(place, await aStoredLine(place.api.database))).post(BLACKOUTS, period(place, null)),
  },
  'POST /api/v1/blackouts/:id': {
    action: 'blackout.changed',
    act: async (place) => {
      const { client, id } = await closed(place);
      return client.post(`${BLACKOUTS}/${id}`, period(place, 1));
    },
  },
  'DELETE /api/v1/blackouts/:id': {
    action: 'blackout.changed',
    act: async (place) => {
      const { client, id } = await closed(place);
      return client.delete(`${BLACKOUTS}/${id}`);
    },
  },
  'POST /api/v1/calendar-feed': {
    action: 'calendar.made',
    act: async (place) => (await noc(place)).post('/api/v1/calendar-feed', { language: 'en' }),
  },
  'DELETE /api/v1/calendar-feed': {
    action: 'calendar.revoked',
    act: async (place) => {
      const client = await noc(place);
      await client.post('/api/v1/calendar-feed', { language: 'en' });
      return client.delete('/api/v1/calendar-feed');
    },
  },
  'POST /api/v1/circuits/:id/backup': {
    action: 'circuit.backup-set',
    act: async (place) => {
      const client = await admin(place);
      const [main, backup] = await storedLines(place.api.database, 2);
      const path = `/api/v1/circuits/${backup?.circuitId ?? ''}`;
      const { version } = (await client.get<CircuitView>(path)).body;
      return client.post(`${path}/backup`, { backupOf: main?.circuitId, version });
    },
  },
};
