import { codeOf } from '../../testing/test-client.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { aStoredUser } from '../../testing/test-user.builder.js';

const ADMIN = { role: 'PLATFORM_ADMIN', scopeType: 'ALL' } as const;

describe('the session over HTTP', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  });

  afterAll(() => api.close());

  it('is missing for a stranger', async () => {
    const answer = await api.stranger().get('/api/v1/session');

    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(codeOf(answer)).toBe('session.missing');
  });

  it('tells the portal who signed in', async () => {
    const user = await aStoredUser(api.database, [ADMIN]);
    const client = api.stranger();

    const answer = await client.post('/api/v1/session', user);

    expect(answer.status).toBe(201);
    expect(answer.body).toEqual(jasmine.objectContaining({ email: user.email, role: 'PLATFORM_ADMIN', customers: [] }));
    expect((await client.get('/api/v1/session')).body).toEqual(answer.body);
  });
});
