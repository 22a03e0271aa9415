import type { ProviderView } from '@linewatch/shared';
import { draftOf, NEW_PROVIDER, setupOf } from './provider-draft';

const SETUP = {
  ...{ name: 'Bank', customerId: 'c', issuer: 'https://id.bank.example', clientId: 'lw' },
  ...{ scopes: ['email'], domains: ['bank.example'], secondFactors: ['mfa'] },
  ...{ isEnabled: true, makesUsers: true, groupsClaim: 'roles' },
  groups: [{ group: 'net', role: 'CUSTOMER_ENGINEER' as const, customerIds: ['c'], siteIds: [] }],
};
const VIEW: ProviderView = { ...SETUP, id: 'p', hasSecret: true, redirectUri: 'https://x/callback' };

describe('a sign-in service in its form', () => {
  it('is sent back as it came where nothing was changed, and without a secret', () => {
    expect(setupOf(draftOf(VIEW))).toEqual(SETUP);
  });

  it('has lists as words, however they were parted', () => {
    const { domains, customerId, clientSecret } = setupOf({
      ...NEW_PROVIDER,
      domains: ' bank.example，sub.bank.example;x.example ',
      clientSecret: 's',
    });
    expect([domains, customerId, clientSecret]).toEqual([['bank.example', 'sub.bank.example', 'x.example'], null, 's']);
  });
});
