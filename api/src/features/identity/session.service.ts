import { Injectable } from '@nestjs/common';
import {
  DomainError,
  Language,
  type Named,
  ROLE_PERMISSIONS,
  type SessionList,
  type SessionView,
  type StandingView,
} from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { IdentityAudit } from './identity-audit.js';
import { NameRepository } from './name.repository.js';
import type { Standing } from './scope-maker.js';
import { FactorPolicy } from './second-factor/factor-policy.js';
import { SessionKeeper } from './session-keeper.js';
import { UserRepository } from './user.repository.js';

/** The sessions of whoever is signed in, and what the portal may know of them. */
@Injectable()
export class SessionService {
  constructor(
    private readonly users: UserRepository,
    private readonly names: NameRepository,
    private readonly keeper: SessionKeeper,
    private readonly policy: FactorPolicy,
    private readonly audit: IdentityAudit,
  ) {}

  /** @throws DomainError `session.missing` when the session ended meanwhile */
  async view(caller: UserCaller): Promise<SessionView> {
    const [user, expiresAt, places, standings] = await Promise.all([
      this.users.findById(caller.userId),
      this.keeper.endOf(caller.sessionId),
      this.names.inScope(caller.scope),
      this.keeper.standings(caller.sessionId),
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
      standings: await this.named(standings.all),
      actingAs: standings.actingAs,
      viewingAs: viewOf(caller, places.customers),
      isDemo: this.policy.isDemo,
      expiresAt: new Date(expiresAt).toISOString(),
    };
  }

  /**
   * Goes on as something else that the person is, under a new token.
   *
   * @throws DomainError `standing.not-found`, `session.missing`
   */
  async actAs(caller: UserCaller, key: string): Promise<{ readonly token: string; readonly view: SessionView }> {
    const { all } = await this.keeper.standings(caller.sessionId);
    if (!all.some((standing) => standing.key === key)) {
      throw new DomainError('standing.not-found', 'There is no such standing');
    }
    const next = await this.keeper.rotate(caller.sessionId, key, null, (tx) =>
      this.audit.own(tx, 'session.standing-chosen', { id: caller.userId }, { standing: key }),
    );
    return { token: next.token, view: await this.view(next.caller) };
  }

  async list(caller: UserCaller): Promise<SessionList> {
    return { items: await this.keeper.ofUser(caller) };
  }

  async end(caller: UserCaller, sessionId: string): Promise<void> {
    await this.keeper.endOwn(caller.userId, sessionId, this.ended(caller));
  }

  async endOthers(caller: UserCaller): Promise<void> {
    await this.keeper.endOthers(caller.userId, caller.sessionId, this.ended(caller));
  }

  async signOut(caller: UserCaller): Promise<void> {
    await this.keeper.end(caller.sessionId, async (tx) => {
      await this.audit.viewEnded(tx, caller);
      await this.ended(caller)(tx);
    });
  }

  private ended({ userId }: UserCaller): (tx: Transaction) => Promise<void> {
    return (tx) => this.audit.own(tx, 'session.ended', { id: userId });
  }

  private async named(standings: readonly Standing[]): Promise<StandingView[]> {
    const names = await this.names.ofCustomers(standings.map(customerOf).filter((id) => id !== undefined));
    const nameOf = (id: string | undefined): Named | null => names.find((name) => name.id === id) ?? null;
    return standings.map((standing) => ({
      key: standing.key,
      role: standing.role,
      customer: nameOf(customerOf(standing)),
    }));
  }
}

function viewOf({ viewing }: UserCaller, [customer]: readonly Named[]): SessionView['viewingAs'] {
  if (viewing === undefined || customer === undefined) return null;
  return { customer, until: new Date(viewing.until).toISOString() };
}

/** The one customer of a standing; staff have several. */
function customerOf({ scope }: Standing): string | undefined {
  return scope.kind === 'customer' || scope.kind === 'sites' ? scope.customerId : undefined;
}
