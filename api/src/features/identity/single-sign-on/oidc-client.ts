import { Injectable } from '@nestjs/common';
import { DomainError, type ProviderTest } from '@linewatch/shared';
import * as oidc from 'openid-client';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { PortalLinks } from '../portal-links.js';
import type { Provider } from './provider.js';

const TIMEOUT_S = 10;
const REMEMBERED_MS = 10 * 60_000;
/** More providers than are signed in at within ten minutes. */
const REMEMBERED = 200;
const MOST_BYTES = 256 * 1024;
const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);
const CALLBACK = '/api/v1/sign-in/callback';

/** The library marks it as deprecated so that nobody takes it unawares; here it is for this very machine alone. */
const allowPlainHttp = Reflect.get(oidc, 'allowInsecureRequests');

/** What a provider says of who came. */
export interface Claims {
  readonly issuer: string;
  readonly sub: string;
  /** Lower case; only when the provider says that it is verified. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  readonly groups: readonly string[];
  /** Values of `amr` and `acr`, of the ID token alone. */
  readonly methods: readonly string[];
}

/** What goes along with somebody to the provider and has to come back. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** Whether an issuer may be called at all: over TLS, or on this very machine. */
export function isCallable(issuer: string): boolean {
  const { protocol, hostname, username, password } = new URL(issuer);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && LOCAL.has(hostname));
}

/**
 * The only file that knows the library. Authorization code with PKCE, state and nonce; the library checks the ID token.
 *
 * @see OpenID Connect Core 1.0 section 3.1; RFC 7636 (PKCE); RFC 9207 (issuer in the answer)
 */
@Injectable()
export class OidcClient {
  private readonly remembered = new Map<string, { readonly at: number; readonly config: oidc.Configuration }>();

  constructor(
    private readonly secrets: Secrets,
    private readonly links: PortalLinks,
  ) {}

  /** What is entered at the provider as the one place to lead people back to. */
  get redirectUri(): string {
    return this.links.to(CALLBACK);
  }

  fresh(): Checks {
    return { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: oidc.randomPKCECodeVerifier() };
  }

  /** Where the person goes to sign in. @throws DomainError `sso.unreachable` */
  async addressOf(provider: Provider, { state, nonce, verifier }: Checks): Promise<string> {
    const config = await this.configOf(provider);
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.redirectUri,
      scope: ['openid', ...provider.scopes.filter((scope) => scope !== 'openid')].join(' '),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return url.href;
  }

  /**
   * Changes the code of an answer into what the provider says of the person.
   *
   * @param query of the answer, as it came
   * @throws DomainError `sso.refused` whatever is wrong with the answer, `sso.unreachable`
   */
  async claimsOf(provider: Provider, query: URLSearchParams, checks: Checks): Promise<Claims> {
    const config = await this.configOf(provider);
    try {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${this.redirectUri}?${query.toString()}`), {
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        pkceCodeVerifier: checks.verifier,
        idTokenExpected: true,
      });
      const token = tokens.claims();
      if (token === undefined) throw new Error('an answer without an ID token');
      const isThere = config.serverMetadata().userinfo_endpoint !== undefined;
      const more = isThere ? await oidc.fetchUserInfo(config, tokens.access_token, token.sub) : {};
      return toClaims(provider, { ...more, ...token }, token);
    } catch (cause) {
      throw problemOf(cause);
    }
  }

  /** Whether a provider can be signed in at, as far as its own description tells. */
  async test(provider: Provider): Promise<ProviderTest> {
    try {
      const metadata = (await this.discover(provider)).serverMetadata();
      return { problem: metadata.supportsPKCE() ? null : 'no-pkce' };
    } catch (cause) {
      return { problem: isIssuerWrong(cause) ? 'not-this-issuer' : 'unreachable' };
    }
  }

  private async configOf(provider: Provider): Promise<oidc.Configuration> {
    const key = JSON.stringify([provider.id, provider.changedAt]);
    const known = this.remembered.get(key);
    if (known !== undefined && performance.now() - known.at < REMEMBERED_MS) return known.config;
    try {
      const config = await this.discover(provider);
      this.remembered.delete(key);
      this.remembered.set(key, { at: performance.now(), config });
      const [oldest] = this.remembered.keys();
      if (this.remembered.size > REMEMBERED && oldest !== undefined) this.remembered.delete(oldest);
      return config;
    } catch (cause) {
      throw new DomainError('sso.unreachable', 'The sign-in service cannot be reached', {}, { cause });
    }
  }

  private async discover(provider: Provider): Promise<oidc.Configuration> {
    const issuer = new URL(provider.issuer);
    if (!isCallable(provider.issuer)) throw new Error('an issuer without TLS');
    const secret =
      provider.sealed === null
        ? undefined
        : this.secrets.open(provider.sealed, `identity_provider.sealed:${provider.id}`);
    return oidc.discovery(issuer, provider.clientId, secret, secret === undefined ? oidc.None() : undefined, {
      timeout: TIMEOUT_S,
      [oidc.customFetch]: fetchOnlyFrom(issuer.origin),
      // Without the first the signature of an ID token that came over TLS would not be looked at.
      execute: [oidc.enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowPlainHttp] : [])],
    });
  }
}

/** The description that a provider gives of itself must not lead us to anybody else, nor the answer fill the memory. */
function fetchOnlyFrom(origin: string): oidc.CustomFetch {
  return async (url, options) => {
    if (new URL(url).origin !== origin) throw new Error('an address that is not the issuer’s own');
    const { body, ...rest } = options;
    const answer = await fetch(url, {
      ...rest,
      redirect: 'manual',
      ...(body !== null && body !== undefined && { body }),
    });
    const { status, headers } = answer;
    return new Response(status === 204 || status === 304 ? null : await limited(answer), { status, headers });
  };
}

async function limited(answer: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > MOST_BYTES) throw new Error('an answer without end');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function toClaims(provider: Provider, all: Readonly<Record<string, unknown>>, token: oidc.IDToken): Claims {
  const { amr, acr } = token;
  const email = all['email'];
  const name = all['name'];
  return {
    issuer: token.iss,
    sub: token.sub,
    email: typeof email === 'string' && all['email_verified'] === true ? email.trim().toLowerCase() : undefined,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 80) : undefined,
    groups: textsOf(all[provider.groupsClaim]),
    methods: [...textsOf(amr), ...textsOf(acr)],
  };
}

/** A list of texts, or one text; anything else says nothing. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

function isIssuerWrong(cause: unknown): boolean {
  return cause instanceof oidc.ClientError && cause.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED';
}

/** No answer at all is another thing than a wrong one; the reason itself is for the log and for nobody's screen. */
function problemOf(cause: unknown): DomainError {
  const isAway = cause instanceof TypeError || (cause instanceof oidc.ClientError && cause.code === 'OAUTH_TIMEOUT');
  return isAway
    ? new DomainError('sso.unreachable', 'The sign-in service cannot be reached', {}, { cause })
    : new DomainError('sso.refused', 'The sign-in service did not vouch for this sign-in', {}, { cause });
}
