import { Injectable } from '@nestjs/common';
import {
  API_TOKEN_PREFIX,
  type ApiTokenList,
  type ApiTokenView,
  DomainError,
  type MadeApiToken,
  type Named,
  type NewApiToken,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { IdentityAudit } from '../identity-audit.js';
import { newToken, tokenHash } from '../token.js';
import { grantsOf } from '../users/access-rules.js';
import { ReachRepository } from '../users/reach.repository.js';
import { ApiTokenRepository, type ApiTokenRow, type ListedToken } from './api-token.repository.js';

const DAY_MS = 86_400_000;
/** Enough to tell tokens apart, too little to guess the rest. */
const SHOWN = API_TOKEN_PREFIX.length + 6;

/** Tokens by which machines read what their makers may see. */
@Injectable()
export class ApiTokensService {
  constructor(
    private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly reach: ReachRepository,
    private readonly clock: Clock,
    private readonly audit: IdentityAudit,
  ) {}

  async list({ scope }: UserCaller): Promise<ApiTokenList> {
    const rows = await this.tokens.list(scope, this.clock.now());
    const sites = await this.tokens.sitesOf(rows.map(({ id }) => id));
    return { items: rows.map((row) => toView(row, sites.get(row.id) ?? [])) };
  }

  /**
   * @returns the token, this one time
   * @throws DomainError `user.access-refused` for a role or reach beyond the caller's own
   */
  async make(caller: UserCaller, { name, role, customerId, siteIds, days }: NewApiToken): Promise<MadeApiToken> {
    const asked = { role, customerIds: customerId === undefined ? [] : [customerId], siteIds };
    const [named, sites] = await Promise.all([
      this.reach.customers(caller.scope, customerId === undefined ? undefined : [customerId]),
      this.reach.sites(caller.scope, siteIds),
    ]);
    const [grant] = grantsOf(caller, asked, { customerIds: named.map(({ id }) => id), sites });
    const owner = sites[0]?.customerId ?? (grant?.scopeType === 'CUSTOMER' ? grant.scopeId : undefined);
    const [customer] = await this.reach.customers(caller.scope, owner === undefined ? [] : [owner]);
    if (customer === undefined) throw new DomainError('user.access-refused', 'Nobody gives more than they have');
    const token = `${API_TOKEN_PREFIX}${newToken()}`;
    const now = this.clock.now();
    const row: ApiTokenRow = {
      id: uuidv7(),
      beginsWith: token.slice(0, SHOWN),
      name,
      role,
      customerId: customer.id,
      createdBy: caller.userId,
      createdAt: now,
      expiresAt: now + days * DAY_MS,
      lastUsedAt: null,
    };
    await this.database.transaction(async (tx) => {
      await this.tokens.insert(tx, row, tokenHash(token), siteIds);
      const object = { type: 'token', id: row.id, name, customerId: customer.id };
      await this.audit.by(tx, caller, 'token.made', object, { after: { role, days, siteIds } });
    });
    const [listed] = (await this.tokens.list(caller.scope, now)).filter(({ id }) => id === row.id);
    return { token, view: toView({ ...row, customer, maker: listed?.maker ?? '' }, sites) };
  }

  /** The token opens nothing from this moment on. @throws DomainError `token.not-found` */
  async revoke(caller: UserCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const revoked = await this.tokens.revoke(tx, caller.scope, id);
      if (revoked === undefined) throw new DomainError('token.not-found', 'There is no such token');
      await this.audit.by(tx, caller, 'token.revoked', { type: 'token', id, ...revoked });
    });
  }
}

function toView(row: ListedToken, sites: readonly Named[]): ApiTokenView {
  return {
    id: row.id,
    name: row.name,
    beginsWith: row.beginsWith,
    role: row.role,
    customer: row.customer,
    sites: sites.map(({ id, nameZh, nameEn }) => ({ id, nameZh, nameEn })),
    createdBy: row.maker,
    createdAt: new Date(row.createdAt).toISOString(),
    expiresAt: new Date(row.expiresAt).toISOString(),
    lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
  };
}
