import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.js';
import { MailDelivery } from '../platform/mail/mail-delivery.js';
import type { TestApi } from './test-api.js';

/** A mail as it was written into the folder. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  /** The whole mail, quoted-printable undone. */
  readonly text: string;
}

/** Sends what waits, and reads all mails that were ever sent, the oldest first. */
export async function sentMails(api: TestApi): Promise<SentMail[]> {
  // The job may have taken some of them a moment ago.
  await eventually('every mail has gone', async () => {
    await api.app.get(MailDelivery).deliver();
    return (await api.database.read("SELECT id FROM mail WHERE state = 'WAITING' LIMIT 1")).length === 0;
  });
  const folder = join(api.env.DATA_DIR, 'mail');
  const files = await readdir(folder).catch(() => []);
  const mails = files.filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(mails.map(async (name) => toMail(await readFile(join(folder, name), 'utf8'))));
}

/** The one-time token of the last mail to somebody. @throws Error when there is none */
export async function linkTokenFor(api: TestApi, email: string): Promise<string> {
  const mail = (await sentMails(api)).findLast(({ to }) => to === email);
  const token = /https?:\/\/\S+?#([\w-]{43})/.exec(mail?.text ?? '')?.[1];
  if (token === undefined) throw new Error(`no link was mailed to ${email}`);
  return token;
}

function toMail(raw: string): SentMail {
  const unfolded = raw.replaceAll(/\r?\n[ \t]+/g, ' ');
  const header = (name: string): string => new RegExp(`^${name}: (.*)$`, 'im').exec(unfolded)?.[1]?.trim() ?? '';
  return { to: header('To'), subject: headerWords(header('Subject')), text: quotedPrintable(raw) };
}

/** Words of a header that are not ASCII (RFC 2047). */
function headerWords(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?UTF-8\?([QB])\?(.*?)\?=/gi, (_, kind: string, word: string) =>
      kind.toUpperCase() === 'B'
        ? Buffer.from(word, 'base64').toString('utf8')
        : quotedPrintable(word.replaceAll('_', ' ')),
    );
}

/** RFC 2045 section 6.7. */
function quotedPrintable(text: string): string {
  const bytes = text
    .replaceAll(/=\r?\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
