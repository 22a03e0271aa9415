import { once } from 'node:events';
import { connect, createServer, Server, type Socket } from 'node:net';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { Metrics } from '../metrics/metrics.js';
import { DOORS, Doors } from './doors.js';

const PATIENCE_MS = 180_000;
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

    const asked = listen.calls.allArgs().map(([options]: readonly unknown[]) => options);
    const { port } = new URL(other.url);
    const again = { port: Number(port), backlog: 16_384, reusePort: true };
    expect(asked).toContain(jasmine.objectContaining({ port: 0, backlog: 16_384 }));
    expect(asked.slice(1)).toEqual(Array.from({ length: DOORS - 1 }, () => jasmine.objectContaining(again) as unknown));
    await other.close();
  });

  it('are answered whichever door they come by, and at none once it is closed', async () => {
    const other = await startTestApi();
    const { hostname, port } = new URL(other.url);
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => fetch(`${other.url}/api/health/live`, { headers: { Connection: 'close' } })),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

    await other.close();
    const refused = Array.from({ length: 20 }, async () => {
      const socket = connect(Number(port), hostname);
      const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
      return error.code;
    });
    expect(new Set(await Promise.all(refused))).toEqual(new Set(['ECONNREFUSED']));
  });

  it('are at no port that another process of ours listens at already', async () => {
    const other = await startTestApi();
    const doors = new Doors({ MAX_CONNECTIONS: 10 }, new Metrics());
    const { hostname, port } = new URL(other.url);

    await expectAsync(doors.open(createServer(), Number(port), hostname)).toBeRejectedWith(
      jasmine.objectContaining({ code: 'EADDRINUSE' }),
    );
    await other.close();
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

      // Whichever door they come by.
      for (let more = 1; more <= 10; more += 1) expect([(await ask()).said, await dropped()]).toEqual(['', more]);

      second.socket.destroy();
      await eventually('there is room again', async () => (await ask()).said === 'HTTP/1.1 200 OK', PATIENCE_MS);
      first.socket.write(REQUEST);
      const [again] = (await once(first.socket, 'data')) as [Buffer];
      expect(String(again)).toMatch(/^HTTP\/1\.1 200 /);
    },
    PATIENCE_MS,
  );
});
