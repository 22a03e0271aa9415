import { CircuitPage, isAllowedToToken, type MadeApiToken } from '@linewatch/shared';
import { MATRIX } from '../../../testing/access-matrix.js';
import { statusFor, targetsFor } from '../../../testing/access-questions.js';
import { type MarkedHouse, startMarkedHouse } from '../../../testing/marked-house.js';
import { TestClient } from '../../../testing/test-client.js';

/** Many requests, on a machine that may be busy otherwise. */
const PATIENCE_MS = 180_000;
const TOKENS = '/api/v1/tokens';
const CIRCUITS = '/api/v1/circuits?limit=500';
const OWNER = 'admin of A';
/** Goes by before each request, so that the allowance of the token is never used up. */
const A_SECOND_MS = 1_000;

describe('a token of one customer (API1)', () => {
  let house: MarkedHouse;
  let person: TestClient;
  let machine: TestClient;
  let id: string;

  beforeEach(async () => {
    house = await startMarkedHouse();
    await house.poll();
    const { Cookie } = await house.people.credentials(OWNER);
    person = new TestClient(house.api.url, {}, Cookie);
    const wish = { name: 'Desk', role: 'CUSTOMER_ADMIN', siteIds: [], days: 90 };
    const { body } = await person.post<MadeApiToken>(TOKENS, wish);
    id = body.view.id;
    machine = new TestClient(house.api.url, { Authorization: `Bearer ${body.token}` });
  }, PATIENCE_MS);

  afterEach(() => house.api.close());

  const codesOf = async (client: TestClient): Promise<string[]> =>
    CircuitPage.parse((await client.get(CIRCUITS)).body).items.map(({ code }) => code);

  it('lists what the pages of its people list', async () => {
    const listed = await codesOf(machine);
    expect(listed.length).toBeGreaterThan(0);
    expect(listed).toEqual(await codesOf(person));
  });

  it(
    'finds nothing of the other customer behind any route',
    async () => {
      let asked = 0;
      for (const [route, row] of Object.entries(MATRIX).filter(([each]) => each.includes(':id'))) {
        const [method = '', path = ''] = route.split(' ');
        if (row.policy === 'open') continue;
        const asPerson = statusFor(OWNER, row);
        // What is wrong with a body is said before it is looked for whose the thing is.
        const elsewhere = asPerson === 200 ? 404 : asPerson;
        const status = isAllowedToToken('CUSTOMER_ADMIN', row.policy) ? elsewhere : 403;
        for (const target of targetsFor(house.world, OWNER, row).filter(({ isMine }) => !isMine)) {
          house.clock.advance(A_SECOND_MS);
          const query = row.query === undefined ? '' : `?${row.query(house.world)}`;
          const body = row.body === undefined ? undefined : JSON.stringify(row.body());
          const headers: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
          const answer = await machine.send(method, `${path.replace(':id', target.id)}${query}`, body, headers);
          expect(answer.status).withContext(route).toBe(status);
          asked += 1;
        }
      }
      expect(asked).toBeGreaterThan(50);
    },
    PATIENCE_MS,
  );

  it('is refused from the moment it is revoked', async () => {
    expect((await machine.get(CIRCUITS)).status).toBe(200);
    expect((await person.delete(`${TOKENS}/${id}`)).status).toBe(204);
    expect((await machine.get(CIRCUITS)).status).toBe(401);
  });
});
