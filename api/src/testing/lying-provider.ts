import { createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CLIENT_ID } from './test-oidc-provider.js';

const keyOf = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** A provider that says what it is told to, true or not. */
export class LyingProvider {
  /** Claims of the next ID token beside the right ones, or in their place; undefined ones are left out. */
  lies: Readonly<Record<string, unknown>> = {};
  /** What its description says beside, or instead of, the truth. */
  description: Readonly<Record<string, unknown>> = {};
  isSignedByAnother = false;
  nonce = '';
  readonly asked: string[] = [];
  private readonly key = keyOf();
  private readonly anotherKey = keyOf();

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  static async start(): Promise<LyingProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const provider = new LyingProvider(`http://127.0.0.1:${String(port)}`, server);
    server.on('request', (request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      provider.asked.push(path);
      request.resume();
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(provider.answer(path)));
    });
    return provider;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string): object {
    if (path === '/token') return { access_token: 'x', token_type: 'Bearer', id_token: this.idToken() };
    if (path === '/jwks') {
      return { keys: [{ ...this.key.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }] };
    }
    return {
      issuer: this.issuer,
      authorization_endpoint: `${this.issuer}/authorize`,
      token_endpoint: `${this.issuer}/token`,
      jwks_uri: `${this.issuer}/jwks`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
      code_challenge_methods_supported: ['S256'],
      ...this.description,
    };
  }

  private idToken(): string {
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: this.issuer,
      aud: CLIENT_ID,
      sub: 'liar',
      iat: now,
      exp: now + 300,
      nonce: this.nonce,
      email: 'liar@a.example',
      email_verified: true,
      groups: ['noc'],
      ...this.lies,
    };
    return signed(claims, (this.isSignedByAnother ? this.anotherKey : this.key).privateKey);
  }
}

function signed(claims: object, key: KeyObject): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${part({ alg: 'RS256', kid: 'one', typ: 'JWT' })}.${part(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key).toString('base64url')}`;
}
