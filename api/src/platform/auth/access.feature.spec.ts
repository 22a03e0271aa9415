import { randomUUID } from 'node:crypto';
import { MATRIX, NOT_FOUND_ROUTES, type Row } from '../../testing/access-matrix.js';
import { statusFor, targetsFor } from '../../testing/access-questions.js';
import { HealthState } from '../health/health-state.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { IDENTITY_NAMES, type IdentityName, identityOf, peopleKnownTo } from '../../testing/marked-people.js';
import { CIRCUITS } from '../../testing/marked-world.js';
import { comparable, type RawAnswer, RawClient, type RawRequest } from '../../testing/raw-request.js';
import { declaredGateways, declaredRoutes, servedRoutes } from '../../testing/route-list.js';
import { storedRows } from '../../testing/stored-rows.js';

/** Thousands of requests, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;

const IN_QUERY = 'naming others in its query';

/** A request in a disguise, with the status that it must get instead of the plain one's, if any. */
interface Variant {
  readonly name: string;
  readonly disguise: (request: RawRequest) => RawRequest;
  readonly status?: number;
}

const onPath =
  (change: (path: string) => string): Variant['disguise'] =>
  (request) => {
    const [path = '', query] = request.path.split('?');
    return { ...request, path: [change(path), ...(query === undefined ? [] : [query])].join('?') };
  };
const withHeaders =
  (headers: Readonly<Record<string, string>>): Variant['disguise'] =>
  (request) => ({ ...request, headers: { ...request.headers, ...headers } });
const withMethod =
  (method: string): Variant['disguise'] =>
  (request) => ({ ...request, method });

/** @param foreign ids that a request may try to name, by the field it tries them in */
function variantsOf(foreign: Readonly<Record<string, string>>): Variant[] {
  const wish = new URLSearchParams(foreign).toString();
  return [
    { name: 'with a slash at its end', disguise: onPath((path) => `${path}/`) },
    {
      name: 'in capitals',
      disguise: onPath((path) => path.replace(/^\/api\/\w+(\/[a-z-]+)?/, (fixed) => fixed.toUpperCase())),
    },
    { name: 'with a dot in code', disguise: onPath((path) => path.replace(/api\//, 'api/%2e/')), status: 404 },
    { name: 'with a doubled slash', disguise: onPath((path) => path.replace(/api\//, 'api//')), status: 404 },
    {
      name: IN_QUERY,
      disguise: (request) => ({ ...request, path: `${request.path}${request.path.includes('?') ? '&' : '?'}${wish}` }),
    },
    {
      name: 'naming others in its body',
      disguise: (request) => ({ ...request, body: { ...(request.body ?? {}), ...foreign } }),
    },
    {
      name: 'naming others in its headers',
      disguise: withHeaders({
        'X-Customer-Id': foreign['customerId'] ?? '',
        'X-Tenant-Id': foreign['tenantId'] ?? '',
        'X-User-Id': foreign['userId'] ?? '',
        'X-Role': 'PLATFORM_ADMIN',
        'X-Original-URL': '/api/v1/devices',
        'X-Rewrite-URL': '/api/v1/devices',
        'X-Forwarded-User': 'admin',
      }),
    },
    {
      name: 'with another method in its headers',
      disguise: withHeaders({
        'X-HTTP-Method-Override': 'DELETE',
        'X-HTTP-Method': 'DELETE',
        'X-Method-Override': 'DELETE',
      }),
    },
    { name: 'as PUT', disguise: withMethod('PUT'), status: 404 },
    { name: 'as PATCH', disguise: withMethod('PATCH'), status: 404 },
    { name: 'as OPTIONS', disguise: withMethod('OPTIONS'), status: 404 },
  ];
}

/** A page has another one each time. */
const withoutNonce = (text: string): string => text.replace(/ nonce="[^"]*"/, '');

describe('who may ask for what', () => {
  let house: MarkedHouse;
  let client: RawClient;
  /** What each identity was told, by all answers together. */
  const told = new Map<IdentityName, Set<string>>();

  beforeAll(async () => {
    house = await startMarkedHouse();
    house.api.app.get(HealthState).started();
    await house.poll();
    await house.poll(2);
    client = new RawClient(house.api.url);
  }, PATIENCE_MS);

  afterAll(async () => {
    client.close();
    await house.api.close();
  });

  /** What somebody may know, themselves included. */
  function known(name: IdentityName): string[] {
    const { role, flaw, knows } = identityOf(name);
    return [
      ...new Set([...knows, ...peopleKnownTo(name), ...(role !== undefined && flaw === undefined ? [name] : [])]),
    ].sort();
  }

  /** Sends a request and looks through all of the answer for what must not be in it. */
  async function ask(name: IdentityName, request: RawRequest, what: string): Promise<RawAnswer> {
    const answer = await client.send(request);
    const facts = house.words.toldBy(`${JSON.stringify(answer.headers)} ${answer.text}`);
    const heard = told.get(name) ?? new Set();
    told.set(name, heard);
    for (const fact of facts) heard.add(fact);
    const leaked = facts.filter((fact) => !known(name).includes(fact));
    if (leaked.length > 0) fail(`${name} learned of ${leaked.join(', ')} by ${what}`);
    return answer;
  }

  function expectStatus(answer: RawAnswer, status: number, what: string): void {
    if (answer.status !== status)
      fail(`${what}: ${String(answer.status)} instead of ${String(status)}: ${answer.text}`);
  }

  it('is said for every route that is served, and for no other', () => {
    const table = Object.keys(MATRIX).sort();
    const declared = declaredRoutes(house.api.app);

    expect(servedRoutes(house.api.app)).toEqual([...table, ...NOT_FOUND_ROUTES].sort());
    expect([...declared.keys()].sort()).toEqual(table);
    expect(Object.fromEntries(declared)).toEqual(
      Object.fromEntries(Object.entries(MATRIX).map(([route, { policy }]) => [route, policy])),
    );
    expect(declaredGateways(house.api.app)).toEqual({ gateways: ['LiveGateway'], messages: [] });
  });

  /** The paths of a route for somebody, with the status that each must get. */
  function targets(
    name: IdentityName,
    path: string,
    row: Row,
  ): { path: string; status: number; isOrdinary: boolean }[] {
    const status = statusFor(name, row);
    if (!path.includes(':id')) return [{ path, status, isOrdinary: true }];
    const at = (id: string): string => path.replace(':id', id);
    const ids = targetsFor(house.world, name, row);
    const elsewhere = status === 200 ? 404 : status;
    const own = ids.find(({ isMine }) => isMine)?.id ?? ids[0]?.id ?? '';
    const foreign = ids.findLast(({ isMine }) => !isMine)?.id ?? ids.at(-1)?.id ?? '';
    const strange = [
      randomUUID(),
      house.world.id(row.of === 'customer' ? 'A.trunk' : 'A'),
      house.world.id('shared'),
      'not-an-id',
      '%2e%2e',
      `${own}%2e`,
      `${own},${foreign}`,
      `${own}%2F..%2F${foreign}`,
      `${own}%00`,
      `${foreign}%20`,
      "'%20OR%20'1'='1",
      '%25',
    ];
    return [
      ...ids.map(({ id, isMine }) => ({
        path: at(id),
        status: isMine ? status : elsewhere,
        isOrdinary: id === own || id === foreign,
      })),
      ...strange.map((id) => ({ path: at(id), status: elsewhere, isOrdinary: false })),
      { path: at(`${own}/${foreign}`), status: 404, isOrdinary: false },
    ];
  }

  for (const name of IDENTITY_NAMES) {
    it(
      `holds for ${name}, in every disguise of a request`,
      async () => {
        // What is wrong with somebody's session may be a row of theirs.
        await house.people.credentials(name);
        const before = await storedRows(house.api.database);
        const others = identityOf(name).knows.includes('A') ? 'B' : 'A';
        const variants = variantsOf({
          customerId: house.world.id(others),
          tenantId: house.world.id(others),
          scope: 'all',
          role: 'PLATFORM_ADMIN',
          userId: house.people.userOf('platform admin'),
          circuitId: house.world.id(others === 'A' ? 'A.spur' : 'B.haul'),
          id: house.world.id(others === 'A' ? 'A.spur' : 'B.haul'),
          _method: 'DELETE',
        });
        for (const [route, row] of Object.entries(MATRIX)) {
          const [method = '', pattern = ''] = route.split(' ');
          // A new one for each route: some of them end sessions, and a person has no more than ten.
          const session = await house.people.credentials(name);
          for (const { path, status, isOrdinary } of targets(name, pattern, row)) {
            const plain = async (): Promise<RawRequest> => ({
              method,
              path: row.query === undefined ? path : `${path}?${row.query(house.world)}`,
              // Signing out takes a session each time.
              headers: method === 'DELETE' ? await house.people.credentials(name) : session,
              ...(row.body !== undefined && { body: row.body() }),
            });
            const answer = await ask(name, await plain(), `${method} ${path}`);
            expectStatus(answer, status, `${name}: ${method} ${path}`);
            if (method === 'GET') {
              const head = await ask(name, { ...(await plain()), method: 'HEAD' }, `HEAD ${path}`);
              expectStatus(head, status, `${name}: HEAD ${path}`);
              expect(head.text).toBe('');
            }
            if (!isOrdinary) continue;
            for (const variant of variants) {
              // Where the other method is a route too, it has a row of its own.
              if (variant.name.startsWith('as ') && `${variant.name.slice(3)} ${pattern}` in MATRIX) continue;
              const what = `${method} ${path} ${variant.name}`;
              const disguised = await ask(name, variant.disguise(await plain()), what);
              expectStatus(disguised, variant.status ?? status, `${name}: ${what}`);
              if (row.isNarrowedById === true && variant.name === IN_QUERY) continue;
              if (variant.status === undefined && status === 200 && method === 'GET') {
                expect(withoutNonce(disguised.text)).withContext(what).toBe(withoutNonce(answer.text));
              }
            }
          }
        }

        // Nothing that is theirs was kept from them, and the words were really looked for.
        // Whose rights are gone by now is in no list, but was in it when another identity was asked as first.
        const lasting = (facts: Iterable<string>): string[] =>
          [...facts].filter((fact) => fact !== 'a user without rights').sort();
        expect(lasting(told.get(name) ?? []))
          .withContext(name)
          .toEqual(lasting(known(name)));
        expect(await storedRows(house.api.database)).toBe(before);
      },
      PATIENCE_MS,
    );
  }

  it("gives the same answer for what is somebody else's as for what is not there", async () => {
    for (const name of IDENTITY_NAMES.filter((each) => identityOf(each).kind === 'customer')) {
      const headers = await house.people.credentials(name);
      const foreign = CIRCUITS.filter((circuit) => !identityOf(name).knows.includes(circuit));
      for (const [route, { query }] of Object.entries(MATRIX).filter(([each]) => /^GET .*:id/.test(each))) {
        const path = route.replace('GET ', '') + (query === undefined ? '' : `?${query(house.world)}`);
        const asked = async (id: string): Promise<unknown> =>
          comparable(await ask(name, { method: 'GET', path: path.replace(':id', id), headers }, route));
        const absent = await asked(randomUUID());
        expect(foreign.length).withContext(name).toBeGreaterThan(0);
        for (const id of [...foreign.map((circuit) => house.world.id(circuit)), 'not-an-id']) {
          expect(await asked(id))
            .withContext(`${name}: ${route}`)
            .toEqual(absent);
        }
      }
    }
  });

  it('is asked anew at each request: a user who moved sees the new customer only, with the same cookie', async () => {
    const { api, world, words } = house;
    const mover = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: world.id('A') });
    const told = async (): Promise<string[]> =>
      words.toldBy(JSON.stringify((await mover.get('/api/v1/circuits')).body));
    expect(await told()).toEqual(
      identityOf('admin of A')
        .knows.filter((fact) => !fact.endsWith('.ports'))
        .toSorted(),
    );
    const { userId } = (await mover.get<{ userId: string }>('/api/v1/session')).body;

    await api.database.transaction((tx) =>
      tx.execute('UPDATE role_grant SET scope_id = ? WHERE user_id = ?', [world.id('B'), userId]),
    );

    expect(await told()).toEqual(
      identityOf('rival of B')
        .knows.filter((fact) => !fact.endsWith('.ports'))
        .toSorted(),
    );
  });
});
