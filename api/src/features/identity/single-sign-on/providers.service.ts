import { Injectable } from '@nestjs/common';
import {
  DomainError,
  isAllowed,
  isCustomerRole,
  type ProviderChoices,
  type ProviderList,
  type ProviderRules,
  type ProviderSetup,
  type ProviderTest,
  type ProviderView,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../../database/database.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { grantsOf } from '../users/access-rules.js';
import { ReachRepository } from '../users/reach.repository.js';
import { isCallable, OidcClient } from './oidc-client.js';
import type { Provider } from './provider.js';
import { ProviderRepository } from './provider.repository.js';

/** Where people of the house or of a customer may sign in, and what they are here then. */
@Injectable()
export class ProvidersService {
  constructor(
    private readonly database: Database,
    private readonly providers: ProviderRepository,
    private readonly reach: ReachRepository,
    private readonly client: OidcClient,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  /** The house's own, and those for the domain of an address; names only, since nobody is signed in yet. */
  async choices(email: string | undefined): Promise<ProviderChoices> {
    const domain = email?.slice(email.lastIndexOf('@') + 1).toLowerCase();
    const items = (await this.providers.enabled())
      .filter(({ customerId, domains }) => (customerId === null ? true : domains.some((each) => each === domain)))
      .map(({ id, name }) => ({ id, name }));
    return { items };
  }

  async list({ scope }: UserCaller): Promise<ProviderList> {
    return { items: (await this.providers.list(scope)).map((provider) => this.toView(provider)) };
  }

  /** @throws DomainError `provider.issuer-refused`, `provider.domain-missing`, `user.access-refused` */
  async create(caller: UserCaller, setup: ProviderSetup): Promise<ProviderView> {
    await this.check(caller, setup);
    return this.save(undefined, { ...setup, id: uuidv7(), sealed: null, changedAt: 0 }, setup.clientSecret);
  }

  /** @throws DomainError `provider.not-found`, and as `create` */
  async change(caller: UserCaller, id: string, setup: ProviderSetup): Promise<ProviderView> {
    const before = await this.existing(caller, id);
    await this.check(caller, setup);
    // A secret is for the provider that it came from: it is not shown to another one that took its place.
    const isSame = before.issuer === setup.issuer && before.clientId === setup.clientId;
    const sealed = isSame ? before.sealed : null;
    return this.save(before, { ...setup, id, sealed, changedAt: 0 }, setup.clientSecret);
  }

  /** What a customer's admin decides. @throws DomainError `provider.not-found`, `user.access-refused` */
  async changeRules(caller: UserCaller, id: string, rules: ProviderRules): Promise<ProviderView> {
    const before = await this.existing(caller, id);
    const after = { ...before, ...rules };
    await this.check(caller, after);
    return this.save(before, after, undefined);
  }

  /** @throws DomainError `provider.not-found` */
  async remove(caller: UserCaller, id: string): Promise<void> {
    const before = await this.existing(caller, id);
    await this.database.transaction(async (tx) => {
      await this.providers.remove(tx, id);
      const object = { type: 'provider', id, name: before.name };
      await this.audit.note(tx, {
        action: 'provider.removed',
        customerId: before.customerId,
        object,
        before: told(before),
      });
    });
  }

  /** @throws DomainError `provider.not-found` */
  async test(caller: UserCaller, id: string): Promise<ProviderTest> {
    return this.client.test(await this.existing(caller, id));
  }

  private async existing({ scope }: UserCaller, id: string): Promise<Provider> {
    const provider = await this.providers.find(scope, id);
    if (provider === undefined) throw new DomainError('provider.not-found', 'There is no such sign-in service');
    return provider;
  }

  private async save(
    before: Provider | undefined,
    provider: Provider,
    secret: string | undefined,
  ): Promise<ProviderView> {
    const saved = await this.database.transaction(async (tx) => {
      if (secret !== undefined) await this.secrets.hold(tx);
      const sealed =
        secret === undefined ? provider.sealed : this.secrets.seal(secret, `identity_provider.sealed:${provider.id}`);
      const changedAt = Math.max(this.clock.now(), (before?.changedAt ?? 0) + 1);
      const after: Provider = { ...provider, sealed, changedAt };
      await this.providers.save(tx, after);
      await this.audit.note(tx, {
        action: 'provider.changed',
        customerId: provider.customerId,
        object: { type: 'provider', id: provider.id, name: provider.name },
        ...(before !== undefined && { before: told(before) }),
        after: { ...told(after), isSecretNew: secret !== undefined },
      });
      return after;
    });
    return this.toView(saved);
  }

  /** Rules give nobody more than who writes them has, and a customer's no role beyond the customer. */
  private async check(caller: UserCaller, setup: Omit<ProviderSetup, 'clientSecret'>): Promise<void> {
    const { customerId, domains, groups, issuer } = setup;
    if (!isCallable(issuer)) throw new DomainError('provider.issuer-refused', 'The issuer has to be reached by https');
    if (customerId !== null && domains.length === 0) {
      throw new DomainError('provider.domain-missing', "A customer's people are known by the domain of their address");
    }
    const customers = await this.reach.customers(caller.scope, [
      ...new Set([...groups.flatMap((rule) => rule.customerIds), ...(customerId === null ? [] : [customerId])]),
    ]);
    const sites = await this.reach.sites(caller.scope, [...new Set(groups.flatMap(({ siteIds }) => siteIds))]);
    const customerIds = customers.map(({ id }) => id);
    if (customerId !== null && !customerIds.includes(customerId)) throw refused();
    for (const rule of groups) {
      if (customerId !== null) {
        const isWithin =
          isCustomerRole(rule.role) &&
          rule.customerIds.every((id) => id === customerId) &&
          rule.siteIds.every((id) => sites.some((site) => site.id === id && site.customerId === customerId));
        if (!isWithin) throw refused();
      }
      const asked = customerId === null ? rule : { ...rule, customerIds: [customerId] };
      grantsOf(caller, asked, { customerIds, sites });
    }
    if (customerId === null && !isAllowed(caller.role, 'staff:manage')) throw refused();
  }

  private toView(provider: Provider): ProviderView {
    const { id, customerId, name, issuer, clientId, scopes, domains, secondFactors, sealed } = provider;
    const { isEnabled, makesUsers, groupsClaim, groups } = provider;
    const connection = { id, customerId, name, issuer, clientId, scopes, domains, secondFactors };
    const rules = { isEnabled, makesUsers, groupsClaim, groups };
    return { ...connection, ...rules, hasSecret: sealed !== null, redirectUri: this.client.redirectUri };
  }
}

function told({ issuer, clientId, isEnabled, makesUsers, groupsClaim, groups, domains, secondFactors }: Provider) {
  const rules = groups.map(({ group, role, siteIds }) => `${group} → ${role}${siteIds.length > 0 ? ' (sites)' : ''}`);
  return { issuer, clientId, isEnabled, makesUsers, groupsClaim, groups: rules, domains, secondFactors };
}

function refused(): DomainError {
  return new DomainError('user.access-refused', 'Nobody gives more than they have');
}
