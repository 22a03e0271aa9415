import type { Role } from '@linewatch/shared';
import { makeScope } from '../../platform/auth/scope.js';
import { type Grant, standingOf, standingsOf } from './scope-maker.js';

const grant = (role: Role, scopeType: string, scopeId: string | null = null, customerId = scopeId): Grant => ({
  role,
  scopeType,
  scopeId,
  customerId,
});

describe('standingOf', () => {
  it('gives staff all customers', () => {
    expect(standingOf([grant('NOC_OPERATOR', 'ALL')])).toEqual({
      key: 'all',
      role: 'NOC_OPERATOR',
      scope: makeScope({ kind: 'all' }),
    });
  });

  it('gives a manager the assigned customers, one or many', () => {
    expect(
      standingOf([grant('ACCOUNT_MANAGER', 'CUSTOMER', 'b'), grant('ACCOUNT_MANAGER', 'CUSTOMER', 'a')])?.scope,
    ).toEqual(makeScope({ kind: 'customers', customerIds: ['a', 'b'] }));
    expect(standingOf([grant('ACCOUNT_MANAGER', 'CUSTOMER', 'a')])?.scope).toEqual(
      makeScope({ kind: 'customers', customerIds: ['a'] }),
    );
  });

  it('gives a user of sites those sites of one customer', () => {
    const grants = [grant('CUSTOMER_VIEWER', 'SITE', 's2', 'a'), grant('CUSTOMER_VIEWER', 'SITE', 's1', 'a')];

    expect(standingOf([...grants, grant('CUSTOMER_VIEWER', 'SITE', 's9', 'b')])?.scope).toEqual(
      makeScope({ kind: 'sites', customerId: 'a', siteIds: ['s1', 's2'] }),
    );
  });

  it('takes of each customer the widest kind of grant, and the least role of that kind', () => {
    const mixed = [
      grant('CUSTOMER_VIEWER', 'SITE', 's1', 'a'),
      grant('CUSTOMER_ADMIN', 'CUSTOMER', 'a'),
      grant('CUSTOMER_ENGINEER', 'CUSTOMER', 'a'),
      grant('CUSTOMER_ADMIN', 'CUSTOMER', 'b'),
    ];

    expect(standingsOf(mixed)).toEqual([
      { key: 'a', role: 'CUSTOMER_ENGINEER', scope: makeScope({ kind: 'customer', customerId: 'a' }) },
      { key: 'b', role: 'CUSTOMER_ADMIN', scope: makeScope({ kind: 'customer', customerId: 'b' }) },
    ]);
  });

  it('lets one of them be chosen, and nothing that is not theirs', () => {
    const two = [grant('CUSTOMER_ADMIN', 'CUSTOMER', 'a'), grant('CUSTOMER_VIEWER', 'SITE', 's1', 'b')];

    expect(standingOf(two)?.key).toBe('a');
    expect(standingOf(two, 'b')).toEqual({
      key: 'b',
      role: 'CUSTOMER_VIEWER',
      scope: makeScope({ kind: 'sites', customerId: 'b', siteIds: ['s1'] }),
    });
    expect(standingOf(two, 'c')).toBeUndefined();
    expect(standingOf(two, 'all')).toBeUndefined();
  });

  it('never mixes what somebody is as staff with what they are as a customer', () => {
    const grants = [grant('ACCOUNT_MANAGER', 'CUSTOMER', 'b'), grant('CUSTOMER_VIEWER', 'CUSTOMER', 'a')];

    expect(standingsOf(grants).map(({ key, role }) => [key, role])).toEqual([
      ['staff', 'ACCOUNT_MANAGER'],
      ['a', 'CUSTOMER_VIEWER'],
    ]);
  });

  it('gives nothing without grants, or with grants that lead nowhere', () => {
    expect(standingOf([])).toBeUndefined();
    expect(standingOf([grant('CUSTOMER_VIEWER', 'CUSTOMER', null)])).toBeUndefined();
    expect(standingOf([grant('CUSTOMER_VIEWER', 'SITE', 'gone', null)])).toBeUndefined();
    expect(standingOf([grant('CUSTOMER_VIEWER', 'PLANET', 'a')])).toBeUndefined();
  });
});
