import { Injectable } from '@nestjs/common';
import { ROLES } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import { whereThereIsRoom } from '../../../database/where-there-is-room.js';
import { makeScope, type Scope } from '../../../platform/auth/scope.js';
import { type TokenCaller, TokenLookup } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { type Standing, standingsOf } from '../scope-maker.js';
import { tokenHash } from '../token.js';
import { UserRepository } from '../user.repository.js';
import { ApiTokenRepository, type ApiTokenRow } from './api-token.repository.js';

/** A use is written down at most this often, so that reading does not become writing. */
const TOUCH_MS = 60_000;

/** Knows the tokens of the API. A token never reaches further than its maker does at this moment. */
@Injectable()
export class ApiTokenRegistry extends TokenLookup {
  constructor(
    private readonly database: Database,
    private readonly tokens: ApiTokenRepository,
    private readonly users: UserRepository,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async find(secret: string): Promise<TokenCaller | undefined> {
    const now = this.clock.now();
    const found = await this.tokens.findByHash(tokenHash(secret), now);
    if (found === undefined) return undefined;
    const { token, siteIds } = found;
    const maker = await this.users.activeGrants(token.createdBy);
    if (!standingsOf(maker).some((standing) => reaches(standing, token, siteIds))) return undefined;
    if (now - (token.lastUsedAt ?? 0) >= TOUCH_MS) {
      await whereThereIsRoom(this.database.transaction((tx) => this.tokens.touch(tx, token.id, now)));
    }
    const { id, role, customerId, createdBy } = token;
    const scope: Scope = makeScope(
      siteIds.length === 0 ? { kind: 'customer', customerId } : { kind: 'sites', customerId, siteIds },
    );
    return { kind: 'user', userId: createdBy, sessionId: id, tokenId: id, role, scope };
  }
}

/** Whether somebody still has all that the token they made gives. */
function reaches({ role, scope }: Standing, token: ApiTokenRow, siteIds: readonly string[]): boolean {
  if (ROLES.indexOf(role) < ROLES.indexOf(token.role)) return false;
  switch (scope.kind) {
    case 'all':
      return true;
    case 'customers':
      return scope.customerIds.includes(token.customerId);
    case 'customer':
      return scope.customerId === token.customerId;
    case 'sites':
      return (
        scope.customerId === token.customerId && siteIds.length > 0 && siteIds.every((id) => scope.siteIds.includes(id))
      );
  }
}
