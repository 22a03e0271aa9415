import { once } from 'node:events';
import { connect, Server, type Socket } from 'node:net';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { Metrics } from '../metrics/metrics.js';

const PATIENCE_MS = 60_000;
const REQUEST = 'GET /api/health/live HTTP/1.1\r\nHost: a\r\n\r\n';

describe('connections at once', () => {
  let api: TestApi;
  let open: Socket[];

  beforeEach(async () => {
    api = await startTestApi({ env: { MAX_CONNECTIONS: '2' } });
    open = [];
  }, PATIENCE_MS);

  afterEach(() => {
    for (const socket of open) socket.destroy();
    return api.close();
  });

  /** A connection that has asked once. @returns the line that was answered, or nothing where it was closed instead */
  async function ask(): Promise<{ readonly socket: Socket; readonly said: string }> {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    open.push(socket);
    // Closed by the other side while the request is written.
    socket.on('error', () => undefined);
    socket.write(REQUEST);
    const answered = once(socket, 'data').then(([bytes]: unknown[]) => String(bytes));
    const closed = once(socket, 'close').then(() => '');
    const said = await Promise.race([answered, closed.catch(() => '')]).catch(() => '');
    return { socket, said: said.split('\r\n', 1).join('') };
  }

  async function dropped(): Promise<number> {
    const text = await api.app.get(Metrics).text();
    return Number(/^linewatch_http_connections_dropped_total (\d+)$/m.exec(text)?.[1]);
  }

  it('wait by the thousands to be taken in, as they come back at once after a restart', async () => {
    const listen = spyOn(Server.prototype, 'listen').and.callThrough();
    const other = await startTestApi();
    await other.close();

    const asked = listen.calls.allArgs().map(([options]: readonly unknown[]) => options);
    expect(asked).toContain(jasmine.objectContaining({ backlog: 16_384 }));
  });

  it('are twenty thousand where nobody says otherwise', async () => {
    const usual = await startTestApi();
    expect(usual.app.getHttpServer().maxConnections).toBe(20_000);
    await usual.close();
  });

  it(
    'are no more than MAX_CONNECTIONS: one more is closed unread and counted, until there is room',
    async () => {
      const first = await ask();
      const second = await ask();
      expect([first.said, second.said, await dropped()]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK', 0]);

      expect([(await ask()).said, await dropped()]).toEqual(['', 1]);

      second.socket.destroy();
      await eventually('there is room again', async () => (await ask()).said === 'HTTP/1.1 200 OK', PATIENCE_MS);
      first.socket.write(REQUEST);
      const [again] = (await once(first.socket, 'data')) as [Buffer];
      expect(String(again)).toMatch(/^HTTP\/1\.1 200 /);
    },
    PATIENCE_MS,
  );
});
