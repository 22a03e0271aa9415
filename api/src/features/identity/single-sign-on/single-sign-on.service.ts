import { Injectable, Logger } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { describeError } from '../../../platform/logging/describe-error.js';
import { IdentityAudit } from '../identity-audit.js';
import { SessionKeeper } from '../session-keeper.js';
import { type Admission, type Arrival, SignInService } from '../sign-in.service.js';
import { UserRepository } from '../user.repository.js';
import { type Claims, OidcClient } from './oidc-client.js';
import { IdentityLinkRepository } from './identity-link.repository.js';
import type { Provider } from './provider.js';
import { ProviderRepository } from './provider.repository.js';
import { ProviderUsers } from './provider-users.js';
import { SignInUnderWayRepository, type UnderWay } from './sign-in-under-way.repository.js';

/** How long somebody may take at the provider. */
export const UNDER_WAY_MS = 10 * 60_000;

/** What the browser brought back, and what it kept meanwhile. */
export interface Return extends Arrival {
  readonly query: URLSearchParams;
  /** The state that this browser was sent away with. */
  readonly state: string | undefined;
}

/** Somebody came back: signed in as far as this goes, or linked and signed in as before. */
export type Returned = { readonly linked: true } | ({ readonly linked: false } & Admission);

/** Signing in at a provider, and linking an account here with a person there. */
@Injectable()
export class SingleSignOn {
  private readonly logger = new Logger(SingleSignOn.name);

  constructor(
    private readonly database: Database,
    private readonly providers: ProviderRepository,
    private readonly underWay: SignInUnderWayRepository,
    private readonly client: OidcClient,
    private readonly links: IdentityLinkRepository,
    private readonly people: ProviderUsers,
    private readonly users: UserRepository,
    private readonly signIns: SignInService,
    private readonly keeper: SessionKeeper,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * @param linking who asks to be linked; undefined for who signs in
   * @throws DomainError `provider.not-found`, `sso.unreachable`
   */
  async begin(providerId: string, linking?: UserCaller): Promise<{ readonly url: string; readonly state: string }> {
    const provider = await this.providers.findEnabled(providerId);
    if (provider === undefined || (linking !== undefined && !isFor(provider, linking))) {
      throw new DomainError('provider.not-found', 'There is no such sign-in service');
    }
    const checks = this.client.fresh();
    const url = await this.client.addressOf(provider, checks);
    const { nonce, verifier } = checks;
    const row = { providerId, nonce, verifier, linkingUser: linking?.userId ?? null };
    await this.database.transaction((tx) =>
      this.underWay.insert(tx, checks.state, row, this.clock.now() + UNDER_WAY_MS),
    );
    return { url, state: checks.state };
  }

  /**
   * The answer of a provider. Whatever it is worth, it is taken once, and only in the browser that was sent there.
   *
   * @throws DomainError `sso.expired`, `sso.refused`, `sso.unreachable`, `sso.no-access`, `sso.not-admitted`,
   * `sso.account-exists`, `sso.linked-already`
   */
  async finish(from: Return): Promise<Returned> {
    try {
      return await this.follow(from);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const reason = error.code;
      if (error.cause !== undefined)
        this.logger.warn({ msg: 'a sign-in elsewhere failed', reason, error: describeError(error.cause) });
      await this.database.transaction((tx) => this.audit.byNobody(tx, 'session.refused', { id: null }, { reason }));
      throw error;
    }
  }

  private async follow(from: Return): Promise<Returned> {
    const { state, query } = from;
    const underWay =
      state === undefined || query.get('state') !== state
        ? undefined
        : await this.database.transaction((tx) => this.underWay.take(tx, state, this.clock.now()));
    const provider = underWay === undefined ? undefined : await this.providers.findEnabled(underWay.providerId);
    if (state === undefined || underWay === undefined || provider === undefined) {
      throw new DomainError('sso.expired', 'This sign-in was not begun in this browser, or is over');
    }
    const { nonce, verifier } = underWay;
    const claims = await this.client.claimsOf(provider, query, { state, nonce, verifier });
    if (underWay.linkingUser !== null) return this.link(provider, claims, underWay, from);
    const userId = await this.people.recognise(provider, claims);
    const hasBoth = claims.methods.some((method) => provider.secondFactors.includes(method));
    return { linked: false, ...(await this.signIns.signInBy(userId, from, hasBoth)) };
  }

  private async link(
    provider: Provider,
    { issuer, sub }: Claims,
    { linkingUser }: UnderWay,
    from: Return,
  ): Promise<Returned> {
    const caller = from.session === undefined ? undefined : await this.keeper.find(from.session);
    if (caller?.userId !== linkingUser || caller.viewing !== undefined || !isFor(provider, caller)) {
      throw new DomainError('sso.expired', 'This sign-in was not begun in this browser, or is over');
    }
    const user = await this.users.findById(caller.userId);
    await this.database.transaction(async (tx) => {
      const link = { userId: caller.userId, followsGroups: false };
      const subject = { providerId: provider.id, issuer, sub };
      if (!(await this.links.add(tx, subject, link, this.clock.now()))) {
        throw new DomainError(
          'sso.linked-already',
          'This person at the sign-in service is linked to an account already',
        );
      }
      const who = { id: caller.userId, ...(user !== null && { name: user.name }) };
      await this.audit.own(tx, 'provider.linked', who, { provider: provider.name });
    });
    return { linked: true };
  }
}

/** A customer's provider is for that customer's people alone, the house's for everybody. */
function isFor({ customerId }: Provider, { scope }: UserCaller): boolean {
  if (customerId === null) return true;
  return (scope.kind === 'customer' || scope.kind === 'sites') && scope.customerId === customerId;
}
