import { readFile } from 'node:fs/promises';
import SwaggerParser from '@apidevtools/swagger-parser';
import type { CircuitPage, CircuitView, MadeApiToken } from '@linewatch/shared';
import { MATRIX } from '../../testing/access-matrix.js';
import { AnswerCheck } from '../../testing/answer-check.js';
import { DescribedClient } from '../../testing/described-client.js';
import { declaredRoutes, servedRoutes } from '../../testing/route-list.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { errorsPage } from '../errors/errors-page.js';
import { ApiDescription } from './api-description.js';
import { answerWith, type OpenApiDocument } from './open-api.js';

const PATIENCE_MS = 180_000;
const DOCUMENT = '/api/openapi.json';
const PAGE = '/api/docs';

const inDocs = (name: string): Promise<string> =>
  readFile(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8');

describe('the description of the API', () => {
  let api: TestApi;
  let document: OpenApiDocument;
  let line: StoredLine;
  let rival: StoredLine;

  beforeAll(async () => {
    api = await startTestApi();
    document = api.app.get(ApiDescription).document;
    [line, rival] = [await aStoredLine(api.database), await aStoredLine(api.database)];
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const operations = (): { route: string; operation: OpenApiDocument['paths'][string][string] }[] =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
        operation,
      })),
    );
  const tokenOf = async ({ customerId }: StoredLine): Promise<Record<string, string>> => {
    const admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: customerId });
    const wish = { name: 'Reports', role: 'CUSTOMER_VIEWER', siteIds: [], days: 1 };
    const { body } = await admin.post<MadeApiToken>('/api/v1/tokens', wish);
    return { Authorization: `Bearer ${body.token}` };
  };

  it('has the routes that are served and the policies that stand over them, no more and no less', () => {
    const described = Object.fromEntries(
      operations().map(({ route, operation }) => [route, operation['x-permission']]),
    );

    expect(Object.keys(described).sort()).toEqual(servedRoutes(api.app).filter((route) => !route.startsWith('ANY ')));
    expect(described).toEqual(Object.fromEntries(declaredRoutes(api.app)) as Record<string, string>);
    expect(Object.keys(described).sort()).toEqual(Object.keys(MATRIX).sort());
  });

  it('is the one that is committed, as is the list of codes: npm run openapi writes both', async () => {
    expect(JSON.parse(await inDocs('openapi.json')) as unknown).toEqual(JSON.parse(JSON.stringify(document)));
    expect(await inDocs('errors.md')).toBe(errorsPage());
  });

  it('is valid OpenAPI', async () => {
    const copy = JSON.parse(JSON.stringify(document)) as Parameters<typeof SwaggerParser.validate>[0];

    await expectAsync(SwaggerParser.validate(copy)).toBeResolved();
  });

  it('says of every route what it does in both languages, and shows an answer that it allows', () => {
    const check = new AnswerCheck(document);
    for (const { route, operation } of operations()) {
      expect(operation.summary)
        .withContext(route)
        .toMatch(/^[A-Z]/);
      expect(operation['x-summary-zh'])
        .withContext(route)
        .toMatch(/\p{Script=Han}/u);
      const [method = '', path = ''] = route.split(' ');
      for (const status of Object.keys(operation.responses)) {
        const shown = answerWith(document, operation, status)?.content?.['application/json'];
        if (shown === undefined) continue;
        const text = JSON.stringify(shown.example);
        const answer = { method, path, status: Number(status), type: 'application/json', text };
        expect(check.lieIn(answer)).withContext(route).toBeUndefined();
      }
    }
  });

  it('finds an answer that is not as described', () => {
    const check = new AnswerCheck(document);
    const [path, type] = ['/api/v1/version', 'application/json'];
    const seen = { method: 'GET', path, status: 200, type, text: '{"version":"1"}' };

    expect(check.lieIn(seen)).toBeUndefined();
    expect(check.lieIn({ ...seen, text: '{"version":1}' })).toContain('must be string');
    expect(check.lieIn({ ...seen, text: '{"version":"1","secret":"x"}' })).toContain('additional properties');
    expect(check.lieIn({ ...seen, status: 418 })).toContain('no such status');
    expect(check.lieIn({ ...seen, type: 'text/plain' })).toContain('no text/plain');
    expect(check.lieIn({ ...seen, path: '/api/v1/nothing' })).toContain('no such route');
  });

  it(
    'is all that a client needs to list the circuits of its token',
    async () => {
      const credentials = await tokenOf(line);
      const given = await api.stranger().get<OpenApiDocument>(DOCUMENT, credentials);
      const client = new DescribedClient(given.body, api.stranger(), credentials);

      const page = await client.call<CircuitPage>('circuitsList', { query: { limit: '10', sort: 'code' } });
      const own = await client.call<CircuitView>('circuitsView', { path: { id: line.circuitId } });
      const foreign = await client.call('circuitsView', { path: { id: rival.circuitId } });

      expect(page.body.items.map(({ id }) => id)).toEqual([line.circuitId]);
      expect(own.body.id).toBe(line.circuitId);
      expect([foreign.status, codeOf(foreign)]).toEqual([404, 'circuit.not-found']);
    },
    PATIENCE_MS,
  );

  it('is kept from strangers, and shown to tokens and people', async () => {
    const person = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });

    for (const path of [DOCUMENT, PAGE]) {
      expect((await api.stranger().get(path)).status).toBe(401);
      expect((await api.collector().get(path)).status).toBe(403);
      expect((await person.get(path)).status).toBe(200);
    }
  });

  it('is a page in both languages, without a script, under the policy of all other pages', async () => {
    const person = await api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
    const read = (path: string, language = ''): Promise<{ body: string; headers: Headers }> =>
      person.get<string>(path, { 'Accept-Language': language });

    const [zh, en] = [await read(PAGE), await read(PAGE, 'en-GB,en;q=0.9')];
    const nonce = /style nonce="([^"]+)"/.exec(zh.body)?.[1] ?? 'missing';
    expect(zh.headers.get('content-security-policy')).toContain(`'nonce-${nonce}'`);
    expect(zh.headers.get('content-type')).toContain('text/html');
    expect(zh.body).toContain('<html lang="zh-CN">');
    expect(zh.body).toContain('查看电路列表');
    expect(en.body).toContain('<html lang="en">');
    expect(en.body).toContain('Lists circuits');
    expect((await read(`${PAGE}?lang=en`)).body).toContain('Lists circuits');
    for (const page of [zh.body, en.body]) {
      expect(page).not.toMatch(/<script|\son\w+=|javascript:|style="/i);
      for (const { operation } of operations()) expect(page).toContain(`id="${operation.operationId}"`);
    }
  });
});

describe('the description of the API, as API_DOCS has it', () => {
  it(
    'is for everybody when it is public, and for nobody when it is off',
    async () => {
      for (const [shown, status] of [
        ['public', 200],
        ['off', 404],
      ] as const) {
        const api = await startTestApi({ env: { API_DOCS: shown } });
        expect((await api.stranger().get(DOCUMENT)).status).toBe(status);
        expect((await api.stranger().get(PAGE)).status).toBe(status);
        await api.close();
      }
    },
    PATIENCE_MS,
  );
});
