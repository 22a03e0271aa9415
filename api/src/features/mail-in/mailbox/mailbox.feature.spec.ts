import type { TicketView } from '@linewatch/shared';
import { randomBytes } from 'node:crypto';
import { readEnv } from '../../../config/env.js';
import { MailThreads } from '../../../platform/mail/mail-threads.js';
import { findDovecot, ImapServer } from '../../../testing/imap-server.js';
import { ManualClock } from '../../../testing/manual-clock.js';
import { OddServer } from '../../../testing/odd-mail-servers.js';
import { aRawMail } from '../../../testing/odd-mails.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { aStoredLine } from '../../../testing/test-line.builder.js';
import { acted, aFiledTicket } from '../../../testing/test-ticket.builder.js';
import { aStoredUser } from '../../../testing/test-user.builder.js';
import { MailIn } from '../mail-in.service.js';
import { ImapMailbox } from './imap-mailbox.js';
import { mailboxPlace } from './mailbox-place.js';
import { MailboxReader } from './mailbox-reader.js';

/** A new database, and a server of other people, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
const DOMAIN = 'noc.operator.example';
const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const LARGE = 17 * 1024 * 1024;

describe('the mailbox of answers', () => {
  const clock = new ManualClock();
  let usual: number;
  let dovecot: string | null;
  let api: TestApi;
  let server: ImapServer;
  let cuts: OddServer[];
  let from: string;
  let ticket: TicketView;
  let to: string;

  beforeAll(async () => {
    usual = jasmine.DEFAULT_TIMEOUT_INTERVAL;
    jasmine.DEFAULT_TIMEOUT_INTERVAL = PATIENCE_MS;
    dovecot = await findDovecot();
    const env = { MAIL_IN_ADDRESS: `tickets@${DOMAIN}`, MAIL_IN_SECRET: SECRET, MAIL_FROM: `NOC <noc@${DOMAIN}>` };
    api = await startTestApi({ clock, env });
    const { customerId, circuitId } = await aStoredLine(api.database);
    const grant = { role: 'CUSTOMER_ENGINEER', scopeType: 'CUSTOMER', scopeId: customerId } as const;
    ({ email: from } = await aStoredUser(api.database, [grant]));
    const engineer = await api.signedIn(grant);
    const noc = await api.signedIn({ role: 'NOC_OPERATOR', scopeType: 'ALL' });
    ticket = await aFiledTicket(engineer, circuitId);
    await acted(noc, ticket.id, 'accept');
    to = api.app.get(MailThreads).of(ticket.number)?.replyTo ?? '';
  }, PATIENCE_MS);

  afterAll(async () => {
    jasmine.DEFAULT_TIMEOUT_INTERVAL = usual;
    await api.close();
  });

  beforeEach(async () => {
    cuts = [];
    if (dovecot === null) {
      if (process.env['CI'] !== undefined) throw new Error('dovecot is not installed: apt-get install dovecot-imapd');
      pending('dovecot is not installed');
      return;
    }
    // Twenty answers an hour go into one ticket.
    clock.advance(2 * 60 * MINUTE);
    server = await ImapServer.start(dovecot);
  });

  afterEach(async () => {
    for (const each of cuts) await each.stop();
    if (dovecot !== null) await server.stop();
  });

  const place = (change: Record<string, string> = {}) => {
    const user = encodeURIComponent(ImapServer.user);
    const env = {
      ...{ MAIL_IN_ADDRESS: `tickets@${DOMAIN}`, MAIL_IN_SECRET: SECRET },
      MAIL_IN_IMAP_URL: `imaps://${user}@localhost:${String(server.port)}`,
      MAIL_IN_IMAP_PASSWORD_FILE: server.passwordFile,
      MAIL_IN_IMAP_CA_FILE: server.authority,
      ...change,
    };
    const found = mailboxPlace(readEnv(env));
    if (found === undefined) throw new Error('no mailbox is configured');
    return found;
  };
  const url = (scheme: string, port: number): { MAIL_IN_IMAP_URL: string } => {
    return { MAIL_IN_IMAP_URL: `${scheme}://${encodeURIComponent(ImapServer.user)}@localhost:${String(port)}` };
  };
  async function visit(at = place(), signal = new AbortController().signal): Promise<void> {
    // Longer than any wait after a failure.
    clock.advance(20 * MINUTE);
    await api.app.get(MailboxReader).look(at.key, new ImapMailbox(at), signal);
  }
  const answer = (body: string | Buffer): Buffer => aRawMail({ from, to, body });
  const bring = async (...bodies: readonly string[]): Promise<void> => {
    for (const body of bodies) await server.deliver(answer(body), clock.now());
  };
  /** Which of these stand in the ticket, each as often as it does. A Maildir of one second has no order. */
  async function said(...bodies: readonly string[]): Promise<string[]> {
    const rows = await api.database.read<{ text: string }>('SELECT body AS text FROM ticket_note WHERE ticket_id = ?', [
      ticket.id,
    ]);
    return rows
      .map(({ text }) => text)
      .filter((text) => bodies.includes(text))
      .sort();
  }
  interface BoxRow {
    readonly failures: number;
    readonly failure: string | null;
    readonly next_visit_at: number | string;
    readonly last_uid: number | string;
  }
  async function row(key = place().key): Promise<BoxRow> {
    const [found] = await api.database.read<BoxRow>('SELECT * FROM mail_in_box WHERE box_key = ?', [key]);
    if (found === undefined) throw new Error('the mailbox was never looked at');
    return found;
  }

  it('is read over TLS: each answer is in its ticket once, and marked as read (TKT15)', async () => {
    await bring('one a', 'one b');
    await visit();
    await bring('one c');
    await visit();
    await visit();

    expect(await said('one a', 'one b', 'one c')).toEqual(['one a', 'one b', 'one c']);
    expect(await server.flags()).toEqual(['S', 'S', 'S']);
    expect(Number((await row()).last_uid)).toBe(3);
  });

  it('is read by STARTTLS, and what was taken is moved where the operator wants it', async () => {
    await bring('two a', 'two b');
    await visit(place({ ...url('imap', server.plainPort), MAIL_IN_IMAP_DONE: 'Taken' }));

    expect(await said('two a', 'two b')).toEqual(['two a', 'two b']);
    expect(await server.flags()).toEqual([]);
    expect(await server.flags('.Taken')).toEqual(['S', 'S']);
  });

  it('brings a mail again that was stored before a kill, and the door knows it', async () => {
    const mails = [answer('three a'), answer('three b')];
    for (const raw of mails) await server.deliver(raw, clock.now());
    // Stored, and killed before it was put away.
    await api.app.get(MailIn).take(mails[0] ?? Buffer.alloc(0));
    await visit();
    // Put away, and killed before it was written down.
    await api.asOwner(`UPDATE mail_in_box SET last_uid = 0 WHERE box_key = '${place().key}'`);
    await visit();

    expect(await said('three a', 'three b')).toEqual(['three a', 'three b']);
    expect(await server.flags()).toEqual(['S', 'S']);
  });

  it('loses and doubles nothing when its connection is cut anywhere', async () => {
    const bodies = ['four a', 'four b', 'four c'];
    await bring(...bodies);
    let left = 1_200;
    const relay = await OddServer.cutting(server.port, () => left);
    cuts.push(relay);
    const at = place(url('imaps', relay.port));
    for (let times = 0; times < 14; times += 1) {
      await visit(at);
      left += 500;
    }
    expect((await row(at.key)).failure)
      .withContext('some were cut')
      .not.toBe('sign-in');
    left = Number.MAX_SAFE_INTEGER;
    await visit(at);

    expect(await said(...bodies)).toEqual(bodies);
    expect(await server.flags()).toEqual(['S', 'S', 'S']);
    expect(await row(at.key)).toEqual(jasmine.objectContaining({ failures: 0, failure: null }));
  });

  it('begins anew when the server numbers its mails anew, and doubles nothing', async () => {
    await bring('five a', 'five b');
    await visit();
    await server.renumber();
    await bring('five c');
    await visit();

    expect(await said('five a', 'five b', 'five c')).toEqual(['five a', 'five b', 'five c']);
  });

  it('leaves in it what is too large, which is flagged, and what is older than what is remembered', async () => {
    await server.deliver(answer('six old'), clock.now() - 61 * DAY);
    await server.deliver(answer(Buffer.alloc(LARGE, 'six ')), clock.now());
    await bring('six small');
    await visit();

    expect(await said('six old', 'six small')).toEqual(['six small']);
    expect(await server.flags()).toEqual(['', 'F', 'S']);
  });

  it('is left at once when the instance stops', async () => {
    await bring('seven a');
    await visit(place(), AbortSignal.abort());
    expect(await said('seven a')).toEqual([]);
    await visit();
    expect(await said('seven a')).toEqual(['seven a']);
  });

  it('is not opened without TLS, for another certificate, or with another password, and says so', async () => {
    const reasons = async (at: ReturnType<typeof place>): Promise<string | null> => {
      await visit(at);
      return (await row(at.key)).failure;
    };
    const inner = await OddServer.start((socket) => {
      socket.write('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n');
      socket.on('data', (line: Buffer) => {
        const tag = line.toString('latin1').split(' ')[0] ?? '';
        socket.write(`* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n${tag} OK done\r\n`);
      });
    });
    cuts.push(inner);
    const wrong = url('imaps', server.port).MAIL_IN_IMAP_URL.replace('@localhost', ':wrong@localhost');
    const noFile = { MAIL_IN_IMAP_PASSWORD_FILE: `${server.passwordFile}-gone` };

    expect(await reasons(place(url('imap', inner.port)))).toBe('tls');
    expect(await reasons(place({ MAIL_IN_IMAP_CA_FILE: server.authority.replace('.pem', '.key') }))).toBe('tls');
    expect(await reasons(place(url('imaps', server.port))))
      .withContext('all is well')
      .toBeNull();
    expect(await reasons(place(noFile))).toBe('password-file');
    const known = mailboxPlace(
      readEnv({
        ...{ MAIL_IN_ADDRESS: `tickets@${DOMAIN}`, MAIL_IN_SECRET: SECRET, MAIL_IN_IMAP_URL: wrong },
        MAIL_IN_IMAP_CA_FILE: server.authority,
      }),
    );
    if (known === undefined) throw new Error('no mailbox is configured');
    expect(await reasons(known)).toBe('sign-in');
    const nowhere = `${url('imaps', server.port).MAIL_IN_IMAP_URL}/No%20such`;
    expect(await reasons(place({ MAIL_IN_IMAP_URL: nowhere }))).toBe('folder');
  });

  it('is asked again later and later while its server is away', async () => {
    const port = server.port;
    await server.stop();
    const at = place(url('imaps', port));
    const waits: number[] = [];
    for (let times = 0; times < 8; times += 1) {
      await visit(at);
      waits.push(Number((await row(at.key)).next_visit_at) - clock.now());
    }
    expect(waits).toEqual([20, 40, 80, 160, 320, 640, 900, 900].map((seconds) => seconds * 1_000));
    await api.app.get(MailboxReader).look(at.key, new ImapMailbox(at), new AbortController().signal);
    expect((await row(at.key)).failures)
      .withContext('not before its time')
      .toBe(8);
  });
});
