import { ImapFlow, type ImapFlowError } from 'imapflow';
import { MailboxFailure, type MailboxReason, type OpenMailbox, type WaitingMail } from './mailbox.js';
import type { MailboxPlace } from './mailbox-place.js';

/** How long a server may take. */
export interface MailboxPatience {
  /** To be reached, to greet, and to go on with what it says. */
  readonly silenceMs: number;
  /** For all of a visit. */
  readonly visitMs: number;
}

const PATIENCE: MailboxPatience = { silenceMs: 20_000, visitMs: 120_000 };
/** A line, and what is no mail; a mailbox of a hundred thousand mails has a list of 700 kB. */
const LONGEST_LINE = 2 * 1024 * 1024;
/** One mail of the largest size, and some. */
const LONGEST_LITERAL = 18 * 1024 * 1024;
const MOST_TOKENS = 200_000;

/** Opens the operator's mailbox, over TLS alone, and closes it whatever happens. Nobody else knows the library. */
export class ImapMailbox {
  constructor(
    private readonly place: MailboxPlace,
    private readonly patience: MailboxPatience = PATIENCE,
  ) {}

  /** @throws MailboxFailure, and whatever `work` throws */
  async visit(signal: AbortSignal, work: (mailbox: OpenMailbox) => Promise<void>): Promise<void> {
    const deadline = AbortSignal.timeout(this.patience.visitMs);
    const client = await this.client();
    if (signal.aborted) return;
    const close = (): void => {
      client.close();
    };
    const both = AbortSignal.any([signal, deadline]);
    both.addEventListener('abort', close, { once: true });
    // What fails fails its command as well; without a listener it would end the process.
    client.on('error', () => undefined);
    try {
      await asked(() => client.connect());
      const { uidValidity } = await asked(() => client.mailboxOpen(this.place.folder));
      await work(new VisitedMailbox(client, String(uidValidity), this.place.doneFolder));
      await client.logout().catch(() => undefined);
    } catch (error) {
      if (error instanceof MailboxFailure && deadline.aborted) throw new MailboxFailure('timeout');
      throw error;
    } finally {
      both.removeEventListener('abort', close);
      close();
    }
  }

  private async client(): Promise<ImapFlow> {
    const { host, port, isTls, user } = this.place;
    const [pass, ca] = [await this.place.password(), await this.place.authority()];
    const { silenceMs } = this.patience;
    return new ImapFlow({
      ...{ host, port, secure: isTls, auth: { user, pass }, logger: false, disableAutoIdle: true },
      ...(!isTls && { doSTARTTLS: true }),
      tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca !== undefined && { ca }) },
      ...{ connectionTimeout: silenceMs, greetingTimeout: silenceMs, socketTimeout: silenceMs },
      ...{ maxLineLength: LONGEST_LINE, maxLiteralSize: LONGEST_LITERAL, maxResponseTokens: MOST_TOKENS },
      maxResponseSize: LONGEST_LITERAL + LONGEST_LINE,
      // Unpacking is where a small answer becomes a large one.
      disableCompression: true,
    });
  }
}

class VisitedMailbox implements OpenMailbox {
  private hasDoneFolder = false;

  constructor(
    private readonly client: ImapFlow,
    readonly generation: string,
    private readonly doneFolder: string | null,
  ) {}

  async waiting(after: number, most: number): Promise<WaitingMail[]> {
    const found = await asked(() => this.client.search({ uid: `${String(after + 1)}:*` }, { uid: true }));
    // `*` is the last mail, also where it lies before the first that was asked for (RFC 9051 section 9, seq-range).
    const uids = this.certain(found).filter((uid) => uid > after);
    if (uids.length === 0) return [];
    const range = uids.slice(0, most).join(',');
    const mails = await asked(() => this.client.fetchAll(range, { size: true, internalDate: true }, { uid: true }));
    return mails
      .map(({ uid, size, internalDate }) => ({
        uid,
        bytes: size ?? 0,
        at: new Date(internalDate ?? Date.now()).getTime(),
      }))
      .sort((one, other) => one.uid - other.uid);
  }

  async read(uid: number, most: number): Promise<Buffer | undefined> {
    const source = { start: 0, maxLength: most + 1 };
    const mail = await asked(() => this.client.fetchOne(String(uid), { source }, { uid: true }));
    if (mail === false) return undefined;
    if (mail.source === undefined) throw new MailboxFailure('protocol');
    return Buffer.from(mail.source);
  }

  async putAway(uid: number): Promise<boolean> {
    const isMarked = await this.mark(uid, '\\Seen');
    const { doneFolder } = this;
    if (doneFolder === null) return isMarked;
    if (!this.hasDoneFolder) await this.makeFolder(doneFolder);
    return this.done(await asked(() => this.client.messageMove(String(uid), doneFolder, { uid: true })));
  }

  async flag(uid: number): Promise<boolean> {
    return this.mark(uid, '\\Flagged');
  }

  private async mark(uid: number, flag: string): Promise<boolean> {
    return this.done(await asked(() => this.client.messageFlagsAdd(String(uid), [flag], { uid: true })));
  }

  /** It may be there already, or not be ours to make: whether mails can be moved there is seen when one is. */
  private async makeFolder(folder: string): Promise<void> {
    this.hasDoneFolder = true;
    await this.client.mailboxCreate(folder).catch(() => undefined);
  }

  /** The library answers false for a refusal and for a connection that is gone alike. */
  private done(answer: unknown): boolean {
    const isDone = answer !== false && answer !== undefined;
    if (!isDone && !this.client.usable) throw new MailboxFailure('unreachable');
    return isDone;
  }

  /** Whether there is nothing, or nothing was said, are two things. */
  private certain(found: number[] | false | undefined): number[] {
    if (found === false || found === undefined)
      throw new MailboxFailure(this.client.usable ? 'protocol' : 'unreachable');
    return found;
  }
}

/** What the library says of a failure, in our words. */
async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw new MailboxFailure(reasonOf(error as ImapFlowError));
  }
}

const TIMED_OUT = /timeout|timed ?out/i;
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO/;
const GARBAGE = /^(Parser|InvalidResponse|MAX_IMAP|LineTooLarge|LiteralTooLarge|ResponseTooLarge|TooMany)/;

function reasonOf({
  code = '',
  authenticationFailed,
  tlsFailed,
  mailboxMissing,
  responseStatus,
}: ImapFlowError): MailboxReason {
  if (authenticationFailed === true) return 'sign-in';
  if (tlsFailed === true || CERTIFICATE.test(code)) return 'tls';
  if (mailboxMissing === true) return 'folder';
  if (TIMED_OUT.test(code)) return 'timeout';
  return GARBAGE.test(code) || responseStatus !== undefined ? 'protocol' : 'unreachable';
}
