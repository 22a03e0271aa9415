import { Injectable } from '@nestjs/common';
import type { Language, Role } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { Transaction } from '../../database/database.js';
import type { RoleGrantEntity } from './role-grant.entity.js';
import { UserRepository } from './user.repository.js';

/** Stands where the hash of a password would, for an account that came from a provider: none fits. */
export const NO_PASSWORD = '!';

/** One right of a new user: a role over everything, over a customer, or over a site. */
export type NewGrant =
  | { readonly role: Role; readonly scopeType: 'ALL' }
  | { readonly role: Role; readonly scopeType: 'CUSTOMER' | 'SITE'; readonly scopeId: string };

export interface NewUser {
  readonly email: string;
  readonly name: string;
  /** From `Passwords.hash`; made before the transaction, because it takes 100 ms. */
  readonly passwordHash: string;
  readonly language: Language;
  /** IANA name. */
  readonly timeZone: string;
  readonly grants: readonly NewGrant[];
}

/** Makes people. Exported for whoever founds a house: the one-time setup and the demo. */
@Injectable()
export class UserAccounts {
  constructor(private readonly users: UserRepository) {}

  /** @returns the id of the new user */
  async create(tx: Transaction, user: NewUser): Promise<string> {
    const id = uuidv7();
    await this.users.insert(
      tx,
      {
        id,
        email: user.email.trim().toLowerCase(),
        name: user.name,
        passwordHash: user.passwordHash,
        language: user.language,
        timeZone: user.timeZone,
        status: 'ACTIVE',
        lastSignInAt: null,
        passwordChangedAt: null,
      },
      toRows(id, user.grants),
    );
    return id;
  }

  /** Gives a user further rights. */
  async grant(tx: Transaction, userId: string, grants: readonly NewGrant[]): Promise<void> {
    await this.users.addGrants(tx, toRows(userId, grants));
  }
}

function toRows(userId: string, grants: readonly NewGrant[]): RoleGrantEntity[] {
  return grants.map((grant) => ({
    id: uuidv7(),
    userId,
    role: grant.role,
    scopeType: grant.scopeType,
    scopeId: grant.scopeType === 'ALL' ? null : grant.scopeId,
    suspendedAt: null,
  }));
}
