import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, type ResetConfirmed } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { MailQueue } from '../../../platform/mail/mail-queue.js';
import { IdentityAudit } from '../identity-audit.js';
import { NO_PASSWORD } from '../user-accounts.js';
import { passwordChangedMail, readerOf, resetMail } from '../identity-mails.js';
import { KnownDevices } from '../known-devices.js';
import { namesOf, PasswordRules } from '../password/password-rules.js';
import { Passwords } from '../passwords.js';
import { PortalLinks } from '../portal-links.js';
import { SessionKeeper } from '../session-keeper.js';
import { SignInLimiter } from '../sign-in-limiter.js';
import { newToken, tokenHash } from '../token.js';
import { UserRepository } from '../user.repository.js';
import { PasswordResetRepository } from './password-reset.repository.js';

const LINK_MS = 30 * 60_000;

/** A new password by a mailed link. It gives nobody the second factor, and nothing here tells who has an account. */
@Injectable()
export class PasswordResetService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly resets: PasswordResetRepository,
    private readonly limiter: SignInLimiter,
    private readonly passwords: Passwords,
    private readonly rules: PasswordRules,
    private readonly keeper: SessionKeeper,
    private readonly devices: KnownDevices,
    private readonly mails: MailQueue,
    private readonly links: PortalLinks,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * The same answer and the same work for every address: for one that nobody has, a link of nobody is stored and a
   * mail to nobody sealed.
   *
   * @throws DomainError `session.too-many-attempts` for the network address alone
   */
  async ask(email: string, address: string): Promise<void> {
    await this.limiter.admitReset(address);
    const user = await this.users.findByEmail(email.toLowerCase());
    // Whose account came from a provider has no password here to be forgotten.
    const isKnown = user?.status === 'ACTIVE' && user.passwordHash !== NO_PASSWORD;
    const reader = isKnown ? readerOf(user) : readerOf({ ...NOBODY, email });
    const token = newToken();
    const expiresAt = this.clock.now() + LINK_MS;
    const mail = resetMail(reader, this.links.to('/reset', token), expiresAt);
    await this.database.transaction(async (tx) => {
      const isWithinHour = await this.limiter.mayReset(tx, email.toLowerCase());
      if (isWithinHour) {
        await this.resets.replace(tx, isKnown ? user.id : randomUUID(), tokenHash(token), expiresAt);
      }
      await this.audit.byNobody(tx, 'password.reset-asked', { id: isKnown ? user.id : null });
      await (isKnown && isWithinHour ? this.mails.enqueue(tx, mail) : this.mails.pretend(tx, mail));
    });
  }

  /** @throws DomainError `reset.refused`; InvalidRequest at `password` */
  async confirm({ token, password }: ResetConfirmed): Promise<void> {
    const hash = tokenHash(token);
    const userId = await this.resets.ownerOf(hash, this.clock.now());
    const user = userId === undefined ? null : await this.users.findById(userId);
    if (user?.status !== 'ACTIVE') throw refused();
    await this.rules.check('password', password, [...(await this.users.contextOf(user.id)), ...namesOf(user)]);
    const passwordHash = await this.passwords.hash(password);
    const ended = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      if (!(await this.resets.use(tx, hash, now))) throw refused();
      if (!(await this.users.changePassword(tx, user.id, user.passwordHash, passwordHash, now))) throw refused();
      await this.devices.forget(tx, user.id);
      await this.audit.own(tx, 'password.reset', user);
      await this.mails.enqueue(tx, passwordChangedMail(readerOf(user), now));
      return this.keeper.endAll(tx, user.id);
    });
    this.keeper.tell(ended);
  }
}

const NOBODY = { name: 'Nobody', language: 'en', timeZone: 'UTC' };

function refused(): DomainError {
  return new DomainError('reset.refused', 'This link was used, is too old, or was never made');
}
