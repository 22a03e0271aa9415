import type { Socket } from 'node:net';
import { readEnv } from '../../../config/env.js';
import { OddServer } from '../../../testing/odd-mail-servers.js';
import { ImapMailbox } from './imap-mailbox.js';
import { MailboxFailure } from './mailbox.js';
import { mailboxPlace } from './mailbox-place.js';

/** Longer than the longest visit, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const PASSWORD = 'not-to-be-said';

describe('a mailbox that is none', () => {
  let server: OddServer | undefined;

  afterEach(async () => {
    await server?.stop();
    server = undefined;
  });

  /** How a visit ended. */
  async function endOf(meet: (socket: Socket) => void): Promise<MailboxFailure> {
    server = await OddServer.start(meet);
    const place = mailboxPlace(
      readEnv({
        ...{ MAIL_IN_ADDRESS: 'tickets@noc.example', MAIL_IN_SECRET: `whsec_${'A'.repeat(43)}=` },
        MAIL_IN_IMAP_URL: `imap://user:${PASSWORD}@127.0.0.1:${String(server.port)}`,
      }),
    );
    if (place === undefined) throw new Error('no mailbox is configured');
    const mailbox = new ImapMailbox(place, { silenceMs: 500, visitMs: 2_000 });
    try {
      await mailbox.visit(new AbortController().signal, () => Promise.reject(new Error('it was opened')));
    } catch (error) {
      if (error instanceof MailboxFailure) return error;
      throw error;
    }
    throw new Error('it did not fail');
  }
  const endless =
    (text: string) =>
    (socket: Socket): void => {
      const more = (): void => {
        while (!socket.destroyed && socket.write(text));
        if (!socket.destroyed) socket.once('drain', more);
      };
      more();
    };

  const odd: readonly [string, (socket: Socket) => void, readonly string[]][] = [
    ['that says nothing', () => undefined, ['timeout']],
    ['that hangs up', (socket) => void socket.end(), ['unreachable']],
    ['that resets', (socket) => void socket.resetAndDestroy(), ['unreachable']],
    ['that greets and says nothing more', (socket) => void socket.write('* OK ready\r\n'), ['timeout', 'unreachable']],
    ['that sends away', (socket) => void socket.end('* BYE overloaded\r\n'), ['unreachable', 'protocol']],
    [
      'that speaks HTTP',
      (socket) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
      ['unreachable', 'protocol', 'timeout'],
    ],
    [
      'that sends bytes',
      (socket) => void socket.write(Buffer.from('00ff0d0a28287b7b220d0a', 'hex')),
      ['timeout', 'protocol', 'unreachable'],
    ],
    ['whose line has no end', endless('x'.repeat(65_536)), ['protocol', 'timeout', 'unreachable']],
    [
      'that announces a terabyte',
      (socket) => void socket.write('* OK {1099511627776}\r\n'),
      ['protocol', 'timeout', 'unreachable'],
    ],
    ['whose lists have no end', endless(`* OK ${'('.repeat(60_000)}`), ['protocol', 'timeout', 'unreachable']],
    ['that speaks before TLS for ever', endless('* OK still here\r\n'), ['protocol', 'timeout', 'unreachable']],
  ];
  for (const [what, meet, reasons] of odd) {
    it(
      `is left soon: one ${what}`,
      async () => {
        const failure = await endOf(meet);
        expect(reasons).toContain(failure.reason);
        expect(JSON.stringify(failure, Object.getOwnPropertyNames(failure))).not.toContain(PASSWORD);
      },
      PATIENCE_MS,
    );
  }

  it('is none that can be configured without the address and the secret of its answers', () => {
    const url = { MAIL_IN_IMAP_URL: 'imaps://user@mail.example' };
    expect(() => readEnv(url)).toThrowError(/MAIL_IN_IMAP_URL needs/);
    expect(() => readEnv({ MAIL_IN_IMAP_URL: 'pop3://user@mail.example' })).toThrowError(/MAIL_IN_IMAP_URL/);
    expect(mailboxPlace(readEnv({}))).toBeUndefined();
  });
});
