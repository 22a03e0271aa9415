import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ReportDeliveries, ReportPage, ReportRecipients, ReportSchedules, type ReportView } from '@linewatch/shared';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { MailDelivery } from '../../platform/mail/mail-delivery.js';
import { eventually } from '../../testing/eventually.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aContractedLine, type ContractedLine } from '../../testing/test-sla.builder.js';
import { ReportDispatch, ReportMaker } from './index.js';

const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const NEVER = new AbortController().signal;
/** December is sent on the fourth of January, in the morning. */
const DUE = Date.parse('2027-01-04T08:00:00+08:00');
/** Shortly before, so that nobody's session runs out. */
const BEGUN = DUE - 10 * MINUTE;
const MONTH = '2026-12';

interface Received {
  readonly to: string;
  readonly raw: Buffer;
}

describe('reports by mail', () => {
  let clock: ManualClock;
  let api: TestApi;
  let server: SMTPServer;
  let received: Received[];
  let refused: Set<string>;
  let line: ContractedLine;
  let manager: TestClient;
  let owner: TestClient;

  beforeEach(async () => {
    received = [];
    refused = new Set();
    server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onRcptTo: ({ address }, _session, done) => {
        const no = Object.assign(new Error('no such mailbox'), { responseCode: 550 });
        done(refused.has(address) ? no : null);
      },
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          received.push({ to: envelope.rcptTo[0]?.address ?? '', raw: Buffer.concat(chunks) });
          done();
        });
      },
    });
    const listening = server.listen(0, '127.0.0.1');
    await once(listening, 'listening');
    const { port } = listening.address() as AddressInfo;
    clock = new ManualClock(BEGUN);
    api = await startTestApi({ clock, env: { SMTP_URL: `smtp://127.0.0.1:${String(port)}` } });
    line = await aContractedLine(api.database);
    const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    manager = await api.signedIn({ role: 'ACCOUNT_MANAGER', ...own });
    owner = await api.signedIn({ role: 'CUSTOMER_ADMIN', ...own });
  }, PATIENCE_MS);

  afterEach(async () => {
    await api.close();
    await new Promise<void>((resolve) => {
      server.close(resolve);
    });
  }, PATIENCE_MS);

  async function ok<Body>(answer: Promise<{ status: number; body: unknown }>): Promise<Body> {
    const { status, body } = await answer;
    expect(status).withContext(JSON.stringify(body)).toBeLessThan(300);
    return body as Body;
  }
  const recipients = async (): Promise<ReportRecipients['items']> => {
    const path = `/api/v1/customers/${line.customerId}/report-recipients`;
    return ReportRecipients.parse(await ok(manager.get(path))).items;
  };
  const recipient = async (client: TestClient): Promise<{ readonly id: string; readonly email: string }> => {
    const { email } = await ok<{ email: string }>(client.get('/api/v1/account'));
    const found = (await recipients()).find((each) => each.email === email);
    if (found === undefined) throw new Error('this person may not be sent reports');
    return found;
  };
  const personOf = async (client: TestClient): Promise<string> => {
    const { email } = await ok<{ email: string }>(client.get('/api/v1/account'));
    const [row] = await api.database.read<{ id: string }>('SELECT id FROM user_account WHERE email = ?', [email]);
    return row?.id ?? 'nobody';
  };
  const wish = (recipientId: string, change: object = {}) => ({
    ...{ customerId: line.customerId, recipientId, period: 'MONTH', language: 'zh-CN' },
    ...{ formats: ['pdf', 'xlsx'], afterDays: 4, ...change },
  });
  const schedule = (recipientId: string, change: object = {}, client = manager) =>
    ok<{ id: string; version: number }>(client.post('/api/v1/report-schedules', wish(recipientId, change)));
  const sent = async (client = manager) =>
    ReportDeliveries.parse(await ok(client.get('/api/v1/report-deliveries'))).items;

  /** Lets the jobs do what is due, until what is looked for is there. */
  async function worked(what: string, isDone: () => boolean | Promise<boolean>): Promise<void> {
    await eventually(
      what,
      async () => {
        await api.app.get(ReportMaker, { strict: false }).work(NEVER);
        await api.app.get(ReportDispatch, { strict: false }).work(NEVER);
        await api.app.get(MailDelivery).deliver();
        return isDone();
      },
      PATIENCE_MS / 2,
    );
  }

  async function mailTo(address: string) {
    const mail = received.find(({ to }) => to === address);
    if (mail === undefined) throw new Error('no mail for this address');
    return PostalMime.parse(mail.raw);
  }

  it(
    'sends two people the same numbers on the day, each in their language, as they are archived (SLA9, I182)',
    async () => {
      const own = { scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
      const engineer = await api.signedIn({ role: 'CUSTOMER_ENGINEER', ...own });
      const [zh, en] = [await recipient(owner), await recipient(engineer)];
      await schedule(zh.id);
      await schedule(en.id, { language: 'en', formats: ['pdf'] });
      clock.advance(DUE - 1 - clock.now());
      await api.app.get(ReportDispatch, { strict: false }).work(NEVER);
      expect((await sent()).length).toBe(0);
      clock.advance(1);

      await worked('both have theirs', async () => (await sent()).filter(({ state }) => state === 'sent').length === 2);

      const [report, ...others] = ReportPage.parse(await ok(owner.get('/api/v1/reports'))).items;
      expect(others).toEqual([]);
      expect([report?.month, report?.state]).toEqual([MONTH, 'published']);
      const [mailZh, mailEn] = [await mailTo(zh.email), await mailTo(en.email)];
      expect(mailZh.subject).toContain('网络服务报告 2026-12');
      expect(mailEn.subject).toContain('Network service report 2026-12');
      for (const [mail, language, formats] of [
        [mailZh, 'zh-CN', ['pdf', 'xlsx']],
        [mailEn, 'en', ['pdf']],
      ] as const) {
        const hashes = mail.attachments.map(({ content }) =>
          createHash('sha256').update(bytesOf(content)).digest('hex'),
        );
        const archived = report?.files.filter((file) => file.language === language);
        const wanted = formats.map((format) => archived?.find((file) => file.format === format)?.sha256 ?? 'none');
        expect(hashes).toEqual(wanted);
        const delivery = (await sent()).find((each) => each.language === language);
        expect(delivery?.files.map(({ sha256 }) => sha256)).toEqual(wanted);
      }
      const { items } = ReportSchedules.parse(await ok(owner.get('/api/v1/report-schedules')));
      expect(items.map(({ nextFrom }) => nextFrom)).toEqual(['2027-01-01', '2027-01-01']);
    },
    PATIENCE_MS,
  );

  it(
    'sends what the account manager has published, with the words on its first page',
    async () => {
      const reader = await recipient(owner);
      await schedule(reader.id);
      clock.advance(DUE - MINUTE - clock.now());
      const wanted = { customerId: line.customerId, month: MONTH };
      const { id } = await ok<ReportView>(manager.post('/api/v1/reports', wanted));
      const view = () => ok<ReportView>(manager.get(`/api/v1/reports/${id}`));
      const isReady = async () => (await view()).actions.includes('publish');
      await worked('it is made', isReady);
      await ok(
        manager.post(`/api/v1/reports/${id}/comment`, { comment: '下月扩容。', version: (await view()).version }),
      );
      await worked('it has its words', isReady);
      await ok(manager.post(`/api/v1/reports/${id}/publish`, { version: (await view()).version }));
      clock.advance(MINUTE);

      await worked('it is sent', async () => (await sent()).some(({ state }) => state === 'sent'));

      expect((await sent()).map(({ reportId }) => reportId)).toEqual([id]);
      expect((await mailTo(reader.email)).text).toContain('下月扩容。');
    },
    PATIENCE_MS,
  );

  it(
    'shows an address that takes no mail at once, and sends again when it is asked to',
    async () => {
      const reader = await recipient(owner);
      refused.add(reader.email);
      await schedule(reader.id);
      clock.advance(DUE - clock.now());
      await worked('it is refused', async () => (await sent()).some(({ state }) => state === 'failed'));
      const [failed] = await sent(owner);
      expect([failed?.failure, failed?.sentAt]).toEqual(['refused', null]);
      refused.clear();

      await ok(manager.post(`/api/v1/report-deliveries/${failed?.id ?? ''}/again`, {}));
      await worked('it is sent', async () => (await sent()).some(({ state }) => state === 'sent'));

      expect(received.map(({ to }) => to)).toEqual([reader.email]);
      const again = await manager.post(`/api/v1/report-deliveries/${failed?.id ?? ''}/again`, {});
      expect(codeOf(again)).toBe('report.step-impossible');
    },
    PATIENCE_MS,
  );

  it(
    'sends the quarter on the same day as a report of its own',
    async () => {
      const reader = await recipient(owner);
      await schedule(reader.id, { period: 'QUARTER', formats: ['csv'] });
      clock.advance(DUE - clock.now());

      await worked('it is sent', async () => (await sent()).some(({ state }) => state === 'sent'));

      const [report] = ReportPage.parse(await ok(owner.get('/api/v1/reports'))).items;
      expect([report?.kind, report?.dates]).toEqual(['RANGE', { from: '2026-10-01', to: '2026-12-31' }]);
      expect((await mailTo(reader.email)).subject).toContain('2026-10-01 – 2026-12-31');
    },
    PATIENCE_MS,
  );

  it(
    'sends nothing to who has lost the right meanwhile, and says so',
    async () => {
      const reader = await recipient(owner);
      await schedule(reader.id);
      await api.database.transaction((tx) => tx.execute('DELETE FROM role_grant WHERE user_id = ?', [reader.id]));
      clock.advance(DUE - clock.now());

      await worked('it is given up', async () => (await sent()).length > 0);

      expect((await sent()).map(({ state, failure }) => [state, failure])).toEqual([['failed', 'recipient-gone']]);
      expect(received).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'is kept by whoever makes reports of the customer, for people who see all of it',
    async () => {
      const other = await aContractedLine(api.database);
      const rival = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId });
      const branch = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'SITE', scopeId: line.siteA });
      const viewer = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
      const [rivalId, branchId, managerId] = [await personOf(rival), await personOf(branch), await personOf(manager)];
      const reader = await recipient(viewer);
      const { id, version } = await schedule(reader.id, {}, owner);

      for (const unfit of [rivalId, branchId, managerId]) {
        expect(codeOf(await manager.post('/api/v1/report-schedules', wish(unfit)))).toBe(
          'report-schedule.recipient-unfit',
        );
      }
      expect(codeOf(await manager.post('/api/v1/report-schedules', wish(reader.id)))).toBe('report-schedule.exists');
      expect(codeOf(await rival.post('/api/v1/report-schedules', wish(rivalId)))).toBe('customer.not-found');
      expect(codeOf(await viewer.get('/api/v1/report-schedules'))).toBe('session.forbidden');
      const change = { language: 'en', formats: ['csv'], afterDays: 10, version };
      for (const client of [rival, branch]) {
        const { items } = ReportSchedules.parse(await ok(client.get('/api/v1/report-schedules')));
        expect(items).toEqual([]);
        expect(codeOf(await client.post(`/api/v1/report-schedules/${id}`, change))).toBe('report-schedule.not-found');
        expect(codeOf(await client.delete(`/api/v1/report-schedules/${id}`))).toBe('report-schedule.not-found');
        const people = await client.get(`/api/v1/customers/${line.customerId}/report-recipients`);
        expect(codeOf(people)).toBe('customer.not-found');
      }
      await ok(manager.post(`/api/v1/report-schedules/${id}`, change));
      expect(codeOf(await manager.post(`/api/v1/report-schedules/${id}`, change))).toBe('edit.conflict');
      const [changed] = ReportSchedules.parse(await ok(owner.get('/api/v1/report-schedules'))).items;
      expect([changed?.formats, changed?.nextAt]).toEqual([['csv'], '2027-01-10T00:00:00.000Z']);
      await ok(owner.delete(`/api/v1/report-schedules/${id}`));
      expect(ReportSchedules.parse(await ok(manager.get('/api/v1/report-schedules'))).items).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('refuses what is no way of sending', async () => {
    const reader = await recipient(owner);
    for (const change of [{ formats: [] }, { formats: ['pdf', 'pdf'] }, { afterDays: 0 }, { afterDays: 28 }]) {
      const answer = await manager.post('/api/v1/report-schedules', wish(reader.id, change));
      expect(codeOf(answer)).withContext(JSON.stringify(change)).toBe('request.invalid');
    }
  });
});

function bytesOf(content: ArrayBuffer | Uint8Array | string): Buffer {
  return typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content));
}
