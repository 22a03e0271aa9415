import { once } from 'node:events';
import { connect } from 'node:net';
import { startTestApi, type TestApi } from '../../testing/test-api.js';

const PATIENCE_MS = 180_000;

describe('a client that takes its time', () => {
  let api: TestApi;

  beforeEach(async () => {
    api = await startTestApi();
  }, PATIENCE_MS);

  afterEach(() => api.close());

  it('has ten seconds for its headers, thirty for a request, and is looked at each second', () => {
    expect(api.app.getHttpServer()).toEqual(
      jasmine.objectContaining({
        ...{ headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1_000 },
        ...{ keepAliveTimeout: 65_000, maxHeadersCount: 64 },
      }),
    );
  });

  it(
    'is told so and cut off, and others are answered',
    async () => {
      // Ten seconds are long for a spec.
      api.app.getHttpServer().headersTimeout = 100;
      const { hostname, port } = new URL(api.url);
      const socket = connect(Number(port), hostname);
      const said: Buffer[] = [];
      socket.on('data', (bytes: Buffer) => said.push(bytes));
      socket.write('GET /api/health/live HTTP/1.1\r\nHost: a\r\nX-Slow: ');

      await once(socket, 'close');

      expect(Buffer.concat(said).toString('utf8')).toMatch(/^HTTP\/1\.1 408 /);
      expect((await api.stranger().get('/api/health/live')).status).toBe(200);
    },
    PATIENCE_MS,
  );
});
