import { randomUUID } from 'node:crypto';
import type { CallBackList, NormList, TicketView, WorkingCalendarList } from '@linewatch/shared';
import { RatingLinks } from '../features/tickets/index.js';
import type { Act, ActPlace } from './audited-acts.js';
import type { TestClient } from './test-client.js';
import { aStoredLine } from './test-line.builder.js';
import { acted, aFiledTicket, aRestoration, aTicketForm } from './test-ticket.builder.js';

const admin = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
const noc = ({ api }: ActPlace): Promise<TestClient> => api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
const owner = ({ api, customer }: ActPlace): Promise<TestClient> =>
  api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer });

const lineOf = async ({ api, customer }: ActPlace): Promise<string> =>
  (await aStoredLine(api.database, { customerId: customer })).circuitId;

async function filed(place: ActPlace): Promise<{ client: TestClient; ticket: TicketView }> {
  const client = await owner(place);
  return { client, ticket: await aFiledTicket(client, await lineOf(place)) };
}

async function restored(place: ActPlace): Promise<{ client: TestClient; staff: TestClient; ticket: TicketView }> {
  const { client, ticket } = await filed(place);
  const staff = await noc(place);
  await acted(staff, ticket.id, 'dispatch', { workGroup: 'DATA' });
  await acted(staff, ticket.id, 'accept');
  return { client, staff, ticket: await acted(staff, ticket.id, 'resolve', aRestoration(place.clock.now())) };
}

async function closed(place: ActPlace): Promise<{ client: TestClient; ticket: TicketView }> {
  const { client, ticket } = await restored(place);
  return { client, ticket: await acted(client, ticket.id, 'confirm') };
}

const scores = [{ step: 'OVERALL', score: 1 }];

/** Writing routes of tickets, with what each writes into the log. */
export const AUDITED_TICKET_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/tickets': {
    action: 'ticket.filed',
    act: async (place) => (await owner(place)).post('/api/v1/tickets', aTicketForm(await lineOf(place))),
  },
  'POST /api/v1/tickets/:ticketId/acts': {
    action: 'ticket.acted',
    act: async (place) => {
      const { client, ticket } = await filed(place);
      const { id, version } = ticket;
      return client.post(`/api/v1/tickets/${id}/acts`, { action: 'cancel', text: 'It was us', version });
    },
  },
  'POST /api/v1/tickets/:ticketId/notes': {
    action: 'ticket.noted',
    act: async (place) => {
      const { client, ticket } = await filed(place);
      return client.post(`/api/v1/tickets/${ticket.id}/notes`, { text: 'Still dark' });
    },
  },
  'POST /api/v1/tickets/:ticketId/files': {
    action: 'ticket.file-added',
    act: async (place) => {
      const { client, ticket } = await filed(place);
      return client.upload(`/api/v1/tickets/${ticket.id}/files?name=log.txt`, Buffer.from('a log'));
    },
  },
  'POST /api/v1/tickets/:ticketId/pauses': {
    action: 'ticket.paused',
    act: async (place) => {
      const { ticket } = await filed(place);
      const form = { from: ticket.reportedAt, to: null, note: 'The gate is locked', version: ticket.version };
      return (await noc(place)).post(`/api/v1/tickets/${ticket.id}/pauses`, form);
    },
  },
  'POST /api/v1/tickets/:ticketId/pauses/:pauseId/dispute': {
    action: 'ticket.pause-disputed',
    act: async (place) => {
      const { client, ticket } = await filed(place);
      const form = { from: ticket.reportedAt, to: null, note: 'The gate is locked', version: ticket.version };
      const { body } = await (await noc(place)).post<TicketView>(`/api/v1/tickets/${ticket.id}/pauses`, form);
      const path = `/api/v1/tickets/${ticket.id}/pauses/${body.pauses[0]?.id ?? ''}/dispute`;
      return client.post(path, { text: 'It was open' });
    },
  },
  'POST /api/v1/tickets/:ticketId/ratings': {
    action: 'ticket.rated',
    act: async (place) => {
      const { client, ticket } = await closed(place);
      return client.post(`/api/v1/tickets/${ticket.id}/ratings`, { scores });
    },
  },
  'PUT /api/v1/tickets/:ticketId/fault-report': {
    action: 'ticket.fault-report-changed',
    act: async (place) => {
      const { staff, ticket } = await restored(place);
      const form = { textZh: '报告', textEn: 'Report', publish: true, version: ticket.faultReport?.version ?? 0 };
      return staff.put(`/api/v1/tickets/${ticket.id}/fault-report`, form);
    },
  },
  'POST /api/v1/ticket-ratings': {
    action: 'ticket.rated',
    act: async (place) => {
      const { ticket } = await closed(place);
      const token = place.api.app.get(RatingLinks, { strict: false }).tokenOf(ticket.id);
      return place.api.stranger().post('/api/v1/ticket-ratings', { token, scores });
    },
  },
  'POST /api/v1/work-orders/:orderId/acts': {
    action: 'work-order.acted',
    act: async (place) => {
      const { ticket } = await filed(place);
      const staff = await noc(place);
      const { workOrders } = await acted(staff, ticket.id, 'dispatch', { workGroup: 'DATA' });
      const [order] = workOrders;
      return staff.post(`/api/v1/work-orders/${order?.id ?? ''}/acts`, { action: 'accept', version: order?.version });
    },
  },
  'POST /api/v1/call-backs/:callBackId/done': {
    action: 'call-back.done',
    act: async (place) => {
      const { client, ticket } = await closed(place);
      await client.post(`/api/v1/tickets/${ticket.id}/ratings`, { scores });
      const manager = await place.api.signedIn({
        ...{ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId: place.customer },
      });
      const { items } = (await manager.get<CallBackList>('/api/v1/call-backs')).body;
      return manager.post(`/api/v1/call-backs/${items[0]?.id ?? ''}/done`, { note: 'Apologised' });
    },
  },
  'PUT /api/v1/ticket-sharing': {
    action: 'ticket.sharing-changed',
    act: async (place) => (await owner(place)).put('/api/v1/ticket-sharing', { viewers: 'ALL' }),
  },
  'POST /api/v1/codes': {
    action: 'codes.changed',
    act: async (place) => {
      const code = { domain: 'product', code: `P-${randomUUID().slice(0, 8)}`, nameZh: '产品', nameEn: 'A product' };
      return (await admin(place)).post('/api/v1/codes', { ...code, order: 99, isOffered: true, basedOn: null });
    },
  },
  'POST /api/v1/norms': {
    action: 'norm.changed',
    act: async (place) => {
      const client = await admin(place);
      const [norm] = (await client.get<NormList>('/api/v1/norms')).body.items;
      return client.post('/api/v1/norms', { basedOn: norm?.version, comment: 'Quicker', rules: norm?.rules });
    },
  },
  'PUT /api/v1/duty-lists/:workGroup': {
    action: 'duty-list.changed',
    act: async (place) => {
      const levels = [1, 2, 3].map(() => ({ personIds: [], ways: ['mail'] }));
      return (await admin(place)).put('/api/v1/duty-lists/DATA', { levels, version: null });
    },
  },
  'PUT /api/v1/working-calendars/:calendarId': {
    action: 'working-calendar.changed',
    act: async (place) => {
      const client = await admin(place);
      const [calendar] = (await client.get<WorkingCalendarList>('/api/v1/working-calendars')).body.items;
      const { id = '', ...form } = calendar ?? {};
      return client.put(`/api/v1/working-calendars/${id}`, form);
    },
  },
};
