import { ManualClock } from '../../testing/manual-clock.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';
import { aStoredUser } from '../../testing/test-user.builder.js';
import { SetupService } from './index.js';

const FOUNDER = { name: 'Founder', email: 'founder@example.com', password: 'a long enough password' };
const DAY_MS = 86_400_000;

describe('the setup of an empty house', () => {
  let api: TestApi;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = new ManualClock();
    api = await startTestApi({ clock });
  });

  afterEach(() => api.close());

  const invite = async (): Promise<string> => {
    const url = await api.app.get(SetupService).invite(api.url);
    return new URL(url ?? 'http://no.invitation').searchParams.get('token') ?? 'no token was made';
  };
  const claim = (token: string, client: TestClient = api.stranger()): ReturnType<TestClient['post']> =>
    client.post('/api/v1/setup', { ...FOUNDER, token });

  it('makes whoever holds the token the platform admin, once', async () => {
    const token = await invite();

    expect((await claim(token)).status).toBe(204);
    const again = await claim(token);
    expect([again.status, codeOf(again)]).toEqual([403, 'setup.token-refused']);
    const client = api.stranger();
    await client.signIn(FOUNDER);
    // Staff have to have a second factor, the first one included.
    expect((await client.get('/api/v1/session')).status).toBe(401);
    expect((await client.post('/api/v1/session/enrolment', {})).status).toBe(200);
  });

  it('lets one of two win who use the token at the same time', async () => {
    const token = await invite();

    const answers = await Promise.all([claim(token), claim(token), claim(token)]);

    expect(answers.map(({ status }) => status).sort()).toEqual([204, 403, 403]);
    expect((await api.database.read('SELECT id FROM user_account')).length).toBe(1);
  });

  it('refuses a token that is made up, a day old, or of an earlier start', async () => {
    const earlier = await invite();
    const token = await invite();

    expect((await claim('made-up-token-of-nobody')).status).toBe(403);
    expect((await claim(earlier)).status).toBe(403);
    clock.advance(DAY_MS);
    expect((await claim(token)).status).toBe(403);
    expect((await api.database.read('SELECT id FROM user_account')).length).toBe(0);
  });

  it('is not offered once somebody can sign in, nor when the demo fills the house', async () => {
    const token = await invite();
    await aStoredUser(api.database, [{ role: 'PLATFORM_ADMIN', scopeType: 'ALL' }]);

    expect(await api.app.get(SetupService).invite(api.url)).toBeUndefined();
    expect((await claim(token)).status).toBe(403);
  });

  it('asks for a password that is long enough, and keeps the token', async () => {
    const token = await invite();

    const short = await api.stranger().post('/api/v1/setup', { ...FOUNDER, token, password: 'too short' });

    expect([short.status, codeOf(short)]).toEqual([400, 'request.invalid']);
    expect((await claim(token)).status).toBe(204);
  });
});
