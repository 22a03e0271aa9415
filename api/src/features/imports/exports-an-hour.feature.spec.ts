import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';

const PATIENCE_MS = 180_000;
const HOUR_MS = 60 * 60_000;
const EXPORTS_AN_HOUR = 6;

describe('exports of an hour', () => {
  let api: TestApi;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const signedIn = (): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });

  /** @returns the status, and how many seconds to wait where it was refused */
  async function ask(client: TestClient): Promise<[number, number?]> {
    const answer = await client.post('/api/v1/exports', { kind: 'customers', format: 'csv' });
    if (answer.status === 200) return [200];
    expect(codeOf(answer)).toBe('request.too-many');
    return [answer.status, Number(answer.headers.get('retry-after'))];
  }

  it(
    'are six a person, at once or one after another, and the next are there when the hour is over',
    async () => {
      const client = await signedIn();
      const together = await Promise.all(Array.from({ length: EXPORTS_AN_HOUR + 2 }, () => ask(client)));
      expect(together.filter(([status]) => status === 200).length).toBe(EXPORTS_AN_HOUR);
      expect(await ask(await signedIn())).toEqual([200]);

      // Signs of life in between: a session without one ends after half an hour.
      clock.advance(HOUR_MS / 3);
      await client.get('/api/v1/session');
      clock.advance(HOUR_MS / 3);
      expect(await ask(client)).toEqual([429, HOUR_MS / 3 / 1_000]);
      clock.advance(HOUR_MS / 3);
      expect(await ask(client)).toEqual([200]);
    },
    PATIENCE_MS,
  );
});
