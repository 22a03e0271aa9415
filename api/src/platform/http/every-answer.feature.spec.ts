import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { MATRIX } from '../../testing/access-matrix.js';
import { type RawAnswer, RawClient, type RawRequest } from '../../testing/raw-request.js';
import { servedRoutes } from '../../testing/route-list.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { PERMISSIONS_POLICY } from './permissions-policy.js';

/** Some hundred requests, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const ONE_YEAR_S = 31_536_000;

/** A policy by directive, without the nonce of the page. */
function policyOf(text: string): Map<string, string> {
  const directives = text.split(';').map((each) => each.trim().split(' '));
  return new Map(
    directives.map(([name = '', ...values]) => [name, values.join(' ').replace(/'nonce-[^']+'/, 'NONCE')]),
  );
}

/** What is wrong with the headers of an answer; nothing when it protects whoever reads it. */
function faultsOf({ headers, status, text }: RawAnswer): string[] {
  const faults: string[] = [];
  const expectHeader = (name: string, isRight: (value: string) => boolean): void => {
    const value = headers[name];
    if (typeof value !== 'string' || !isRight(value)) faults.push(`${name}: ${String(value)}`);
  };
  const policy = policyOf(String(headers['content-security-policy']));
  for (const [directive, value] of [
    ['default-src', "'none'"],
    ['base-uri', "'none'"],
    ['frame-ancestors', "'none'"],
  ] as const) {
    if (policy.get(directive) !== value) faults.push(`policy: ${directive} ${String(policy.get(directive))}`);
  }
  expectHeader('strict-transport-security', (value) => {
    return Number(/max-age=(\d+)/.exec(value)?.[1]) >= ONE_YEAR_S && value.includes('includeSubDomains');
  });
  expectHeader('x-content-type-options', (value) => value === 'nosniff');
  expectHeader('referrer-policy', (value) => value === 'no-referrer');
  expectHeader('cross-origin-opener-policy', (value) => value === 'same-origin');
  expectHeader('cross-origin-resource-policy', (value) => value === 'same-origin');
  expectHeader('x-frame-options', (value) => value === 'DENY');
  const banners = ['server', 'x-powered-by', 'x-aspnet-version', 'via'];
  for (const name of Object.keys(headers)) {
    if (banners.includes(name) || name.startsWith('access-control-')) faults.push(`${name}: is told`);
  }
  if (text !== '' && status !== 304) expectHeader('content-type', (value) => /^[a-z-]+\/[\w.+-]+/.test(value));
  return [...faults, ...(headers['set-cookie'] ?? []).flatMap(faultsOfCookie)];
}

/** A cookie of ours belongs to this host alone and to no script. */
function faultsOfCookie(line: string): string[] {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim().toLowerCase());
  const lacking = ['secure', 'httponly', 'path=/'].filter((each) => !attributes.includes(each));
  if (!pair.startsWith('__host-')) lacking.push('__Host-');
  if (!attributes.some((each) => each === 'samesite=lax' || each === 'samesite=strict')) lacking.push('SameSite');
  if (attributes.some((each) => each.startsWith('domain='))) lacking.push('no domain');
  return lacking.map((each) => `cookie without ${each}: ${line}`);
}

describe('every answer', () => {
  let api: TestApi;
  let client: RawClient;
  let admin: Record<string, string>;

  beforeAll(async () => {
    api = await startTestApi();
    const folder = join(api.env.DATA_DIR, 'portal');
    await mkdir(folder);
    await writeFile(join(folder, 'index.html'), '<lw-root ngCspNonce="CSP_NONCE"></lw-root>');
    await writeFile(join(folder, 'main-aBcDEF12.js'), 'export {};');
    client = new RawClient(api.url);
    const { cookie } = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    admin = { Cookie: cookie ?? '' };
  }, PATIENCE_MS);

  afterAll(async () => {
    client.close();
    await api.close();
  });

  async function expectProtected(request: RawRequest): Promise<RawAnswer> {
    const answer = await client.send(request);
    const what = `${request.method} ${request.path} (${String(answer.status)})`;
    expect(faultsOf(answer)).withContext(what).toEqual([]);
    return answer;
  }

  it(
    'of every route protects its reader and is kept by no cache, whoever asks and whatever is wrong with it',
    async () => {
      const routes = servedRoutes(api.app).filter((route) => !route.startsWith('ANY '));
      expect(routes).toEqual(Object.keys(MATRIX).sort());
      const statuses = new Set<number>();
      for (const route of routes) {
        const [method = '', pattern = ''] = route.split(' ');
        const path = pattern.replaceAll(/:\w+/g, randomUUID());
        const isEnd = method === 'DELETE' && path === '/api/v1/session';
        const asked: RawRequest[] = [
          { method, path, headers: {} },
          { method, path, headers: isEnd ? {} : admin },
          { method, path, headers: admin, text: '{"' },
          { method, path, headers: { ...admin, Origin: 'https://elsewhere.example' } },
          { method: 'TRACE', path, headers: {} },
          { method: 'OPTIONS', path, headers: { 'Access-Control-Request-Method': method } },
        ];
        for (const request of asked) {
          const { status, headers } = await expectProtected(request);
          statuses.add(status);
          const cached = headers['cache-control'];
          if (cached !== 'no-store' && !(pattern === '/api/v1/codes' && cached === 'private, no-cache')) {
            fail(`${request.method} ${path} (${String(status)}) may be kept: ${String(cached)}`);
          }
          if (request.method === 'TRACE' || request.method === 'OPTIONS') expect(status).withContext(path).toBe(404);
        }
      }
      expect([...statuses].sort()).toEqual(jasmine.arrayContaining([200, 400, 401, 403, 404]));
    },
    PATIENCE_MS,
  );

  it('is a page that runs our scripts only and takes no text for markup', async () => {
    const { status, headers } = await expectProtected({
      method: 'GET',
      path: '/circuits',
      headers: { Accept: 'text/html' },
    });

    expect(status).toBe(200);
    expect(Object.fromEntries(policyOf(String(headers['content-security-policy'])))).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self' NONCE",
      'img-src': "'self' data: blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'manifest-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'object-src': "'none'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'report-to': 'csp',
    });
    expect(headers['reporting-endpoints']).toBe('csp="/api/policy-reports"');
    expect(headers['permissions-policy']).toBe(PERMISSIONS_POLICY);
  });

  for (const path of ['/main-aBcDEF12.js', '/main-00000000.js', '/.git/config', '/%2e%2e/package.json', '/api', '/']) {
    it(`protects at ${path} too, where no route is`, async () => {
      const { text } = await expectProtected({ method: 'GET', path, headers: {} });

      expect(text).not.toContain('Index of');
    });
  }

  for (const [what, headers] of [
    ['of another site', { Origin: 'https://elsewhere.example' }],
    ['that is no handshake', {}],
  ] as const) {
    it(`protects who is refused by the socket: a request ${what}`, async () => {
      const path = '/live/?EIO=4&transport=polling';

      expect((await expectProtected({ method: 'GET', path, headers })).status).toBeGreaterThanOrEqual(400);
    });
  }

  it('sets cookies for this host alone, which no script reads', async () => {
    const { cookie } = await api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
    const ended = await expectProtected({
      method: 'DELETE',
      path: '/api/v1/session',
      headers: { Cookie: cookie ?? '' },
    });

    expect(ended.headers['set-cookie']?.join()).toContain('__Host-sid=;');
  });

  it('ends where one request ends: a length beside a transfer coding is refused and nothing is read after it', async () => {
    const { port } = new URL(api.url);
    const lines = [
      'POST /api/v1/session HTTP/1.1',
      'Host: x',
      'Content-Length: 4',
      'Transfer-Encoding: chunked',
      '',
      '',
    ];
    const smuggled = '0\r\n\r\nGET /api/v1/version HTTP/1.1\r\nHost: x\r\n\r\n';
    const said = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.write(`${lines.join('\r\n')}${smuggled}`));
      let text = '';
      socket.on('data', (data: Buffer) => (text += data.toString('latin1')));
      socket.on('close', () => {
        resolve(text);
      });
      socket.on('error', reject);
    });

    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });
});
