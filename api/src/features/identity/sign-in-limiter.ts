import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { countAttempt, countRequest } from './attempt-limit.js';
import { AttemptRepository } from './attempt.repository.js';

const MINUTE_MS = 60_000;
/** Failed sign-ins a minute before somebody waits: few for one account, more for one address with an office behind it. */
const ACCOUNT_LIMIT = 5;
const ADDRESS_LIMIT = 20;
/** Codes of the second factor in five minutes: a million codes are soon tried otherwise by who has the password. */
const FACTOR_LIMIT = 5;
const FACTOR_WINDOW_MS = 5 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Resets an hour: mails to one account, and wishes of one address. */
const RESETS_AN_ACCOUNT = 3;
const RESETS_AN_ADDRESS = 20;

/** Slows down those who try passwords: by account, whoever asks, and by address, whomever they try. */
@Injectable()
export class SignInLimiter {
  constructor(
    private readonly database: Database,
    private readonly attempts: AttemptRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Counts an attempt before its password is looked at, so that a hundred at once are a hundred.
   *
   * @param device what a browser shows that this account was signed in with before; it is counted by itself, so that
   * strangers who try the account's password keep only themselves out
   * @throws DomainError `session.too-many-attempts` with `retryAfter` in seconds
   */
  async admit(email: string, address: string, device?: string): Promise<void> {
    await this.admitAll([
      [device === undefined ? accountSubject(email) : deviceSubject(device), ACCOUNT_LIMIT],
      [addressSubject(address), ADDRESS_LIMIT],
    ]);
  }

  /** Counts an attempt at the second factor. @throws DomainError `session.too-many-attempts` */
  async admitFactor(userId: string): Promise<void> {
    await this.admitAll([[factorSubject(userId), FACTOR_LIMIT]], FACTOR_WINDOW_MS);
  }

  async forgiveFactor(userId: string): Promise<void> {
    await this.database.transaction((tx) => this.attempts.remove(tx, factorSubject(userId)));
  }

  /** Counts an attempt at the password inside a session. @throws DomainError `session.too-many-attempts` */
  async admitProof(userId: string): Promise<void> {
    await this.admitAll([[proofSubject(userId), ACCOUNT_LIMIT]]);
  }

  async forgiveProof(userId: string): Promise<void> {
    await this.database.transaction((tx) => this.attempts.remove(tx, proofSubject(userId)));
  }

  /** Counts a wish for a reset by address. @throws DomainError `session.too-many-attempts` */
  async admitReset(address: string): Promise<void> {
    const waitMs = await this.database.transaction((tx) =>
      this.countSpan(tx, `reset:${addressSubject(address)}`, RESETS_AN_ADDRESS),
    );
    refuse(waitMs);
  }

  /** Whether one more reset may be sent to an account within the hour. The one who asks is not told. */
  async mayReset(tx: Transaction, email: string): Promise<boolean> {
    return (await this.countSpan(tx, `reset:${accountSubject(email)}`, RESETS_AN_ACCOUNT)) <= 0;
  }

  /** Forgets what was counted against somebody who then knew the password; others at the address stay counted. */
  async forgive(email: string, address: string, device?: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.attempts.remove(tx, device === undefined ? accountSubject(email) : deviceSubject(device));
      const subject = addressSubject(address);
      const count = await this.attempts.lock(tx, subject);
      await this.attempts.save(tx, subject, { ...count, failures: Math.max(0, count.failures - 1) });
    });
  }

  private async admitAll(
    subjects: readonly (readonly [subject: string, limit: number])[],
    windowMs = MINUTE_MS,
  ): Promise<void> {
    const waitMs = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      let longest = 0;
      for (const [subject, limit] of subjects)
        longest = Math.max(longest, await this.count(tx, subject, limit, windowMs, now));
      return longest;
    });
    refuse(waitMs);
  }

  private async countSpan(tx: Transaction, subject: string, limit: number): Promise<number> {
    const now = this.clock.now();
    const before = await this.attempts.lock(tx, subject);
    const after = countRequest(before, limit, HOUR_MS, now);
    if (after === undefined) return before.windowStartedAt + HOUR_MS - now;
    await this.attempts.save(tx, subject, after);
    return 0;
  }

  /** @returns how long the subject has to wait, in ms; 0 when the attempt may go on */
  private async count(tx: Transaction, subject: string, limit: number, windowMs: number, now: number): Promise<number> {
    const before = await this.attempts.lock(tx, subject);
    const after = countAttempt(before, limit, windowMs, now);
    if (after === undefined) return before.blockedUntil - now;
    await this.attempts.save(tx, subject, after);
    return 0;
  }
}

function refuse(waitMs: number): void {
  if (waitMs <= 0) return;
  throw new DomainError('session.too-many-attempts', 'Too many attempts to sign in; wait a while', {
    retryAfter: Math.ceil(waitMs / 1_000),
  });
}

const deviceSubject = (device: string): string => `device:${device}`;
const proofSubject = (userId: string): string => `proof:${userId}`;
const factorSubject = (userId: string): string => `factor:${userId}`;

/** Hashed: the table tells nobody who tried to sign in, and an address typed into it has a bounded length. */
function accountSubject(email: string): string {
  return `account:${createHash('sha256').update(email).digest('hex')}`;
}

/** One IPv4 address, or the /64 that one customer of a provider has in IPv6. */
function addressSubject(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  if (!isIPv6(plain)) return `address:${plain.slice(0, 64)}`;
  return `address:${networkOf(plain)}`;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const groups = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array.from({ length: zeros }, () => '0'), ...after].slice(0, 4).join(':');
}
