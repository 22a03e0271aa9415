import { randomUUID } from 'node:crypto';
import { DomainError, type NewNoticeRoom } from '@linewatch/shared';
import { makeScope, type Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredLine } from '../../testing/test-line.builder.js';
import { toldNow } from '../../testing/test-notice.builder.js';
import { acted, aFiledTicket, aRestoration } from '../../testing/test-ticket.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { isVisible } from './audience.js';
import { LedgerRepository } from './ledger.repository.js';
import type { NoticeEvent } from './notice-event.js';
import { NoticeRoomsService } from './notice-rooms.service.js';
import { customerOf } from './notice-settings.service.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const [OWN, OTHER, SITE] = [randomUUID(), randomUUID(), randomUUID()];
const CLOSED = { kind: 'ticket.closed', ways: ['mail'] };
const ANSWERED_OR_RATED = /^Reply-To:|\/rate#/m;
const SERVING_OTHERS = makeScope({ kind: 'customers', customerIds: [OTHER] });

describe('whoever hears only a part of the notices', () => {
  const clock = new ManualClock();
  let api: TestApi;

  beforeAll(async () => {
    const env = { MAIL_IN_ADDRESS: 'service@noc.example', MAIL_IN_SECRET: `whsec_${'a'.repeat(32)}` };
    api = await startTestApi({ clock, env });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  it('is told of no customer that they do not serve or belong to', () => {
    const event: NoticeEvent = {
      ...{ id: randomUUID(), at: 1, kind: 'report.published', customerId: OWN, severity: null, cause: 'x' },
      ...{ object: { type: 'report', id: randomUUID() }, circuitIds: [], siteIds: [SITE], facts: {} },
    };
    const hears = (scope: Scope): boolean => isVisible(event, new Map(), scope);
    expect(hears(SERVING_OTHERS)).toBe(false);
    expect(hears(makeScope({ kind: 'customer', customerId: OTHER }))).toBe(false);
    expect(hears(makeScope({ kind: 'sites', customerId: OTHER, siteIds: [SITE] }))).toBe(false);
    expect(hears(makeScope({ kind: 'customers', customerIds: [OTHER, OWN] }))).toBe(true);
    expect(hears(makeScope({ kind: 'sites', customerId: OWN, siteIds: [SITE] }))).toBe(true);
  });

  it('has what they choose in the log of their customer, also where they are of a branch', () => {
    expect(customerOf(makeScope({ kind: 'sites', customerId: OWN, siteIds: [SITE] }))).toBe(OWN);
    expect(customerOf(makeScope({ kind: 'customer', customerId: OWN }))).toBe(OWN);
    expect(customerOf(SERVING_OTHERS)).toBeNull();
  });

  it('enters no room of a customer that they do not serve', async () => {
    const { customerId } = await aStoredLine(api.database);
    const asked: NewNoticeRoom = {
      ...{ type: 'webhook', name: 'Desk', url: 'https://desk.example/notices', customerId, language: 'en' },
      ...{ kinds: ['report.published'], leastSeverity: 'minor', reach: { type: 'all' } },
    };
    const made = async (scope: Scope): Promise<string> => {
      const caller = { kind: 'user', userId: randomUUID(), role: 'PLATFORM_ADMIN', scope } as UserCaller;
      const outcome = await api.app
        .get(NoticeRoomsService)
        .make(caller, asked)
        .catch((error: unknown) => error);
      return outcome instanceof DomainError ? outcome.code : 'made';
    };
    expect(await made(SERVING_OTHERS)).toBe('customer.not-found');
    expect(await made(makeScope({ kind: 'customers', customerIds: [customerId] }))).toBe('made');
  });

  it(
    'gets no link to rate and no address to answer to, where they only read; of a branch, reads their own notices alone',
    async () => {
      const line = await aStoredLine(api.database);
      const scope = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
      const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
      const admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...scope });
      const engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...scope });
      const viewer = await aStoredUser(api.database, [{ role: 'CUSTOMER_VIEWER', ...scope }]);
      await admin.put('/api/v1/ticket-sharing', { viewers: 'ALL' });
      const viewing = api.stranger();
      await viewing.signIn(viewer);
      const told = [{ kind: 'ticket.restored', ways: ['mail'] }, CLOSED];
      const subscriptions = [{ leastSeverity: 'minor', reach: { type: 'all' }, told }];
      const settings = { subscriptions, quietHours: null, phone: null, version: null };
      expect((await viewing.put('/api/v1/notices/settings', settings)).status).toBe(200);

      const { id } = await aFiledTicket(engineer, line.circuitId);
      await acted(noc, id, 'accept');
      await acted(noc, id, 'resolve', aRestoration(clock.now()));
      await toldNow(api, clock);
      await acted(engineer, id, 'confirm');
      await toldNow(api, clock);

      const mails = await sentMails(api);
      const toViewer = mails.filter(({ to }) => to === viewer.email);
      expect(toViewer.length).toBe(2);
      for (const { text } of toViewer) expect(text).not.toMatch(ANSWERED_OR_RATED);
      expect(mails.filter(({ text }) => ANSWERED_OR_RATED.test(text)).length).toBeGreaterThan(0);
      const ledger = api.app.get(LedgerRepository);
      const whole = { userId: viewer.id, scope: makeScope({ kind: 'customer', customerId: line.customerId }) };
      const branch = {
        ...whole,
        scope: makeScope({ kind: 'sites', customerId: line.customerId, siteIds: [line.siteA] }),
      };
      const all = await ledger.findPage(whole, {}, undefined, 100);
      const own = await ledger.findPage(branch, {}, undefined, 100);
      expect(new Set(all.map(({ delivery }) => delivery.receiverId)).size).toBeGreaterThan(1);
      expect(own.filter(({ delivery }) => delivery.receiverId !== viewer.id)).toEqual([]);
    },
    PATIENCE_MS,
  );
});
