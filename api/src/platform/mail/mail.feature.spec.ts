import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { ManualClock } from '../../testing/manual-clock.js';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { freeTcpPort } from '../../testing/free-tcp-port.js';
import { composeMail, type Mail } from './mail.js';
import { MailDelivery } from './mail-delivery.js';
import { MailQueue } from './mail-queue.js';

/** Each begins with sessions, hashes and mails; on a busy machine that takes its time. */
const PATIENCE_MS = 180_000;
const SECRET = 'link-of-one-use-0123456789';

const aMail = (change: Partial<Mail> = {}): Mail => ({
  ...composeMail('ana@bank.example', {
    language: 'en',
    subject: 'A new <password>',
    paragraphs: ['Ana <b>said</b> "so" & more.'],
    link: { words: 'Go', url: `https://portal.example/reset#${SECRET}` },
  }),
  ...change,
});

interface State {
  readonly state: string;
  readonly attempts: number;
  readonly sealed: string | null;
  readonly failure: string | null;
}

/** A mail server that keeps what it is sent. */
class Postbox {
  readonly received: { readonly to: string[]; readonly text: string }[] = [];
  readonly server: SMTPServer;

  constructor() {
    this.server = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = envelope.rcptTo.map(({ address }) => address);
          this.received.push({ to, text: Buffer.concat(chunks).toString('utf8') });
          done();
        });
      },
    });
  }

  async listen(port: number): Promise<number> {
    const server = this.server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(resolve);
    });
  }
}

describe('mail', () => {
  let api: TestApi;
  let clock: ManualClock;

  afterEach(() => api.close());

  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    clock = new ManualClock();
    api = await startTestApi({ clock, env });
  }
  const enqueue = (mail: Mail): Promise<string> =>
    api.database.transaction((tx) => api.app.get(MailQueue).enqueue(tx, mail));
  const deliver = (): Promise<void> => api.app.get(MailDelivery).deliver();
  const states = (): Promise<State[]> =>
    api.database.read<State>('SELECT state, attempts, sealed, failure FROM mail ORDER BY id');

  it(
    'becomes a file without a server, which only its owner reads',
    async () => {
      await start();
      await enqueue(aMail());
      await deliver();

      const folder = join(api.env.DATA_DIR, 'mail');
      const [file = '', ...others] = await readdir(folder);
      const raw = await readFile(join(folder, file), 'utf8');
      expect(others).toEqual([]);
      expect(file).toMatch(/\.eml$/);
      expect(raw).toContain('To: ana@bank.example');
      expect(raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=')).toContain(
        'Ana &lt;b&gt;said&lt;/b&gt; &quot;so&quot; &amp; more.',
      );
      expect(await states()).toEqual([{ state: 'SENT', attempts: 1, sealed: null, failure: null }]);
    },
    PATIENCE_MS,
  );

  it(
    'goes to the server, and only to the one it is for, whatever an address or subject tries',
    async () => {
      const postbox = new Postbox();
      const port = await postbox.listen(0);
      await start({ SMTP_URL: `smtp://127.0.0.1:${String(port)}`, MAIL_FROM: 'Linewatch <noc@operator.example>' });
      await enqueue(aMail());
      await enqueue(aMail({ subject: 'Hello\r\nBcc: spy@evil.example' }));
      await enqueue(aMail({ to: 'ana@bank.example, spy@evil.example' }));
      await enqueue(aMail({ to: 'ana@bank.example\r\nBcc: spy@evil.example' }));
      await deliver();
      await postbox.close();

      expect(postbox.received.flatMap(({ to }) => to).filter((to) => to === 'spy@evil.example')).toEqual([]);
      expect(postbox.received[0]?.text).toContain('From: Linewatch <noc@operator.example>');
      expect(postbox.received.filter(({ text }) => /^Bcc:/im.test(text))).toEqual([]);
    },
    PATIENCE_MS,
  );

  it(
    'waits while the server is away, longer each time, and goes when it is back',
    async () => {
      const port = await freeTcpPort();
      await start({ SMTP_URL: `smtp://127.0.0.1:${String(port)}` });
      await enqueue(aMail());
      await deliver();
      await deliver();
      expect((await states()).map(({ state, attempts }) => [state, attempts])).toEqual([['WAITING', 1]]);
      clock.advance(30_000);
      await deliver();
      clock.advance(30_000);
      await deliver();
      expect((await states()).map(({ attempts }) => attempts)).toEqual([2]);
      expect((await states())[0]?.failure).toMatch(/^[A-Z]+$/);

      const postbox = new Postbox();
      await postbox.listen(port);
      clock.advance(30_000);
      await deliver();
      // The job may be the one that sends it.
      await eventually('the mail has gone', async () => (await states())[0]?.state === 'SENT');
      await postbox.close();
      expect(postbox.received.length).toBe(1);
      expect((await states())[0]?.state).toBe('SENT');
    },
    PATIENCE_MS,
  );

  it(
    'is given up in the end, and nothing of its words remains',
    async () => {
      await start({ SMTP_URL: `smtp://127.0.0.1:${String(await freeTcpPort())}` });
      await enqueue(aMail());
      for (let n = 0; n < 40; n += 1) {
        await deliver();
        clock.advance(60 * 60_000);
      }

      await eventually('it is given up', async () => (await states())[0]?.state === 'FAILED');
      expect((await states()).map(({ state, sealed }) => [state, sealed])).toEqual([['FAILED', null]]);
    },
    PATIENCE_MS,
  );

  it(
    'is sealed while it waits, and never leaves when its act is undone',
    async () => {
      await start();
      const undone = api.database.transaction(async (tx) => {
        await api.app.get(MailQueue).enqueue(tx, aMail());
        throw new Error('undone');
      });
      await expectAsync(undone).toBeRejected();
      expect(await states()).toEqual([]);
      await enqueue(aMail());
      const [row] = await states();
      expect(row?.sealed).toMatch(/^v1:/);
      expect(row?.sealed).not.toContain(SECRET);
      await api.database.transaction((tx) => api.app.get(MailQueue).pretend(tx, aMail()));
      await deliver();
      expect((await states()).map(({ state }) => state)).toEqual(['SENT', 'DECOY']);
    },
    PATIENCE_MS,
  );
});
