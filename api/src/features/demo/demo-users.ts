import type { DemoNetwork, DemoUser } from '@linewatch/shared/demo';
import type { NewGrant, NewUser } from '../identity/index.js';
import { type DemoIds, idOf } from './demo-ids.js';

/** The demo's people with their rights. Hashing takes a while, so each password is hashed once, before the transaction. */
export async function demoUsers(
  { users }: DemoNetwork,
  ids: DemoIds,
  hash: (password: string) => Promise<string>,
): Promise<NewUser[]> {
  const hashes = new Map<string, string>();
  for (const { password } of users) if (!hashes.has(password)) hashes.set(password, await hash(password));
  return users.map((user) => ({
    email: user.email,
    name: user.name,
    passwordHash: idOf(hashes, user.password),
    language: user.language,
    timeZone: 'Asia/Shanghai',
    grants: grantsOf(user, ids),
  }));
}

/** Sites limit a customer's user further, so they stand alone; who is limited to nothing sees all. */
function grantsOf({ role, customers, sites }: DemoUser, ids: DemoIds): NewGrant[] {
  if (sites.length > 0) return sites.map((site) => ({ role, scopeType: 'SITE', scopeId: idOf(ids.sites, site) }));
  if (customers.length === 0) return [{ role, scopeType: 'ALL' }];
  return customers.map((customer) => ({ role, scopeType: 'CUSTOMER', scopeId: idOf(ids.customers, customer) }));
}
