import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** Somebody who has an account at the provider. */
export interface TestPerson {
  readonly sub: string;
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
  readonly amr?: readonly string[];
}

export const CLIENT_ID = 'linewatch';
export const CLIENT_SECRET = 'secret-of-the-specs-0000000000000000';

/** A real OpenID provider on a free port, at which whoever is named `present` is signed in at once. */
export class TestOidcProvider {
  present: TestPerson = { sub: 'nobody' };

  private constructor(
    readonly issuer: string,
    private readonly server: Server,
  ) {}

  /** @param redirectUri the one place that it leads people back to */
  static async start(redirectUri: string): Promise<TestOidcProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const test = new TestOidcProvider(`http://127.0.0.1:${String(port)}`, server);
    const provider: Provider = new Provider(test.issuer, {
      clients: [
        {
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
          redirect_uris: [redirectUri],
          response_types: ['code'],
          grant_types: ['authorization_code'],
        },
      ],
      claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
      scopes: ['openid', 'email', 'profile', 'groups'],
      conformIdTokenClaims: false,
      features: { devInteractions: { enabled: false } },
      interactions: { url: () => '/interaction' },
      cookies: { keys: ['a key of the specs'] },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...test.present, sub }) }),
      loadExistingGrant: async ({ oidc }) => {
        const clientId = oidc.client?.clientId;
        const accountId = oidc.session?.accountId;
        if (clientId === undefined || accountId === undefined) return undefined;
        const grant = new provider.Grant({ clientId, accountId });
        grant.addOIDCScope('openid email profile groups');
        await grant.save();
        return grant;
      },
    });
    const answer = provider.callback();
    server.on('request', (request, response) => {
      const done =
        request.url?.startsWith('/interaction') === true
          ? provider.interactionFinished(request, response, {
              login: {
                accountId: test.present.sub,
                ...(test.present.amr !== undefined && { amr: [...test.present.amr] }),
              },
            })
          : answer(request, response);
      void done.catch((error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      });
    });
    return test;
  }

  /** Goes through the provider as a browser of its own does. @returns where it leads back to, with the code */
  async visit(url: string, home: string): Promise<string> {
    const jar = new Map<string, string>();
    let next = url;
    while (!next.startsWith(home)) {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(next, { redirect: 'manual', headers: { Cookie: cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';', 1);
        const at = pair.indexOf('=');
        jar.set(pair.slice(0, at), pair.slice(at + 1));
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`the provider stopped: ${String(answer.status)} ${await answer.text()}`);
      next = new URL(location, next).href;
    }
    return next;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
