import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredCustomer } from '../../testing/test-site.builder.js';
import { aStoredUser } from '../../testing/test-user.builder.js';

const PATIENCE_MS = 180_000;
const CIRCUITS = '/api/v1/circuits';
const AT_ONCE = 100;
const CATCH_UPS_AT_ONCE = 200;

describe('how much a person may ask', () => {
  // By a clock that stands still nothing comes back by itself.
  const clock = new ManualClock();
  let api: TestApi;
  let bank: string;

  beforeAll(async () => {
    const asShipped = { SESSION_REQUESTS_PER_S: '20', SESSION_REQUESTS_BURST: String(AT_ONCE) };
    api = await startTestApi({ clock, env: asShipped });
    bank = await aStoredCustomer(api.database);
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const viewer = (): Promise<TestClient> =>
    api.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: bank });

  const outcome = (answer: Answer<unknown>): unknown[] => [
    answer.status,
    codeOf(answer),
    answer.headers.get('retry-after'),
    answer.headers.get('ratelimit'),
  ];

  async function used(client: TestClient, path = CIRCUITS, times = AT_ONCE): Promise<void> {
    for (let n = 0; n < times; n += 1) expect((await client.get(path)).status).toBe(200);
  }

  it(
    'is a hundred at once and twenty a second after that, and each answer says what is left',
    async () => {
      const person = await viewer();
      const first = await person.get(CIRCUITS);
      expect(first.headers.get('ratelimit-policy')).toBe('"session";q=100;w=5');
      expect(first.headers.get('ratelimit')).toBe('"session";r=99;t=1');
      await used(person, CIRCUITS, AT_ONCE - 1);

      expect(outcome(await person.get(CIRCUITS))).toEqual([429, 'request.too-many', '1', '"session";r=0;t=1']);
      clock.advance(1_000);
      await used(person, CIRCUITS, 20);
      expect((await person.get(CIRCUITS)).status).toBe(429);
    },
    PATIENCE_MS,
  );

  it(
    'counts for all sessions of one person, and for nobody else',
    async () => {
      const { email, password } = await aStoredUser(api.database, [
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: bank },
      ]);
      const [one, other] = [api.stranger(), api.stranger()];
      await one.signIn({ email, password });
      await other.signIn({ email, password });
      await used(one);

      expect(codeOf(await other.get(CIRCUITS))).toBe('request.too-many');
      expect((await (await viewer()).get(CIRCUITS)).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'is all that is asked, what they may not and what is not there included',
    async () => {
      const person = await viewer();
      for (let n = 0; n < AT_ONCE; n += 1) {
        const refused = n % 2 === 0 ? await person.get('/api/v1/devices') : await person.post('/api/v1/users', {});
        expect(refused.status).toBe(403);
      }
      expect(codeOf(await person.get(CIRCUITS))).toBe('request.too-many');
    },
    PATIENCE_MS,
  );

  it(
    'leaves the way back onto the live feed open: what was missed is counted apart',
    async () => {
      const person = await viewer();
      const missed = `/api/v1/changes?since=${bank}:0`;
      await used(person);
      const first = await person.get(missed);
      expect([first.status, first.headers.get('ratelimit-policy')]).toEqual([200, '"catch-up";q=200;w=10']);
      await used(person, missed, CATCH_UPS_AT_ONCE - 1);

      expect(outcome(await person.get(missed))).toEqual([429, 'request.too-many', '1', '"catch-up";r=0;t=1']);
    },
    PATIENCE_MS,
  );

  it(
    'keeps nobody from signing in',
    async () => {
      const { email, password } = await aStoredUser(api.database, [
        { role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: bank },
      ]);
      const person = api.stranger();
      await person.signIn({ email, password });
      await used(person);
      expect(codeOf(await person.get(CIRCUITS))).toBe('request.too-many');

      await api.stranger().signIn({ email, password });
    },
    PATIENCE_MS,
  );
});
