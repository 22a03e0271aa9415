import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { countAttempt } from './attempt-limit.js';
import { AttemptRepository } from './attempt.repository.js';

/** Failed sign-ins a minute before somebody waits: few for one account, more for one address with an office behind it. */
const ACCOUNT_LIMIT = 5;
const ADDRESS_LIMIT = 20;

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
   * @throws DomainError `session.too-many-attempts` with `retryAfter` in seconds
   */
  async admit(email: string, address: string): Promise<void> {
    const waitMs = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const ofAccount = await this.count(tx, accountSubject(email), ACCOUNT_LIMIT, now);
      return Math.max(ofAccount, await this.count(tx, addressSubject(address), ADDRESS_LIMIT, now));
    });
    if (waitMs <= 0) return;
    throw new DomainError('session.too-many-attempts', 'Too many attempts to sign in; wait a while', {
      retryAfter: Math.ceil(waitMs / 1_000),
    });
  }

  /** Forgets what was counted against somebody who then knew the password; others at the address stay counted. */
  async forgive(email: string, address: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.attempts.remove(tx, accountSubject(email));
      const subject = addressSubject(address);
      const count = await this.attempts.lock(tx, subject);
      await this.attempts.save(tx, subject, { ...count, failures: Math.max(0, count.failures - 1) });
    });
  }

  /** @returns how long the subject has to wait, in ms; 0 when the attempt may go on */
  private async count(tx: Transaction, subject: string, limit: number, now: number): Promise<number> {
    const before = await this.attempts.lock(tx, subject);
    const after = countAttempt(before, limit, now);
    if (after === undefined) return before.blockedUntil - now;
    await this.attempts.save(tx, subject, after);
    return 0;
  }
}

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
