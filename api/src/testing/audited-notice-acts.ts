import type { NoticeBrowser } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { AcknowledgementLinks } from '../features/notifications/acknowledgement-links.js';
import type { Act, ActPlace } from './audited-acts.js';
import { PushedBrowser } from './push-service.js';
import type { Answer, TestClient } from './test-client.js';
import { aNotice } from './test-notice.builder.js';
import { aStoredLine } from './test-line.builder.js';
import { aStoredUser, type TestUser } from './test-user.builder.js';

/** A notice that somebody was sent by mail, and that goes on to the next contact if they say nothing. */
async function anEscalatedNotice({ api, clock, customer }: ActPlace): Promise<{ user: TestUser; id: string }> {
  const line = await aStoredLine(api.database, { customerId: customer });
  const user = await aStoredUser(api.database, [
    { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: customer },
  ]);
  const [id, message, event, now] = [uuidv7(), uuidv7(), uuidv7(), clock.now()];
  const { kind, severity, object, cause, circuitIds } = aNotice(line);
  await api.database.transaction(async (tx) => {
    await tx.insertMany(
      'notice_event',
      [
        ...['id', 'once_key', 'at', 'kind', 'customer_id', 'severity', 'object_type', 'object_id', 'cause'],
        ...['circuit_ids', 'site_ids', 'facts', 'gathered_at'],
      ],
      ['id'],
      [
        [
          event,
          event,
          now,
          kind,
          customer,
          severity,
          object.type,
          object.id,
          cause,
          JSON.stringify(circuitIds),
          '[]',
          '{}',
          now,
        ],
      ],
    );
    await tx.insertMany(
      'notice_delivery',
      [
        ...['id', 'message_id', 'customer_id', 'kind', 'way', 'receiver_id', 'is_staff', 'step', 'state', 'at'],
        ...['attempts', 'next_try_at', 'event_ids'],
      ],
      ['id'],
      [[id, message, customer, kind, 'mail', user.id, 0, 0, 'SENT', now, 1, now, JSON.stringify([event])]],
    );
    const columns = ['message_id', 'customer_id', 'step', 'state', 'next_at'];
    await tx.insertMany('notice_climb', columns, ['message_id'], [[message, customer, 0, 'OPEN', now + 3_600_000]]);
  });
  return { user, id };
}

/** A browser that an admin of the customer has switched on. */
async function aBrowser({ api, customer }: ActPlace): Promise<{ client: TestClient; added: Answer<NoticeBrowser> }> {
  const client = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customer });
  const { subscription } = new PushedBrowser('https://push.example/browser');
  return { client, added: await client.post<NoticeBrowser>('/api/v1/notice-browsers', subscription) };
}

/** Writing routes of browsers and of escalated notices, with what each writes into the log. */
export const AUDITED_NOTICE_ACTS: Readonly<Record<string, Act>> = {
  'POST /api/v1/notice-browsers': {
    action: 'notice-browser.added',
    act: async (place) => (await aBrowser(place)).added,
  },
  'DELETE /api/v1/notice-browsers/:browserId': {
    action: 'notice-browser.removed',
    act: async (place) => {
      const { client, added } = await aBrowser(place);
      return client.delete(`/api/v1/notice-browsers/${added.body.id}`);
    },
  },
  'PUT /api/v1/notice-ladders/:customerId': {
    action: 'notice-ladder.changed',
    act: async ({ api, customer }) => {
      const client = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
      const ladder = { isOn: true, leastSeverity: 'major', hours: null, timeZone: 'Asia/Shanghai', steps: [] };
      return client.put(`/api/v1/notice-ladders/${customer}`, { ...ladder, version: null });
    },
  },
  'POST /api/v1/notices/:noticeId/acknowledge': {
    action: 'notice.acknowledged',
    act: async (place) => {
      const { user, id } = await anEscalatedNotice(place);
      const client = place.api.stranger();
      await client.signIn(user);
      return client.post(`/api/v1/notices/${id}/acknowledge`, {});
    },
  },
  'POST /api/v1/notice-acknowledgements': {
    action: 'notice.acknowledged',
    act: async (place) => {
      const { id } = await anEscalatedNotice(place);
      const links = place.api.app.get(AcknowledgementLinks, { strict: false });
      const token = await place.api.database.transaction((tx) => links.tokenOf(tx, id));
      return place.api.stranger().post('/api/v1/notice-acknowledgements', { token });
    },
  },
};
