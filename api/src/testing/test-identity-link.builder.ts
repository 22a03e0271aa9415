import { createHash } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../database/database.js';

export interface TestIdentityLink {
  /** Whose provider it is; null for the house's. */
  readonly customerId: string | null;
  readonly followsGroups?: boolean;
  readonly isEnabled?: boolean;
}

/** A provider of its own at which a user is linked. @returns the provider's id */
export async function aStoredIdentityLink(database: Database, userId: string, link: TestIdentityLink): Promise<string> {
  const id = uuidv7();
  const setup = { groupsClaim: 'groups', groups: [], scopes: [], domains: ['a.example'], secondFactors: [] };
  const flag = (value = false): number => (value ? 1 : 0);
  await database.transaction(async (tx) => {
    await tx.insertMany(
      'identity_provider',
      ['id', 'customer_id', 'name', 'issuer', 'client_id', 'is_enabled', 'makes_users', 'setup_json', 'changed_at'],
      ['id'],
      [
        [
          ...[id, link.customerId, `service ${id.slice(-6)}`, 'https://id.a.example', 'linewatch'],
          ...[flag(link.isEnabled ?? true), 1, JSON.stringify(setup), 0],
        ],
      ],
    );
    await tx.insertMany(
      'identity_link',
      ['provider_id', 'subject_hash', 'user_id', 'follows_groups', 'linked_at'],
      ['provider_id', 'subject_hash'],
      [[id, createHash('sha256').update(userId).digest('hex'), userId, flag(link.followsGroups), 0]],
    );
  });
  return id;
}
