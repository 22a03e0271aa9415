import { createHmac, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '../../config/env.js';
import { ENV } from '../../config/env.token.js';

/** By what the answers to a mail find back to what it was about. */
export interface MailThread {
  /** An address that names it. */
  readonly replyTo: string;
  /** A message that all mails about it refer to, so that mail programs keep them together (RFC 5322 section 3.6.4). */
  readonly reference: string;
}

/** A name of a ticket with its signature; letters may have changed their case on the way. */
const SIGNED = /\b(gz\d{14,20})-([a-z2-7]{16})\b/gi;
const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';
const SIGNATURE_LENGTH = 16;
/** Signed names in one mail that are looked at. */
const MOST = 50;

/**
 * Signed names of tickets in addresses and references of mails: only who was sent one can answer to it. 80 bits of
 * HMAC-SHA-256, since the local part of an address holds no more than 64 characters (RFC 5321 section 4.5.3.1.1).
 */
@Injectable()
export class MailThreads {
  constructor(@Inject(ENV) private readonly env: Pick<Env, 'MAIL_IN_ADDRESS' | 'MAIL_IN_SECRET' | 'MAIL_FROM'>) {}

  /** The domain that our own message ids end in. */
  get domain(): string {
    return addressIn(this.env.MAIL_FROM).split('@')[1] ?? 'localhost';
  }

  /** Addresses that mails of the house itself come from, in lower case. */
  get own(): readonly string[] {
    const { MAIL_FROM, MAIL_IN_ADDRESS } = this.env;
    return [MAIL_FROM, ...(MAIL_IN_ADDRESS === undefined ? [] : [MAIL_IN_ADDRESS])].map(addressIn);
  }

  /** @param number of a ticket @returns undefined where no mail is taken in */
  of(number: string): MailThread | undefined {
    const { MAIL_IN_ADDRESS, MAIL_IN_SECRET } = this.env;
    if (MAIL_IN_ADDRESS === undefined || MAIL_IN_SECRET === undefined) return undefined;
    const name = `${number}-${this.signatureOf(number, MAIL_IN_SECRET)}`;
    const [local = '', domain = ''] = MAIL_IN_ADDRESS.split('@');
    return { replyTo: `${local}+${name}@${domain}`, reference: `<${name}@${this.domain}>` };
  }

  /** The first ticket whose name stands in a text with a signature of ours. */
  find(text: string): string | undefined {
    const { MAIL_IN_SECRET } = this.env;
    if (MAIL_IN_SECRET === undefined) return undefined;
    let looked = 0;
    for (const [, named = '', signature = ''] of text.matchAll(SIGNED)) {
      const number = named.toUpperCase();
      const ours = Buffer.from(this.signatureOf(number, MAIL_IN_SECRET));
      if (timingSafeEqual(ours, Buffer.from(signature.toLowerCase()))) return number;
      looked += 1;
      if (looked >= MOST) return undefined;
    }
    return undefined;
  }

  private signatureOf(number: string, secret: string): string {
    const digest = createHmac('sha256', secret).update(`mail thread ${number}`).digest();
    return Array.from(digest.subarray(0, SIGNATURE_LENGTH), (byte) => LETTERS[byte % LETTERS.length]).join('');
  }
}

/** The address in `Name <address>`, in lower case. */
export function addressIn(text: string): string {
  return (/<([^<>]*)>/.exec(text)?.[1] ?? text).trim().toLowerCase();
}
