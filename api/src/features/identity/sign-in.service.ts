import { Injectable } from '@nestjs/common';
import { DomainError, type SessionView, type SignIn, type SignInStep, type TotpOffer } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { IdentityAudit } from './identity-audit.js';
import { KnownDevices } from './known-devices.js';
import { Passwords } from './passwords.js';
import { FactorPolicy } from './second-factor/factor-policy.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { SessionKeeper, type Waiting, type Whereabouts } from './session-keeper.js';
import { SessionService } from './session.service.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { NO_PASSWORD } from './user-accounts.js';
import type { UserEntity } from './user.entity.js';
import { UserRepository } from './user.repository.js';

/** What the browser of somebody who signs in shows. */
export interface Arrival extends Whereabouts {
  /** Token of the session that it had before; that one ends. */
  readonly session: string | undefined;
  /** Token by which it is known, from an earlier sign-in. */
  readonly device: string | undefined;
}

/** What a step of the sign-in came to. */
export interface Admission {
  readonly step: SignInStep;
  /** Token of the session, for the cookie. */
  readonly token: string;
  /** What the browser keeps to be known by; only when the sign-in is done. */
  readonly device?: string;
  readonly view: SessionView | null;
}

/** Password, then the second factor where there is one or has to be, then the session. */
@Injectable()
export class SignInService {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly passwords: Passwords,
    private readonly limiter: SignInLimiter,
    private readonly keeper: SessionKeeper,
    private readonly devices: KnownDevices,
    private readonly factor: SecondFactor,
    private readonly policy: FactorPolicy,
    private readonly sessions: SessionService,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /** @throws DomainError `session.credentials-refused`, the same whatever was wrong; `session.too-many-attempts` */
  async signIn({ email, password }: SignIn, from: Arrival): Promise<Admission> {
    const address = email.toLowerCase();
    const user = await this.users.findByEmail(address);
    const device = await this.devices.subjectOf(user?.id, from.device);
    await this.limiter.admit(address, from.address, device);
    // Without a password the work is that for nobody, so that the time tells nothing.
    const hash = user?.passwordHash === NO_PASSWORD ? undefined : user?.passwordHash;
    const isRight = await this.passwords.verify(password, hash);
    if (!isRight || user?.status !== 'ACTIVE' || !(await this.users.hasGrants(user.id))) throw await this.refused(user);
    const step = await this.stepAfterPassword(user.id);
    const token = await this.keeper.begin(user.id, from, from.session, step);
    await this.renewHash(user, password);
    if (step !== 'DONE') {
      await this.limiter.forgive(address, from.address, device);
      return { step, token, view: null };
    }
    const caller = await this.keeper.find(token);
    // A right password without any right is no way in, and says no more than a wrong one.
    if (caller === undefined) throw await this.refused(user);
    await this.limiter.forgive(address, from.address, device);
    return this.admit(token, caller);
  }

  /**
   * Signs in somebody whom a provider vouches for.
   *
   * @param hasBoth whether a second factor that the house trusts was shown there; otherwise ours is asked for
   * @throws DomainError `session.missing` for an account without rights
   */
  async signInBy(userId: string, from: Arrival, hasBoth: boolean): Promise<Admission> {
    const step = hasBoth ? 'DONE' : await this.stepAfterPassword(userId);
    const token = await this.keeper.begin(userId, from, from.session, step);
    if (step !== 'DONE') return { step, token, view: null };
    const caller = await this.keeper.find(token);
    if (caller === undefined) throw new DomainError('session.missing', 'Sign in first');
    return this.admit(token, caller);
  }

  /** @throws DomainError `session.missing`, `session.code-refused`, `session.too-many-attempts` */
  async showCode(code: string, from: Arrival): Promise<Admission> {
    const waiting = await this.waiting(from, 'CODE');
    await this.factor.accept(waiting.userId, code);
    const { token, caller } = await this.keeper.rotate(waiting.sessionId, null);
    return this.admit(token, caller);
  }

  /** The secret for somebody who has to have a second factor and has none. @throws DomainError `session.missing` */
  async offerEnrolment(from: Arrival): Promise<TotpOffer> {
    const { userId } = await this.waiting(from, 'ENROL');
    const user = await this.users.findById(userId);
    return this.factor.offer(userId, user?.email ?? '');
  }

  /** @throws DomainError `session.missing`, `session.code-refused`, `session.too-many-attempts` */
  async confirmEnrolment(code: string, from: Arrival): Promise<Admission & { readonly codes: string[] }> {
    const waiting = await this.waiting(from, 'ENROL');
    const codes = await this.factor.confirm(waiting.userId, code);
    const { token, caller } = await this.keeper.rotate(waiting.sessionId, null);
    return { ...(await this.admit(token, caller)), codes };
  }

  private async stepAfterPassword(userId: string): Promise<SignInStep> {
    if (await this.factor.isEnrolled(userId)) return 'CODE';
    return (await this.policy.isRequired(userId)) ? 'ENROL' : 'DONE';
  }

  private async waiting(from: Arrival, step: SignInStep): Promise<Waiting> {
    const waiting = from.session === undefined ? undefined : await this.keeper.findWaiting(from.session, step);
    if (waiting === undefined) throw new DomainError('session.missing', 'Sign in first');
    return waiting;
  }

  private async admit(token: string, caller: UserCaller): Promise<Admission> {
    const device = await this.database.transaction(async (tx) => {
      await this.users.noteSignIn(tx, caller.userId, this.clock.now());
      await this.audit.own(tx, 'session.begun', { id: caller.userId });
      return this.devices.remember(tx, caller.userId);
    });
    return { step: 'DONE', token, device, view: await this.sessions.view(caller) };
  }

  /** A hash of an earlier cost or pepper is made anew, now that the password is known. */
  private async renewHash(user: UserEntity, password: string): Promise<void> {
    if (!this.passwords.isOutdated(user.passwordHash)) return;
    const hash = await this.passwords.hash(password);
    await this.database.transaction((tx) => this.users.replaceHash(tx, user.id, user.passwordHash, hash));
  }

  private async refused(user: UserEntity | null): Promise<DomainError> {
    await this.database.transaction((tx) => this.audit.byNobody(tx, 'session.refused', { id: user?.id ?? null }));
    return new DomainError('session.credentials-refused', 'The address or the password is not right');
  }
}
