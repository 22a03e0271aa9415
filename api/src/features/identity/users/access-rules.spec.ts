import type { UserAccess } from '@linewatch/shared';
import { makeScope } from '../../../platform/auth/scope.js';
import { grantsOf, type Reachable } from './access-rules.js';

const BANK = 'bank';
const MINE = 'mine';
const EVERYTHING: Reachable = {
  customerIds: [BANK, MINE],
  sites: [
    { id: 'head office', customerId: BANK },
    { id: 'branch', customerId: BANK },
    { id: 'shaft', customerId: MINE },
  ],
};
/** Reaches all of it and may give every role: what is refused to this one is refused for what it is. */
const PLATFORM = { role: 'PLATFORM_ADMIN' as const, scope: makeScope({ kind: 'all' }) };

describe('what somebody may do for others', () => {
  const given = (
    role: UserAccess['role'],
    customerIds: readonly string[],
    siteIds: readonly string[] = [],
  ): readonly (string | undefined)[] => {
    const sites = EVERYTHING.sites.filter(({ id }) => siteIds.includes(id));
    const grants = grantsOf(
      PLATFORM,
      { role, customerIds: [...customerIds], siteIds: [...siteIds] },
      { ...EVERYTHING, sites },
    );
    return grants.map((grant) => ('scopeId' in grant ? grant.scopeId : undefined));
  };
  const refused = jasmine.objectContaining({ code: 'user.access-refused' });

  it('is bound to sites of one customer, for people of a customer only', () => {
    expect(given('CUSTOMER_ENGINEER', [BANK], ['head office', 'branch'])).toEqual(['head office', 'branch']);
    expect(given('CUSTOMER_ENGINEER', [], ['branch'])).toEqual(['branch']);

    expect(() => given('CUSTOMER_ENGINEER', [], ['branch', 'shaft'])).toThrow(refused);
    expect(() => given('CUSTOMER_ENGINEER', [MINE], ['branch'])).toThrow(refused);
    for (const role of ['ACCOUNT_MANAGER', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] as const) {
      expect(() => given(role, [], ['branch']))
        .withContext(role)
        .toThrow(refused);
    }
  });

  it('is of one customer for its people, of several for a manager, and of none for who serves all', () => {
    expect(given('CUSTOMER_ADMIN', [BANK])).toEqual([BANK]);
    expect(given('ACCOUNT_MANAGER', [BANK, MINE, BANK])).toEqual([BANK, MINE]);

    expect(() => given('CUSTOMER_ADMIN', [BANK, MINE])).toThrow(refused);
    for (const role of ['NOC_OPERATOR', 'PLATFORM_ADMIN'] as const) {
      expect(() => given(role, [BANK]))
        .withContext(role)
        .toThrow(refused);
    }
  });
});
