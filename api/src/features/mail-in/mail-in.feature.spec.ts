import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { TicketView } from '@linewatch/shared';
import { MailThreads } from '../../platform/mail/mail-threads.js';
import { ManualClock } from '../../testing/manual-clock.js';
import { aBounce, aMailWithFiles, aRawMail, type MailParts } from '../../testing/odd-mails.js';
import { type SentMail, sentMails } from '../../testing/sent-mails.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { toldNow } from '../../testing/test-notice.builder.js';
import { acted, aFiledTicket, seenTicket } from '../../testing/test-ticket.builder.js';
import { aStoredUser, type TestUser } from '../../testing/test-user.builder.js';

/** A new database on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const HOUR = 60 * 60_000;
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const DOMAIN = 'noc.operator.example';
const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n');

describe('mails that come in', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let line: StoredLine;
  let user: TestUser;
  let noc: TestClient;
  let engineer: TestClient;
  let ticket: TicketView;
  let to: string;

  let usual: number;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    const env = { MAIL_IN_ADDRESS: `tickets@${DOMAIN}`, MAIL_IN_SECRET: SECRET, MAIL_FROM: `NOC <noc@${DOMAIN}>` };
    api = await startTestApi({ clock, env });
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
  });

  beforeEach(async () => {
    line = await aStoredLine(api.database);
    const grant = { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: line.customerId } as const;
    user = await aStoredUser(api.database, [grant]);
    noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    engineer = await api.signedIn(grant);
    ticket = await aFiledTicket(engineer, line.circuitId);
    await acted(noc, ticket.id, 'accept');
    to = api.app.get(MailThreads).of(ticket.number)?.replyTo ?? '';
  }, PATIENCE_MS);

  /** Brings a mail as the relay does. */
  async function brought(raw: Buffer, change: { secret?: string; at?: number } = {}): Promise<number> {
    const { secret = SECRET, at = clock.now() } = change;
    const [id, timestamp] = [randomUUID(), String(Math.floor(at / 1_000))];
    const key = Buffer.from(secret.slice(6), 'base64');
    const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(raw).digest('base64');
    const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
    return (await api.stranger().upload('/api/v1/mail-in', raw, headers)).status;
  }
  const mail = (change: Partial<MailParts> = {}): Buffer => aRawMail({ from: user.email, to, ...change });
  /** What the customer reads in the ticket beside what was there. */
  const said = async (): Promise<string[]> => (await seenTicket(engineer, ticket.id)).notes.map(({ text }) => text);
  async function question(): Promise<SentMail> {
    await acted(noc, ticket.id, 'requestInformation', { text: 'Is the power on?' });
    await toldNow(api, clock);
    const sent = (await sentMails(api)).findLast((each) => each.to === user.email && each.text.includes('Reply-To'));
    if (sent === undefined) throw new Error('no mail that can be answered');
    return sent;
  }
  const headerOf = ({ text }: SentMail, name: string): string =>
    new RegExp(`(?<![-\\w])${name}: (\\S+)`).exec(text)?.[1] ?? '';

  it(
    'answer the question that a mail asked: once, as its reader, and the clock goes on (TKT15)',
    async () => {
      const asked = await question();
      const answer = mail({
        to: headerOf(asked, 'Reply-To'),
        headers: { 'In-Reply-To': headerOf(asked, 'Message-ID'), References: headerOf(asked, 'References') },
        body: 'The power is on.\r\n\r\nOn Sun, Nov 22, 2026 at 9:00 NOC wrote:\r\n> Is the power on?\r\n',
      });
      for (let times = 0; times < 3; times += 1) expect(await brought(answer)).toBe(204);

      const { status, notes } = await seenTicket(engineer, ticket.id);
      expect(status).toBe('inProgress');
      expect(notes.map(({ text, author }) => [text, author.role, author.name])).toEqual([
        ['Is the power on?', 'NOC_OPERATOR', null],
        ['The power is on.', 'CUSTOMER_ENGINEER', 'A user'],
      ]);
      expect(headerOf(asked, 'Auto-Submitted')).toBe('auto-generated');
      const rows = await api.database.read<{ action: string; actor: string }>(
        "SELECT action, actor FROM audit_entry WHERE actor_id = ? AND action = 'ticket.noted'",
        [user.id],
      );
      expect(rows).toEqual([{ action: 'ticket.noted', actor: 'USER' }]);
    },
    PATIENCE_MS,
  );

  it('find their ticket by a reference alone, and whatever case the way made of the address', async () => {
    const { reference = '' } = api.app.get(MailThreads).of(ticket.number) ?? {};
    await brought(mail({ to: `tickets@${DOMAIN}`, headers: { References: `<a@b> ${reference}` }, body: 'One' }));
    await brought(mail({ to: to.toUpperCase(), body: 'Two' }));
    expect(await said()).toEqual(['One', 'Two']);
  });

  it('come from a contact in the papers too, and from nobody else', async () => {
    const contact = `${randomUUID()}@bank.example`;
    const row = [randomUUID(), line.customerId, '王芳', 'TECHNICAL', contact, 'zh-CN', 1];
    const columns = ['id', 'customer_id', 'name', 'role', 'email', 'language', 'version'];
    await api.database.transaction((tx) => tx.insertMany('contact', columns, ['id'], [row]));
    const other = await aStoredLine(api.database);
    const grant = { role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: other.customerId } as const;
    const rival = await aStoredUser(api.database, [grant]);
    const staff = await aStoredUser(api.database, [{ role: 'NOC_OPERATOR', scopeType: 'ALL' }]);
    const viewer = await aStoredUser(api.database, [
      { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId },
    ]);
    const strangers = [rival.email, staff.email, viewer.email, 'stranger@evil.example'];

    for (const from of [...strangers, ''])
      expect(await brought(mail({ from, body: `From ${from}` })))
        .withContext(from)
        .toBe(204);
    await brought(mail({ from: `"Wang Fang" <${contact}>`, body: '机房有电' }));

    expect(await said()).toEqual([`王芳 (${contact})\n机房有电`]);
    const answered = (await sentMails(api)).filter((sent) => [...strangers, contact].includes(sent.to));
    expect(answered).toEqual([]);
  });

  it('need the signature of the name that they go to', async () => {
    const forged = to.replace(/-[a-z2-7]{16}@/, '-aaaaaaaaaaaaaaaa@');
    const next = `GZ${String(BigInt(ticket.number.slice(2)) + 1n)}`;
    for (const address of [forged, to.replace(ticket.number, next), `tickets+${ticket.number}@${DOMAIN}`])
      expect(await brought(mail({ to: address }))).toBe(204);
    expect(await said()).toEqual([]);
  });

  it('are taken from the mail server alone, and only while they are fresh', async () => {
    expect(await brought(mail(), { secret: `whsec_${randomBytes(32).toString('base64')}` })).toBe(401);
    expect(await brought(mail(), { at: clock.now() - HOUR })).toBe(401);
    expect((await api.stranger().upload('/api/v1/mail-in', mail())).status).toBe(401);
    expect(await brought(Buffer.alloc(17 * 1024 * 1024, 'a'))).toBe(413);
    expect(await said()).toEqual([]);
  });

  it('are not taken from machines: answers of absence, lists, and our own mail come round', async () => {
    const ours = `<${randomUUID()}@${DOMAIN}>`;
    for (const headers of [
      { 'Auto-Submitted': 'auto-replied' },
      { Precedence: 'bulk' },
      { 'List-Id': '<all.bank.example>' },
      { 'X-Auto-Response-Suppress': 'OOF' },
      { 'Return-Path': '<>' },
      { 'Message-ID': ours },
    ])
      expect(await brought(mail({ headers }))).toBe(204);
    await brought(mail({ from: `noc@${DOMAIN}` }));
    await brought(mail({ from: to }));
    expect(await said()).toEqual([]);
  });

  it('go round no more than so often, even when no header tells of the loop', async () => {
    for (let turn = 0; turn < 25; turn += 1) await brought(mail({ body: `Turn ${String(turn)}` }));
    expect((await said()).length).toBe(20);
  });

  it('that came back are noted with their notice, and those that are only late are not', async () => {
    const id = headerOf(await question(), 'Message-ID');
    const failures = (): Promise<{ state: string; failure: string | null }[]> =>
      api.database.read('SELECT state, failure FROM notice_delivery WHERE mail_id = ?', [id.slice(1, 37)]);

    await brought(aBounce(to, id, 'delayed'));
    expect((await failures())[0]?.failure).toBeNull();
    await brought(aBounce(to, id));
    expect(await failures()).toEqual([{ state: 'FAILED', failure: 'bounced' }]);
    expect((await said()).length).toBe(1);
  });

  it('bring files through the gate of the portal: what is refused there is left out', async () => {
    const files = [
      { name: 'log.pdf', content: PDF },
      { name: '../../x.exe', content: Buffer.from('MZ\u0000\u0000') },
      { name: 'empty.pdf', content: Buffer.alloc(0) },
    ];
    await brought(aMailWithFiles({ from: user.email, to }, files));
    const { notes, files: kept } = await seenTicket(engineer, ticket.id);
    expect(notes.map(({ text }) => text)).toEqual(['See the log.']);
    expect(kept.map(({ name, mediaType }) => [name, mediaType])).toEqual([['log.pdf', 'application/pdf']]);
  });

  it('may be odd: cut off, of one charset or another, or nothing but HTML', async () => {
    const gb = Buffer.from('b5e7d4b4d5fdb3a3', 'hex');
    await brought(mail({ headers: { 'Content-Type': 'text/plain; charset=gb18030' }, body: gb }));
    await brought(mail({ headers: { 'Content-Type': 'text/plain; charset=no-such-thing' }, body: 'Plain' }));
    await brought(aMailWithFiles({ from: user.email, to }, [{ name: 'log.pdf', content: PDF }], 60));
    const html =
      '<style>p{}</style><p>Power &amp; light<br>are <b>on</b> &lt;script&gt;</p><blockquote>Is it?</blockquote>';
    await brought(mail({ headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: html }));
    for (const body of ['', 'MIME', '\u0000\u0001'])
      await brought(mail({ body, headers: { 'Content-Type': 'multipart/x' } }));
    await brought(Buffer.from('neither a header nor a body'));
    await brought(Buffer.alloc(0));

    expect((await said()).slice(0, 4)).toEqual(['电源正常', 'Plain', 'See the log.', 'Power & light\nare on <script>']);
  });
});
