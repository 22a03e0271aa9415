/** A mail that lies in the mailbox. */
export interface WaitingMail {
  /** Grows with each mail that comes, within one generation. */
  readonly uid: number;
  readonly bytes: number;
  /** When the server got it, ms. */
  readonly at: number;
}

/** A mailbox while a connection to it is open. All its methods throw MailboxFailure. */
export interface OpenMailbox {
  /** UIDVALIDITY: where it is another one, no uid means what it meant before (RFC 9051 section 2.3.1.1). */
  readonly generation: string;
  /** The oldest mails behind a uid. */
  waiting(after: number, most: number): Promise<WaitingMail[]>;
  /** @returns undefined when it is gone; no more than `most` bytes and one */
  read(uid: number, most: number): Promise<Buffer | undefined>;
  /** Marks what was taken as read, or moves it to the folder of what is done. @returns false where the server refuses */
  putAway(uid: number): Promise<boolean>;
  /** Marks what a person should look at. @returns false where the server refuses */
  flag(uid: number): Promise<boolean>;
}

/**
 * Why a mailbox could not be read:
 * - `unreachable` no address, refused, or cut off
 * - `timeout` the server said nothing for too long
 * - `tls` it offers no TLS, or its certificate is not right
 * - `sign-in` it does not accept the user with this password
 * - `folder` it has no such folder
 * - `password-file` the file of the password or of the certificate cannot be read
 * - `protocol` what it says is no IMAP
 */
export const MAILBOX_REASONS = [
  'unreachable',
  'timeout',
  'tls',
  'sign-in',
  'folder',
  'password-file',
  'protocol',
] as const;
export type MailboxReason = (typeof MAILBOX_REASONS)[number];

/** The mailbox could not be read. Holds nothing that the server said: that may be anything, the password too. */
export class MailboxFailure extends Error {
  override readonly name = 'MailboxFailure';

  constructor(readonly reason: MailboxReason) {
    super(reason);
  }
}
