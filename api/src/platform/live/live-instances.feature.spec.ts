import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@nestjs/common';
import type { ChangesView } from '@linewatch/shared';
import { SystemClock } from '../clock/clock.js';
import { appendToOutbox } from '../outbox/outbox.js';
import { startApi, type RunningApi } from '../../start-api.js';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import { TestClient } from '../../testing/test-client.js';
import { aStoredLine, type StoredLine } from '../../testing/test-line.builder.js';
import { TestSocket } from '../../testing/test-socket.js';
import { LiveGateway } from './live.gateway.js';

const PATIENCE_MS = 180_000;
const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };
/** Of one session each. */
const PEOPLE = 12;
const SOCKETS_EACH = 5;

describe('several instances of the API on one database', () => {
  let first: TestApi;
  let second: RunningApi;
  let line: StoredLine;
  let sockets: TestSocket[];

  beforeEach(async () => {
    sockets = [];
    first = await startTestApi();
    second = await startApi({
      env: first.env,
      database: first.database,
      clock: new SystemClock(),
      logger: SILENT,
      portalDir: first.env.DATA_DIR,
      port: 0,
    });
    line = await aStoredLine(first.database);
  }, PATIENCE_MS);

  afterEach(async () => {
    for (const socket of sockets) socket.close();
    await second.app.close();
    await first.close();
  }, PATIENCE_MS);

  const signedIn = (): Promise<TestClient> =>
    first.signedIn({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId: line.customerId });
  const onSecond = ({ cookie }: TestClient): TestClient => new TestClient(second.url, {}, cookie);

  async function open(clients: readonly TestClient[]): Promise<TestSocket[]> {
    const opened = clients.map((client) => new TestSocket(client));
    sockets.push(...opened);
    await eventually('all are admitted', () => opened.every(({ heads }) => heads.length > 0), PATIENCE_MS);
    return opened;
  }

  async function change(): Promise<string> {
    const id = randomUUID();
    const change = {
      feed: line.customerId,
      topic: 'circuits.changed',
      items: [{ siteIds: [], body: { id } }],
    } as const;
    await first.database.transaction((tx) => appendToOutbox(tx, [change], Date.now()));
    return id;
  }

  it(
    'tell their sockets the same changes with the same numbers',
    async () => {
      const client = await signedIn();
      const [here, there] = await open([client, onSecond(client)]);
      const ids = [await change(), await change(), await change()];

      for (const socket of [here, there]) {
        await eventually('all is heard', () => socket?.changes.length === ids.length, PATIENCE_MS);
        expect(socket?.circuits).toEqual(ids.map((id) => [id]));
      }
      expect(there?.changes.map(({ seq }) => seq)).toEqual(here?.changes.map(({ seq }) => seq) ?? []);
    },
    PATIENCE_MS,
  );

  it(
    'take over the sockets of one that is gone, all at once, with nothing missed and nothing heard twice',
    async () => {
      const people = await Promise.all(Array.from({ length: PEOPLE }, signedIn));
      const clients = people.flatMap((client) => Array.from({ length: SOCKETS_EACH }, () => client));
      const before = await open(clients);
      await change();
      await eventually('all have heard', () => before.every(({ changes }) => changes.length === 1), PATIENCE_MS);
      const seq = before[0]?.changes[0]?.seq ?? 0;

      for (const { socket } of before) socket.disconnect();
      const missed = await change();
      const after = await open(clients.map(onSecond));
      const told = await Promise.all(
        people.map((client) =>
          onSecond(client).get<ChangesView>(`/api/v1/changes?since=${line.customerId}:${String(seq)}`),
        ),
      );
      const next = await change();
      await eventually('all have heard again', () => after.every(({ changes }) => changes.length > 0), PATIENCE_MS);

      expect(second.app.get(LiveGateway, { strict: false }).load().sockets).toBe(clients.length);
      expect(told.every(({ status, body }) => status === 200 && body.complete)).toBeTrue();
      expect(new Set(told.map(({ body }) => body.feeds[line.customerId]))).toEqual(new Set([seq + 1]));
      for (const { circuits } of after) expect(circuits.filter((ids) => !ids.includes(missed))).toEqual([[next]]);
    },
    PATIENCE_MS,
  );
});
