import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Env } from '../../../config/env.js';
import { MailboxFailure } from './mailbox.js';

/** Where the mailbox is, as the operator configured it. */
export interface MailboxPlace {
  /** Tells it from the one that was configured before. */
  readonly key: string;
  readonly host: string;
  readonly port: number;
  /** Whether TLS begins with the first byte; else STARTTLS comes before anything else. */
  readonly isTls: boolean;
  readonly user: string;
  readonly folder: string;
  /** Where mails go that were taken; null marks them as read where they are. */
  readonly doneFolder: string | null;
  /** Read at each visit, so that a changed password needs no restart. @throws MailboxFailure */
  password(): Promise<string>;
  /** Who signs the server's certificate, where not one whom all programs trust. @throws MailboxFailure */
  authority(): Promise<string | undefined>;
}

export type MailboxEnv = Pick<
  Env,
  'MAIL_IN_IMAP_URL' | 'MAIL_IN_IMAP_PASSWORD_FILE' | 'MAIL_IN_IMAP_DONE' | 'MAIL_IN_IMAP_CA_FILE'
>;

const TLS_PORT = 993;
const PLAIN_PORT = 143;

/** @returns undefined where no mailbox is configured */
export function mailboxPlace(env: MailboxEnv): MailboxPlace | undefined {
  const { MAIL_IN_IMAP_URL, MAIL_IN_IMAP_PASSWORD_FILE, MAIL_IN_IMAP_DONE, MAIL_IN_IMAP_CA_FILE } = env;
  if (MAIL_IN_IMAP_URL === undefined) return undefined;
  const url = new URL(MAIL_IN_IMAP_URL);
  const isTls = url.protocol === 'imaps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const port = url.port === '' ? (isTls ? TLS_PORT : PLAIN_PORT) : Number(url.port);
  const user = decodeURIComponent(url.username);
  const folder = decodeURIComponent(url.pathname.slice(1)) || 'INBOX';
  return {
    ...{ host, port, isTls, user, folder },
    key: createHash('sha256')
      .update(JSON.stringify([host, port, user, folder]))
      .digest('hex'),
    doneFolder: MAIL_IN_IMAP_DONE ?? null,
    password: async () =>
      MAIL_IN_IMAP_PASSWORD_FILE === undefined
        ? decodeURIComponent(url.password)
        : (await read(MAIL_IN_IMAP_PASSWORD_FILE)).replace(/\r?\n$/, ''),
    authority: async () => (MAIL_IN_IMAP_CA_FILE === undefined ? undefined : read(MAIL_IN_IMAP_CA_FILE)),
  };
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    // Not there, or not ours to read: an operator puts it right, and the next visit finds it.
    throw new MailboxFailure('password-file');
  }
}
