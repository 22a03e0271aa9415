import { createHash } from 'node:crypto';
import PostalMime, { type Email } from 'postal-mime';
import { wordsOf } from './mail-words.js';

/** A file that came with a mail. */
export interface MailFile {
  readonly name: string;
  readonly content: Buffer;
}

/** A mail as far as it matters here. */
export interface IncomingMail {
  /** Tells it from others, however often a relay brings it. */
  readonly key: string;
  /** In lower case; empty when there is none. */
  readonly sender: string;
  readonly senderName: string;
  /** All places where the name of a ticket may stand: addresses, references, subject. */
  readonly places: string;
  /** What its writer wrote, without what they answered to. */
  readonly words: string;
  readonly files: readonly MailFile[];
  readonly kind: MailKind;
  /** Ids of our own mails that it speaks of. */
  readonly ours: readonly string[];
}

/** A word of a person, what a machine sent by itself, or a mail that came back for good or may still arrive. */
export type MailKind = 'ANSWER' | 'MACHINE' | 'BOUNCE' | 'DELAY';

const MOST_FILES = 10;
/** How deep parts may lie in one another; people's programs need four or five. */
const DEPTH = 20;
const HEADERS_BYTES = 256 * 1024;
/** A report names the mail in its first part or right behind it. */
const REPORT_BYTES = 128 * 1024;
const MACHINES = /^(mailer-daemon|postmaster|no-?reply)@/;

/**
 * Takes a mail apart.
 *
 * @param domain of our own message ids
 * @param own addresses of the house
 * @throws Error for what no mail program could take apart either
 */
export async function readMail(raw: Buffer, domain: string, own: readonly string[]): Promise<IncomingMail> {
  const options = { maxNestingDepth: DEPTH, maxHeadersSize: HEADERS_BYTES, forceRfc822Attachments: true };
  const mail = await PostalMime.parse(raw, options);
  const header = (name: string): string => mail.headers.find(({ key }) => key === name)?.value ?? '';
  const sender = (mail.from?.address ?? '').trim().toLowerCase();
  const report = raw.subarray(0, REPORT_BYTES).toString('latin1');
  return {
    key: createHash('sha256')
      .update(mail.messageId ?? raw)
      .digest('hex'),
    sender,
    senderName: mail.from?.name ?? '',
    places: [...PLACES.map(header), mail.subject ?? ''].join('\n'),
    words: wordsOf(mail),
    files: filesOf(mail),
    kind: kindOf(header, sender, own, report, domain),
    ours: idsIn(report, domain),
  };
}

const PLACES = ['to', 'cc', 'delivered-to', 'x-original-to', 'in-reply-to', 'references'];

function kindOf(
  header: (name: string) => string,
  sender: string,
  own: readonly string[],
  report: string,
  domain: string,
): MailKind {
  const isReport = /multipart\/report/i.test(header('content-type')) && /delivery-status/i.test(header('content-type'));
  const isReturned = header('return-path').trim() === '<>' || MACHINES.test(sender);
  const isOver = /^Action:\s*failed/im.test(report) || /^Status:\s*5\./im.test(report);
  if (isReport) return isOver ? 'BOUNCE' : 'DELAY';
  if (isReturned && isOver) return 'BOUNCE';
  return isReturned || isAutomatic(header) || isFromUs(header, sender, own, domain) ? 'MACHINE' : 'ANSWER';
}

/** Machines say that they are some (RFC 3834 section 5), or are known by what they say (RFC 2076, RFC 2919). */
function isAutomatic(header: (name: string) => string): boolean {
  const automatic = header('auto-submitted').trim().toLowerCase();
  return (
    (automatic !== '' && !automatic.startsWith('no')) ||
    /\b(bulk|junk|list|auto_reply)\b/i.test(header('precedence')) ||
    header('list-id') !== '' ||
    header('x-auto-response-suppress') !== '' ||
    header('x-autoreply') !== ''
  );
}

/** Our own mail has come round. */
function isFromUs(header: (name: string) => string, sender: string, own: readonly string[], domain: string): boolean {
  return own.some((address) => isSameBox(address, sender)) || idsIn(header('message-id'), domain).length > 0;
}

/** Whether two addresses are one but for what stands behind a `+`. */
function isSameBox(one: string, other: string): boolean {
  const box = (address: string): string => address.replace(/\+[^@]*@/, '@');
  return box(one) === box(other);
}

function idsIn(text: string, domain: string): string[] {
  const ids = text.matchAll(/<([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})@([^<>\s]+)>/g);
  return [...ids].flatMap(([, id = '', host]) => (host === domain ? [id] : [])).slice(0, MOST_FILES);
}

function filesOf({ attachments }: Email): MailFile[] {
  return attachments
    .filter(({ related }) => related !== true)
    .slice(0, MOST_FILES)
    .map(({ filename, content }) => ({
      name: (filename ?? 'attachment').slice(0, 200),
      content: typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array),
    }));
}
