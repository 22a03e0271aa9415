import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { codeOf, type TestClient } from '../../testing/test-client.js';

const PATIENCE_MS = 180_000;
const UPLOADS_AN_HOUR = 20;

describe('files that somebody sends', () => {
  let api: TestApi;

  beforeAll(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  afterAll(() => api.close());

  const signedIn = (): Promise<TestClient> => api.signedIn({ role: 'PLATFORM_ADMIN', scopeType: 'ALL' });
  for (const [what, path, absent] of [
    ['a ticket', `/api/v1/tickets/${randomUUID()}/files?name=a.txt`, 'ticket.not-found'],
    ['a customer', `/api/v1/customers/${randomUUID()}/documents?name=a.pdf&kind=OTHER`, 'customer.not-found'],
  ] as const) {
    it(
      `for ${what} are twenty an hour, whatever became of them`,
      async () => {
        const send = async (by: TestClient): Promise<string> => codeOf(await by.upload(path, Buffer.from('A file')));
        const client = await signedIn();
        const sent: string[] = [];
        for (let n = 0; n <= UPLOADS_AN_HOUR; n += 1) sent.push(await send(client));
        expect(sent).toEqual([...Array.from({ length: UPLOADS_AN_HOUR }, () => absent), 'request.too-many']);
        expect(await send(await signedIn())).toBe(absent);
      },
      PATIENCE_MS,
    );
  }
});
