import type { GroupAccess, ProviderRules, ProviderSetup, ProviderView } from '@linewatch/shared';

/** A sign-in service as a form holds it: lists are words with blanks between them. */
export interface ProviderDraft {
  readonly name: string;
  /** Empty: the operator's own people. */
  readonly customer: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string;
  readonly domains: string;
  readonly secondFactors: string;
  readonly isEnabled: boolean;
  readonly makesUsers: boolean;
  readonly groupsClaim: string;
  readonly groups: readonly GroupAccess[];
}

/** What people fill in as texts, in the order of the form. */
export const DRAFT_TEXTS = [
  'name',
  'issuer',
  'clientId',
  'clientSecret',
  'domains',
  'scopes',
  'secondFactors',
] as const;

export const NEW_PROVIDER: ProviderDraft = {
  ...{ name: '', customer: '', issuer: '', clientId: '', clientSecret: '', domains: '', secondFactors: '' },
  ...{ scopes: 'email profile', isEnabled: false, makesUsers: false, groupsClaim: 'groups', groups: [] },
};

/** A service as its form begins with it. Its secret is never read. */
export function draftOf(view: ProviderView): ProviderDraft {
  const { name, customerId, issuer, clientId, scopes, domains, secondFactors } = view;
  const { isEnabled, makesUsers, groupsClaim, groups } = view;
  const lists = { scopes: scopes.join(' '), domains: domains.join(' '), secondFactors: secondFactors.join(' ') };
  const rules = { isEnabled, makesUsers, groupsClaim, groups };
  return { name, customer: customerId ?? '', issuer, clientId, clientSecret: '', ...lists, ...rules };
}

export function rulesOf({ isEnabled, makesUsers, groupsClaim, groups }: ProviderDraft): ProviderRules {
  return { isEnabled, makesUsers, groupsClaim, groups: [...groups] };
}

/** The whole service; a secret that was left empty stays as it was. */
export function setupOf(draft: ProviderDraft): ProviderSetup {
  const { name, customer, issuer, clientId, clientSecret, scopes, domains, secondFactors } = draft;
  return {
    ...rulesOf(draft),
    ...{ name, issuer: issuer.trim(), clientId: clientId.trim(), customerId: customer === '' ? null : customer },
    ...(clientSecret !== '' && { clientSecret }),
    ...{ scopes: wordsOf(scopes), domains: wordsOf(domains), secondFactors: wordsOf(secondFactors) },
  };
}

function wordsOf(text: string): string[] {
  return text.split(/[\s,，、;；]+/).filter((word) => word !== '');
}
