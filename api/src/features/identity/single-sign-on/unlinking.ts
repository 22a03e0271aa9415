import { Injectable } from '@nestjs/common';
import { DomainError } from '@linewatch/shared';
import { Database, type Transaction } from '../../../database/database.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { IdentityAudit } from '../identity-audit.js';
import { SessionKeeper } from '../session-keeper.js';
import { NO_PASSWORD } from '../user-accounts.js';
import { IdentityLinkRepository } from './identity-link.repository.js';

/** A person at a provider is a person here no more. */
@Injectable()
export class Unlinking {
  constructor(
    private readonly database: Database,
    private readonly links: IdentityLinkRepository,
    private readonly keeper: SessionKeeper,
    private readonly audit: IdentityAudit,
  ) {}

  /**
   * People unlink themselves, but not from what says what they may do: they would keep rights that are taken from them
   * there. Their other sessions end.
   *
   * @throws DomainError `provider.not-found`, `sso.says-rights`, `sso.last-way`
   */
  async own({ userId, sessionId }: UserCaller, providerId: string): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      const { provider, followsGroups } = await this.unlink(tx, userId, providerId);
      if (followsGroups) {
        throw new DomainError('sso.says-rights', 'The groups of this sign-in service say what the account may do');
      }
      await this.audit.own(tx, 'provider.unlinked', { id: userId }, { provider });
      return this.keeper.endAll(tx, userId, sessionId);
    });
    this.keeper.tell(ended);
  }

  /**
   * @returns the provider's name, and whether its groups said what the account may do
   * @throws DomainError `provider.not-found` when they are not linked; `sso.last-way` when nobody could sign in after it
   */
  async unlink(
    tx: Transaction,
    userId: string,
    providerId: string,
  ): Promise<{ readonly provider: string; readonly followsGroups: boolean }> {
    const link = await this.links.remove(tx, userId, providerId);
    if (link === undefined) throw new DomainError('provider.not-found', 'There is no such sign-in service');
    if ((await this.links.waysIn(tx, userId, NO_PASSWORD)) === 0) {
      throw new DomainError('sso.last-way', 'This account has no other way to sign in');
    }
    return link;
  }
}
