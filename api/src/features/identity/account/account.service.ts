import { Injectable } from '@nestjs/common';
import {
  type AccountChange,
  type AccountView,
  DomainError,
  Language,
  type PasswordChange,
  type RecoveryCodes,
  type TotpOffer,
} from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { MailQueue } from '../../../platform/mail/mail-queue.js';
import { IdentityAudit } from '../identity-audit.js';
import { passwordChangedMail, readerOf } from '../identity-mails.js';
import { namesOf, PasswordRules } from '../password/password-rules.js';
import { Passwords } from '../passwords.js';
import { FactorPolicy } from '../second-factor/factor-policy.js';
import { SecondFactor } from '../second-factor/second-factor.js';
import { SessionKeeper } from '../session-keeper.js';
import { IdentityLinkRepository } from '../single-sign-on/identity-link.repository.js';
import { SignInLimiter } from '../sign-in-limiter.js';
import type { UserEntity } from '../user.entity.js';
import { UserRepository } from '../user.repository.js';

/** What people see and change of themselves. Whatever a borrowed screen must not do wants the password once more. */
@Injectable()
export class AccountService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly rules: PasswordRules,
    private readonly factor: SecondFactor,
    private readonly policy: FactorPolicy,
    private readonly links: IdentityLinkRepository,
    private readonly limiter: SignInLimiter,
    private readonly keeper: SessionKeeper,
    private readonly mails: MailQueue,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /** @throws DomainError `session.missing` when the account is gone */
  async view({ userId }: UserCaller): Promise<AccountView> {
    const [user, state, isRequired, linkedProviders] = await Promise.all([
      this.self(userId),
      this.factor.stateOf(userId),
      this.policy.isRequired(userId),
      this.links.providersOf(userId),
    ]);
    return {
      name: user.name,
      email: user.email,
      language: Language.parse(user.language),
      timeZone: user.timeZone,
      passwordChangedAt: timeOf(user.passwordChangedAt),
      linkedProviders,
      secondFactor: {
        enrolledAt: timeOf(state.enrolledAt),
        isRequired,
        recoveryCodesLeft: state.recoveryCodesLeft,
      },
    };
  }

  async change(caller: UserCaller, change: AccountChange): Promise<AccountView> {
    const { name, language, timeZone } = await this.self(caller.userId);
    await this.database.transaction(async (tx) => {
      await this.users.changeProfile(tx, caller.userId, change);
      const before = Object.fromEntries(
        Object.entries({ name, language, timeZone }).filter(([field]) => field in change),
      );
      await this.audit.own(tx, 'user.changed', { id: caller.userId, name }, { ...change }, before);
    });
    return this.view(caller);
  }

  /**
   * All other sessions end: whoever knew the old password is out.
   *
   * @throws DomainError `account.password-refused`, `session.too-many-attempts`; InvalidRequest at `password`
   */
  async changePassword(caller: UserCaller, { current, password }: PasswordChange): Promise<void> {
    const user = await this.proven(caller.userId, current);
    await this.rules.check('password', password, [...(await this.users.contextOf(user.id)), ...namesOf(user)]);
    const hash = await this.passwords.hash(password);
    const ended = await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      if (!(await this.users.changePassword(tx, user.id, user.passwordHash, hash, now))) throw refused();
      await this.mails.enqueue(tx, passwordChangedMail(readerOf(user), now));
      await this.audit.own(tx, 'password.changed', user);
      return this.keeper.endAll(tx, user.id, caller.sessionId);
    });
    this.keeper.tell(ended);
  }

  /** @throws DomainError `account.password-refused`, `session.too-many-attempts` */
  async offerFactor({ userId }: UserCaller, password: string): Promise<TotpOffer> {
    const user = await this.proven(userId, password);
    return this.factor.offer(userId, user.email);
  }

  /** All other sessions end: they were begun without this factor. @throws DomainError `session.code-refused` */
  async confirmFactor({ userId, sessionId }: UserCaller, code: string): Promise<RecoveryCodes> {
    const codes = await this.factor.confirm(userId, code);
    await this.keeper.endOthers(userId, sessionId, (tx) => this.audit.own(tx, 'session.ended', { id: userId }));
    return { codes };
  }

  /** @throws DomainError `account.factor-required` where the role or the customer wants one */
  async removeFactor({ userId }: UserCaller, password: string): Promise<void> {
    const user = await this.proven(userId, password);
    if (await this.policy.isRequired(userId)) {
      throw new DomainError('account.factor-required', 'A second factor is required');
    }
    await this.database.transaction(async (tx) => {
      if (await this.factor.remove(tx, userId)) await this.audit.own(tx, 'second-factor.removed', user);
    });
  }

  /** New codes in place of all that were left. */
  async renewCodes({ userId }: UserCaller, password: string): Promise<RecoveryCodes> {
    await this.proven(userId, password);
    return { codes: await this.factor.renewCodes(userId) };
  }

  /** The user, if the password is theirs. Counted like a sign-in, or a borrowed session would be a place to guess. */
  private async proven(userId: string, password: string): Promise<UserEntity> {
    const user = await this.self(userId);
    await this.limiter.admitProof(userId);
    if (!(await this.passwords.verify(password, user.passwordHash))) throw refused();
    await this.limiter.forgiveProof(userId);
    return user;
  }

  private async self(userId: string): Promise<UserEntity> {
    const user = await this.users.findById(userId);
    if (user === null) throw new DomainError('session.missing', 'Sign in first');
    return user;
  }
}

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

function refused(): DomainError {
  return new DomainError('account.password-refused', 'The current password is not right');
}
