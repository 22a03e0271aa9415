import { isAllowed, isCustomerRole, type Role } from '@linewatch/shared';
import { type NewGrant, UserAccounts } from '../features/identity/index.js';
import { SessionKeeper } from '../features/identity/session-keeper.js';
import { UserRepository } from '../features/identity/user.repository.js';
import { SESSION_COOKIE } from '../platform/auth/session-cookie.js';
import type { MarkedWords } from './marked-words.js';
import type { MarkedWorld } from './marked-world.js';
import { TEST_COLLECTOR_TOKEN, type TestApi } from './test-api.js';

/** What somebody is to the table of routes. */
export type Kind = 'stranger' | 'collector' | 'customer' | 'operations';

/** Somebody who asks, and all that they may ever learn. */
export interface Identity {
  readonly kind: Kind;
  readonly role?: Role;
  /** Name of a customer or site of the world; without one a user is for all. */
  readonly of?: string;
  /** What is wrong with their session. */
  readonly flaw?: 'expired' | 'idle' | 'ended' | 'disabled' | 'without rights';
  /** Facts that they may know; any other is a leak. */
  readonly knows: readonly string[];
}

const portsOf = (sites: readonly string[]): string[] => sites.flatMap((site) => [site, `${site}.ports`]);
const ALL_OF_A = ['A', ...portsOf(['A.hq', 'A.branch', 'A.far']), 'A.trunk', 'A.spur', 'A.local'];
const ALL_OF_B = ['B', ...portsOf(['B.depot', 'B.yard']), 'B.haul'];
const BRANCH_OF_A = ['A', ...portsOf(['A.branch']), 'A.trunk', 'A.local'];
const contact = (device: string): string => `${device}.contact`;
const devices = (...names: readonly string[]): string[] => [...names, ...names.map(contact)];
const EVERYTHING = [...ALL_OF_A, ...ALL_OF_B, ...devices('alpha', 'shared', 'beta'), 'polling'];
/** Who serves a customer stands on the customer's page, for those who run the house. */
const MANAGERS = ['manager of A', 'manager of B'];

const flawed = (flaw: NonNullable<Identity['flaw']>): Identity => ({
  kind: 'stranger',
  role: 'CUSTOMER_ENGINEER',
  of: 'A',
  flaw,
  knows: [],
});

/** Everybody who can stand before the API. Beside what stands here, a user knows themselves. */
export const IDENTITIES = {
  nobody: { kind: 'stranger', knows: [] },
  'a wrong token': { kind: 'stranger', knows: [] },
  'an expired session': flawed('expired'),
  'an idle session': flawed('idle'),
  'an ended session': flawed('ended'),
  'a disabled user': flawed('disabled'),
  'a user without rights': flawed('without rights'),
  collector: {
    kind: 'collector',
    knows: [
      'secrets',
      ...['A.hq', 'A.branch', 'A.far', 'B.depot', 'B.yard'].map((site) => `${site}.ports`),
      ...['alpha', 'shared', 'beta'].map(contact),
    ],
  },
  'viewer of A': { kind: 'customer', role: 'CUSTOMER_VIEWER', of: 'A', knows: ALL_OF_A },
  'engineer of A': { kind: 'customer', role: 'CUSTOMER_ENGINEER', of: 'A', knows: ALL_OF_A },
  'admin of A': { kind: 'customer', role: 'CUSTOMER_ADMIN', of: 'A', knows: ALL_OF_A },
  'branch of A': { kind: 'customer', role: 'CUSTOMER_VIEWER', of: 'A.branch', knows: BRANCH_OF_A },
  'admin of a branch of A': { kind: 'customer', role: 'CUSTOMER_ADMIN', of: 'A.branch', knows: BRANCH_OF_A },
  'rival of B': { kind: 'customer', role: 'CUSTOMER_ADMIN', of: 'B', knows: ALL_OF_B },
  'yard of B': {
    kind: 'customer',
    role: 'CUSTOMER_ENGINEER',
    of: 'B.yard',
    knows: ['B', ...portsOf(['B.yard']), 'B.haul'],
  },
  'manager of A': { kind: 'customer', role: 'ACCOUNT_MANAGER', of: 'A', knows: ALL_OF_A },
  'manager of B': { kind: 'customer', role: 'ACCOUNT_MANAGER', of: 'B', knows: ALL_OF_B },
  'operator of B': {
    kind: 'operations',
    role: 'NOC_OPERATOR',
    of: 'B',
    knows: [...ALL_OF_B, ...devices('shared', 'beta'), 'manager of B'],
  },
  noc: { kind: 'operations', role: 'NOC_OPERATOR', knows: [...EVERYTHING, ...MANAGERS] },
  // From the people of the house they choose whom the duty lists name.
  'platform admin': { kind: 'operations', role: 'PLATFORM_ADMIN', knows: [...EVERYTHING, ...MANAGERS, 'noc'] },
} as const satisfies Readonly<Record<string, Identity>>;
export type IdentityName = keyof typeof IDENTITIES;
export const IDENTITY_NAMES = Object.keys(IDENTITIES) as IdentityName[];

/** An identity of the table. */
export function identityOf(name: IdentityName): Identity {
  return IDENTITIES[name];
}

/** The people whom somebody finds in the list of users: a customer's, as far as the rights of the one who asks reach. */
export function peopleKnownTo(name: IdentityName): IdentityName[] {
  const { role, of, flaw } = identityOf(name);
  if (flaw !== undefined || role === undefined || !isAllowed(role, 'users:read')) return [];
  return IDENTITY_NAMES.filter((each) => {
    const other = identityOf(each);
    if (other.role === undefined || other.of === undefined || !isCustomerRole(other.role)) return false;
    return of === undefined || other.of === of || other.of.startsWith(`${of}.`);
  });
}

/** What the users of the world show when they ask. */
export class MarkedPeople {
  private readonly users = new Map<IdentityName, string>();

  private constructor(
    private readonly api: TestApi,
    private readonly words: MarkedWords,
  ) {}

  /** Stores a user for each identity that is one. */
  static async store(api: TestApi, words: MarkedWords, world: MarkedWorld): Promise<MarkedPeople> {
    const people = new MarkedPeople(api, words);
    const accounts = new UserAccounts(new UserRepository(api.database));
    for (const name of IDENTITY_NAMES) {
      const { role, of } = identityOf(name);
      if (role === undefined) continue;
      const grants: NewGrant[] = [grantOf(role, of, world)];
      const user = {
        email: `${words.word(name)}@example.com`,
        name: words.word(name),
        passwordHash: words.word('nobody'),
      };
      const id = await api.database.transaction((tx) =>
        accounts.create(tx, { ...user, language: 'en', timeZone: 'Asia/Shanghai', grants }),
      );
      people.users.set(name, words.mark(name, id));
    }
    return people;
  }

  userOf(name: IdentityName): string {
    return this.users.get(name) ?? '';
  }

  /** A new session, with its flaw, as the headers of a request. */
  async credentials(name: IdentityName): Promise<Record<string, string>> {
    const { kind, flaw } = identityOf(name);
    if (kind === 'collector') return { Authorization: `Bearer ${TEST_COLLECTOR_TOKEN}` };
    if (name === 'a wrong token') return { Authorization: 'Bearer not-the-token-of-any-collector-00000' };
    const userId = this.users.get(name);
    if (userId === undefined) return {};
    const token = await this.api.app.get(SessionKeeper).begin(userId, { address: '', userAgent: '' }, undefined);
    if (flaw !== undefined) await this.spoil(userId, flaw);
    return { Cookie: `${SESSION_COOKIE}=${this.words.mark('nobody', token)}` };
  }

  private async spoil(userId: string, flaw: NonNullable<Identity['flaw']>): Promise<void> {
    const statement = {
      expired: 'UPDATE user_session SET expires_at = 1 WHERE user_id = ?',
      idle: 'UPDATE user_session SET last_seen_at = 1 WHERE user_id = ?',
      ended: 'DELETE FROM user_session WHERE user_id = ?',
      disabled: "UPDATE user_account SET status = 'DISABLED' WHERE id = ?",
      'without rights': 'DELETE FROM role_grant WHERE user_id = ?',
    }[flaw];
    await this.api.database.transaction((tx) => tx.execute(statement, [userId]));
  }
}

function grantOf(role: Role, of: string | undefined, world: MarkedWorld): NewGrant {
  if (of === undefined) return { role, scopeType: 'ALL' };
  return { role, scopeType: of.includes('.') ? 'SITE' : 'CUSTOMER', scopeId: world.id(of) };
}
