import type { MadeApiToken, SessionView } from '@linewatch/shared';
import { ManualClock } from '../../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../../testing/test-api.js';
import { type Answer, codeOf, type TestClient } from '../../../testing/test-client.js';
import { aStoredCustomer, aStoredSite } from '../../../testing/test-site.builder.js';

const PATIENCE_MS = 180_000;
const CIRCUITS = '/api/v1/circuits';
/** What a token and an address may ask at once, by a clock that stands still. */
const AT_ONCE = 100;

describe('what a token of the API is worth', () => {
  const clock = new ManualClock();
  let api: TestApi;
  let bank: string;
  let admin: TestClient;

  beforeAll(async () => {
    // Behind a proxy that says who asks.
    api = await startTestApi({ clock, env: { TRUST_PROXY: '127.0.0.1' } });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  beforeEach(async () => {
    bank = await aStoredCustomer(api.database);
    admin = await api.signedIn({ role: 'CUSTOMER_ADMIN', scopeType: 'CUSTOMER', scopeId: bank });
  });

  const made = async (): Promise<string> => {
    const wish = { name: 'Reports', role: 'CUSTOMER_VIEWER', siteIds: [], days: 90 };
    return (await admin.post<MadeApiToken>('/api/v1/tokens', wish)).body.token;
  };
  const ask = (token: string, address: string): Promise<Answer<unknown>> =>
    api.stranger().get(CIRCUITS, { Authorization: `Bearer ${token}`, 'X-Forwarded-For': address });

  it(
    'is spent wherever it is used from',
    async () => {
      const token = await made();
      for (let n = 0; n < AT_ONCE; n += 1) expect((await ask(token, `198.51.100.${String(n)}`)).status).toBe(200);

      expect(codeOf(await ask(token, '198.51.100.200'))).toBe('request.too-many');
      // Others at the same places are not kept out by it.
      expect((await ask(await made(), '198.51.100.1')).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it(
    'is not found by guessing: an address has so many guesses and no more',
    async () => {
      const guess = (n: number): Promise<Answer<unknown>> => ask(`lw_${String(n).padStart(43, '0')}`, '203.0.113.7');
      for (let n = 0; n < AT_ONCE; n += 1) expect(codeOf(await guess(n))).toBe('token.refused');

      expect(codeOf(await guess(AT_ONCE))).toBe('request.too-many');
      // Not even a right one, and from elsewhere it is as good as before.
      const token = await made();
      expect(codeOf(await ask(token, '203.0.113.7'))).toBe('request.too-many');
      expect((await ask(token, '203.0.113.8')).status).toBe(200);
    },
    PATIENCE_MS,
  );

  it('of a whole customer is nothing once its maker has a branch of it only', async () => {
    const token = await made();
    expect((await ask(token, '192.0.2.1')).status).toBe(200);

    const { userId } = (await admin.get<SessionView>('/api/v1/session')).body;
    const branch = await aStoredSite(api.database, bank);
    await api.database.transaction((tx) =>
      tx.execute("UPDATE role_grant SET scope_type = 'SITE', scope_id = ? WHERE user_id = ?", [branch, userId]),
    );
    expect(codeOf(await ask(token, '192.0.2.1'))).toBe('token.refused');
  });
});
