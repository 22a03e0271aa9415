import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import { Clock } from '../../../platform/clock/clock.js';
import { IdentityAudit } from '../identity-audit.js';
import { SessionKeeper } from '../session-keeper.js';
import { type NewGrant, NO_PASSWORD, UserAccounts } from '../user-accounts.js';
import { UserRepository } from '../user.repository.js';
import { grantKey, grantsOfGroups } from './group-grants.js';
import { IdentityLinkRepository, type Subject } from './identity-link.repository.js';
import type { Claims } from './oidc-client.js';
import type { Provider } from './provider.js';

/** Who of a provider is who here, and with which rights. */
@Injectable()
export class ProviderUsers {
  constructor(
    private readonly database: Database,
    private readonly links: IdentityLinkRepository,
    private readonly accounts: UserAccounts,
    private readonly users: UserRepository,
    private readonly keeper: SessionKeeper,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * The account of a person at a provider. One that came from the provider has what the person's groups give by now;
   * one that was here before and was linked by its owner keeps its own rights.
   *
   * @returns the id of the account
   * @throws DomainError `sso.not-admitted`, `sso.no-access`, `sso.account-exists`
   */
  async recognise(provider: Provider, claims: Claims): Promise<string> {
    const { domains } = provider;
    const domain = claims.email?.slice(claims.email.lastIndexOf('@') + 1);
    if (domains.length > 0 && (domain === undefined || !domains.includes(domain))) throw notAdmitted();
    const subject = { providerId: provider.id, issuer: claims.issuer, sub: claims.sub };
    const link = await this.links.find(subject);
    if (link?.followsGroups === false) return this.ownAccount(provider, link.userId);
    const grants = await this.grantsOf(provider, claims);
    if (link === undefined) return this.make(provider, claims, subject, grants);
    await this.follow(link.userId, grants);
    if (grants.length === 0) throw noAccess();
    return this.active(link.userId);
  }

  /** What the groups give; sites only where they are the customer's own. */
  private async grantsOf({ customerId, groups }: Provider, claims: Claims): Promise<NewGrant[]> {
    const grants = grantsOfGroups(customerId, groups, claims.groups);
    if (customerId === null) return grants;
    const siteIds = grants.flatMap((grant) => (grant.scopeType === 'SITE' ? [grant.scopeId] : []));
    const own = await this.links.sitesOf(customerId, siteIds);
    return grants.filter((grant) => grant.scopeType !== 'SITE' || own.includes(grant.scopeId));
  }

  private async ownAccount({ customerId }: Provider, userId: string): Promise<string> {
    if (customerId !== null) {
      // Who has become somebody else here since is let in by the house alone.
      const grants = await this.users.activeGrants(userId);
      if (!grants.every((grant) => grant.customerId === customerId)) throw noAccess();
    }
    return this.active(userId);
  }

  private async active(userId: string): Promise<string> {
    const user = await this.users.findById(userId);
    if (user?.status !== 'ACTIVE' || !(await this.users.hasGrants(userId))) throw noAccess();
    return userId;
  }

  private async make(
    provider: Provider,
    { email, name }: Claims,
    subject: Subject,
    grants: readonly NewGrant[],
  ): Promise<string> {
    if (!provider.makesUsers || email === undefined) throw notAdmitted();
    if (grants.length === 0) throw noAccess();
    // An address is no proof: who has an account links it from inside.
    if ((await this.users.findByEmail(email)) !== null) throw accountExists();
    return this.database.transaction(async (tx) => {
      const userId = await this.accounts.create(tx, {
        email,
        name: name ?? email.slice(0, 80),
        passwordHash: NO_PASSWORD,
        language: 'zh-CN',
        timeZone: 'Asia/Shanghai',
        grants,
      });
      const isNew = await this.links.add(tx, subject, { userId, followsGroups: true }, this.clock.now());
      if (!isNew) throw accountExists();
      const after = { provider: provider.name, rights: grants.map(({ role, scopeType }) => `${role} ${scopeType}`) };
      await this.audit.own(tx, 'user.joined', { id: userId, name: name ?? email }, after);
      return userId;
    });
  }

  /** Sessions of before end when the rights are others now. */
  private async follow(userId: string, grants: readonly NewGrant[]): Promise<void> {
    const ended = await this.database.transaction((tx) => this.replaceGrants(tx, userId, grants));
    this.keeper.tell(ended);
  }

  private async replaceGrants(tx: Transaction, userId: string, grants: readonly NewGrant[]): Promise<string[]> {
    const before = (await this.links.grantsOf(tx, userId)).map(grantKey).sort();
    const after = grants.map(grantKey).sort();
    if (JSON.stringify(before) === JSON.stringify(after)) return [];
    // Told first, while the customers that it was of can still be found; and of a new one after.
    await this.audit.byNobody(tx, 'grant.changed', { id: userId }, { before, after });
    await this.links.dropGrants(tx, userId);
    await this.accounts.grant(tx, userId, grants);
    return this.keeper.endAll(tx, userId);
  }
}

function notAdmitted(): DomainError {
  return new DomainError('sso.not-admitted', 'This sign-in service may not admit this person');
}

function noAccess(): DomainError {
  return new DomainError('sso.no-access', 'No group of this person gives any access');
}

function accountExists(): DomainError {
  return new DomainError('sso.account-exists', 'Sign in with the password and link the account there');
}
