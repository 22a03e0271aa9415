import { Injectable } from '@nestjs/common';
import { DomainError, Language, ROLE_PERMISSIONS, type SessionView, type SignIn } from '@linewatch/shared';
import { type UserCaller } from '../../platform/auth/session-lookup.js';
import { NameRepository } from './name.repository.js';
import { Passwords } from './passwords.js';
import { SessionKeeper, type Whereabouts } from './session-keeper.js';
import { SignInLimiter } from './sign-in-limiter.js';
import { UserRepository } from './user.repository.js';

/** Signing in and out, and what the portal may know of whoever is signed in. */
@Injectable()
export class SessionService {
  constructor(
    private readonly users: UserRepository,
    private readonly names: NameRepository,
    private readonly passwords: Passwords,
    private readonly limiter: SignInLimiter,
    private readonly keeper: SessionKeeper,
  ) {}

  /**
   * @param previous token that came with the request; that session ends
   * @returns the token of the new session and what the portal may know of it
   * @throws DomainError `session.credentials-refused`, the same whatever was wrong; `session.too-many-attempts`
   */
  async signIn(
    { email, password }: SignIn,
    from: Whereabouts,
    previous: string | undefined,
  ): Promise<{ readonly token: string; readonly view: SessionView }> {
    const address = email.toLowerCase();
    await this.limiter.admit(address, from.address);
    const user = await this.users.findByEmail(address);
    const isRight = await this.passwords.verify(password, user?.passwordHash);
    if (!isRight || user?.status !== 'ACTIVE') throw refused();
    const token = await this.keeper.begin(user.id, from, previous);
    const caller = await this.keeper.find(token);
    // A right password without any right is no way in, and says no more than a wrong one.
    if (caller === undefined) throw refused();
    await this.limiter.forgive(address, from.address);
    return { token, view: await this.view(caller) };
  }

  /** @throws DomainError `session.missing` when the session ended meanwhile */
  async view(caller: UserCaller): Promise<SessionView> {
    const [user, expiresAt, places] = await Promise.all([
      this.users.findById(caller.userId),
      this.keeper.endOf(caller.sessionId),
      this.names.inScope(caller.scope),
    ]);
    if (user === null || expiresAt === undefined) throw new DomainError('session.missing', 'Sign in first');
    return {
      userId: user.id,
      name: user.name,
      email: user.email,
      role: caller.role,
      permissions: [...ROLE_PERMISSIONS[caller.role]],
      language: Language.parse(user.language),
      timeZone: user.timeZone,
      ...places,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  async signOut(caller: UserCaller): Promise<void> {
    await this.keeper.end(caller.sessionId);
  }
}

function refused(): DomainError {
  return new DomainError('session.credentials-refused', 'The address or the password is not right');
}
