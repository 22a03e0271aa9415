import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.js';
import { type NewGrant, Passwords, UserAccounts } from '../features/identity/index.js';
import { UserRepository } from '../features/identity/user.repository.js';

/** Password of every user that specs make. */
export const TEST_PASSWORD = 'correct horse battery';

/** Hashed once for all specs of the process: it takes 100 ms each time. */
let hash: Promise<string> | undefined;

export interface TestUser {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** A user with these grants, stored. */
export async function aStoredUser(database: Database, grants: readonly NewGrant[]): Promise<TestUser> {
  const email = `${randomUUID()}@example.com`;
  hash ??= new Passwords().hash(TEST_PASSWORD);
  const passwordHash = await hash;
  const accounts = new UserAccounts(new UserRepository(database));
  const id = await database.transaction((tx) =>
    accounts.create(tx, { email, name: 'A user', passwordHash, language: 'en', timeZone: 'Asia/Shanghai', grants }),
  );
  return { id, email, password: TEST_PASSWORD };
}
