import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { NewGrant } from '../../features/identity/index.js';
import { eventually } from '../../testing/eventually.js';
import { startTestApi, type TestApi } from '../../testing/test-api.js';
import type { TestClient } from '../../testing/test-client.js';
import { TestSocket } from '../../testing/test-socket.js';
import { aStoredSite } from '../../testing/test-site.builder.js';
import { LiveWatch } from './live-watch.js';
import { appendToOutbox, type OutboxItem } from '../outbox/outbox.js';

const ALL: NewGrant = { role: 'NOC_OPERATOR', scopeType: 'ALL' };
const ofCustomer = (scopeId: string): NewGrant => ({ role: 'CUSTOMER_VIEWER', scopeType: 'CUSTOMER', scopeId });
const managerOf = (scopeId: string): NewGrant => ({ role: 'ACCOUNT_MANAGER', scopeType: 'CUSTOMER', scopeId });
const ofSite = (scopeId: string): NewGrant => ({ role: 'CUSTOMER_VIEWER', scopeType: 'SITE', scopeId });

/** A client counts as clogged after two seconds. */
const PATIENCE_MS = 180_000;

describe('the live socket', () => {
  let api: TestApi;
  let sockets: TestSocket[];
  let acme: string;
  let rival: string;

  beforeAll(async () => {
    api = await startTestApi();
  });

  afterAll(() => api.close());

  beforeEach(() => {
    sockets = [];
    acme = randomUUID();
    rival = randomUUID();
  });

  afterEach(() => {
    for (const socket of sockets) socket.close();
  });

  function open(client: TestClient, headers: Readonly<Record<string, string>> = {}): TestSocket {
    const socket = new TestSocket(client, headers);
    sockets.push(socket);
    return socket;
  }

  /** Commits a change of circuits, each of them at some sites. */
  async function change(feed: string, circuits: Readonly<Record<string, readonly string[]>>): Promise<void> {
    const items: OutboxItem[] = Object.entries(circuits).map(([id, siteIds]) => ({ siteIds, body: { id } }));
    await api.database.transaction((tx) =>
      appendToOutbox(tx, [{ feed, topic: 'circuits.changed', items }], Date.now()),
    );
  }

  it('refuses a stranger and a session that ended', async () => {
    const gone = await api.signedIn(ofCustomer(acme));
    const { cookie = '' } = gone;
    await gone.delete('/api/v1/session');

    const stranger = open(api.stranger());
    const late = open(api.stranger(), { Cookie: cookie });

    await eventually('both are refused', () => stranger.refusal !== undefined && late.refusal !== undefined);
    expect([stranger.refusal, late.refusal]).toEqual(['session.missing', 'session.missing']);
  });

  it('is opened twenty times a minute by one person and a few more at once, and by others all the same', async () => {
    const busy = await api.signedIn(ofCustomer(acme));
    const tries: TestSocket[] = [];
    for (let tried = 0; tried < 50; tried += 1) {
      const socket = open(busy);
      tries.push(socket);
      await eventually('an answer', () => socket.heads.length > 0 || socket.refusal !== undefined);
      socket.close();
    }
    const other = await open(await api.signedIn(ofCustomer(acme))).admitted();

    const refused = tries.filter(({ refusal }) => refusal === 'request.too-many');
    expect(refused.length).toBeGreaterThan(0);
    expect(tries.slice(0, 40).filter(({ refusal }) => refusal !== undefined)).toEqual([]);
    expect(other.heads.length).toBeGreaterThan(0);
  });

  it('refuses a page of another site, even with the cookie', async () => {
    const client = await api.signedIn(ofCustomer(acme));

    const foreign = open(client, { Origin: 'https://evil.example' });
    const crossSite = open(client, { 'Sec-Fetch-Site': 'cross-site' });

    await eventually('both are refused', () => foreign.refusal !== undefined && crossSite.refusal !== undefined);
    expect(foreign.events).toEqual([]);
    expect(crossSite.events).toEqual([]);
  });

  it('pushes a change to its customer, its manager and the operations, and no frame to the rival', async () => {
    const mine = await open(await api.signedIn(ofCustomer(acme))).admitted();
    const manager = await open(await api.signedIn(managerOf(acme))).admitted();
    const operations = await open(await api.signedIn(ALL)).admitted();
    const stranger = await open(await api.signedIn(ofCustomer(rival))).admitted();

    await change(acme, { c1: [], c2: [] });
    await change(rival, { r1: [] });

    const told = (): string[] =>
      operations.changes.map(({ feed }) => feed).filter((feed) => [acme, rival].includes(feed));
    await eventually('everybody has theirs', () => told().length === 2 && stranger.changes.length === 1);
    expect(mine.circuits).toEqual([['c1', 'c2']]);
    expect(mine.changes[0]).toEqual(jasmine.objectContaining({ feed: acme, seq: 1 }));
    expect(manager.circuits).toEqual([['c1', 'c2']]);
    expect(stranger.circuits).toEqual([['r1']]);
    expect(told()).toEqual(jasmine.arrayWithExactContents([acme, rival]));
    expect(Object.keys(stranger.heads[0]?.feeds ?? {})).not.toContain(acme);
  });

  it('pushes to a user of one site only what is there, and keeps the numbers whole', async () => {
    const here = await aStoredSite(api.database, acme);
    const there = await aStoredSite(api.database, acme);
    const socket = await open(await api.signedIn(ofSite(here))).admitted();

    await change(acme, { near: [here, there], far: [there] });
    await change(acme, { far: [there] });

    await eventually('both batches came', () => socket.changes.length === 2);
    expect(socket.circuits).toEqual([['near'], []]);
    expect(socket.changes.map(({ seq }) => seq)).toEqual([1, 2]);
  });

  it('gives a socket everything after the heads it was handed, under steady change', async () => {
    const client = await api.signedIn(ofCustomer(acme));
    let written = 0;
    const enough = new AbortController();
    const writing = (async () => {
      while (!enough.signal.aborted) {
        written += 1;
        await change(acme, { [`c${String(written)}`]: [] });
      }
    })();
    const late: TestSocket[] = [];
    try {
      for (let n = 0; n < 5; n += 1) late.push(await open(client).admitted());
    } finally {
      enough.abort();
      await writing;
    }

    const whole = (socket: TestSocket): boolean => socket.changes.at(-1)?.seq === written;
    await eventually('all have the last change', () => late.every(whole));
    for (const socket of late) {
      const from = socket.heads[0]?.feeds[acme] ?? -1;
      const expected = Array.from({ length: written - from }, (_, index) => from + index + 1);
      expect(socket.changes.map(({ seq }) => seq)).toEqual(expected);
    }
  });

  it('begins at the newest change again after nobody listened', async () => {
    const client = await api.signedIn(ofCustomer(acme));
    (await open(client).admitted()).close();
    await change(acme, { missed: [] });

    const back = await open(client).admitted();
    await change(acme, { seen: [] });

    await eventually('the new change came', () => back.changes.length > 0);
    expect(back.heads[0]?.feeds).toEqual({ [acme]: 1 });
    expect(back.circuits).toEqual([['seen']]);
  });

  it('closes when its user signs out, and says why', async () => {
    const client = await api.signedIn(ofCustomer(acme));
    const socket = await open(client).admitted();

    await client.delete('/api/v1/session');

    await eventually('the socket is closed', () => !socket.socket.connected, 2_000);
    expect(socket.events.at(-1)).toBe('session.ended');
  });

  it('closes with its session at once, without waiting to be looked at', async () => {
    const [client, other] = [await api.signedIn(ofCustomer(acme)), await api.signedIn(ofCustomer(acme))];
    const [socket, beside] = [await open(client).admitted(), await open(other).admitted()];
    api.app.get(LiveWatch).stop();

    await client.delete('/api/v1/session');

    await eventually('the socket is closed', () => !socket.socket.connected);
    expect(socket.events.at(-1)).toBe('session.ended');
    expect(beside.socket.connected).toBe(true);
  });

  it('closes when its session ends on another instance', async () => {
    const socket = await open(await api.signedIn(ofCustomer(acme))).admitted();

    await api.database.transaction((tx) => tx.execute('DELETE FROM user_session'));

    await eventually('the socket is closed', () => !socket.socket.connected, 2_500);
    expect(socket.events.at(-1)).toBe('session.ended');
  });

  it('closes when its user is disabled or gets another scope', async () => {
    const disabled = await open(await api.signedIn(ofCustomer(acme))).admitted();
    const moved = await open(await api.signedIn(ofCustomer(acme))).admitted();
    const kept = await open(await api.signedIn(ofCustomer(rival))).admitted();
    const [first, second] = await api.database.read<{ user_id: string }>(
      'SELECT user_id FROM role_grant WHERE scope_id = ? ORDER BY id',
      [acme],
    );

    await api.database.transaction(async (tx) => {
      await tx.execute("UPDATE user_account SET status = 'DISABLED' WHERE id = ?", [first?.user_id ?? '']);
      await tx.execute('UPDATE role_grant SET scope_id = ? WHERE user_id = ?', [rival, second?.user_id ?? '']);
    });

    await eventually('both are closed', () => !disabled.socket.connected && !moved.socket.connected, 2_500);
    expect(kept.socket.connected).toBeTrue();
  });

  it('shows out a client that says anything', async () => {
    const client = await api.signedIn(ofCustomer(rival));
    const socket = await open(client).admitted();

    (socket.socket as unknown as { emit(name: string, room: string): void }).emit('join', `customer:${acme}`);

    await eventually('the socket is closed', () => !socket.socket.connected);
    await change(acme, { c1: [] });
    expect(socket.changes).toEqual([]);
  });

  it('is closed at once by a message that is too long', async () => {
    const socket = await open(await api.signedIn(ofCustomer(rival))).admitted();

    (socket.socket as unknown as { emit(name: string, text: string): void }).emit('join', 'x'.repeat(100_000));

    await eventually('the socket is closed', () => !socket.socket.connected);
  });

  it('leaves a session twenty sockets', async () => {
    const client = await api.signedIn(ofCustomer(acme));
    const many = Array.from({ length: 22 }, () => open(client));

    await eventually('twenty are admitted', () => many.filter(({ heads }) => heads.length > 0).length === 20);
    await eventually('two are closed', () => many.filter(({ socket }) => socket.connected).length === 20);
    expect(many.filter(({ heads }) => heads.length > 0).length).toBe(20);
  });

  it(
    'says in their order what is committed at once and is more than a connection takes',
    async () => {
      const socket = await open(await api.signedIn(ofCustomer(acme))).admitted();
      const ids = Array.from({ length: 200 }, (_, n) => `c${String(n)} ${'x'.repeat(n % 3 === 0 ? 65_536 : 0)}`);
      const changes = ids.map((id) => {
        return { feed: acme, topic: 'circuits.changed', items: [{ siteIds: [], body: { id } }] } as const;
      });

      await api.database.transaction((tx) => appendToOutbox(tx, changes, Date.now()));

      await eventually('all has come', () => socket.changes.length === ids.length, PATIENCE_MS);
      expect(socket.circuits.flat()).toEqual(ids);
    },
    PATIENCE_MS,
  );

  it(
    'cuts off a client that does not read, and keeps the others',
    async () => {
      const client = await api.signedIn(ofCustomer(acme));
      const reading = await open(client).admitted();
      const deaf = await aDeafSocket(client);

      for (let n = 0; n < 24; n += 1) await change(acme, { ['x'.repeat(1024 * 1024)]: [] });
      await eventually('the other has everything', () => reading.changes.length === 24, PATIENCE_MS);

      await eventually(
        'the connection is cut',
        async () => {
          await change(acme, { one: [] });
          // A frame of our own: only a write notices that a connection is gone which nobody reads.
          deaf.write(Buffer.from([0x81, 0x81, 0, 0, 0, 0, 0x33]));
          return deaf.destroyed;
        },
        PATIENCE_MS,
      );
      expect(reading.socket.connected).toBeTrue();
    },
    PATIENCE_MS,
  );
});

/** A socket that was connected and then reads nothing any more. */
async function aDeafSocket(client: TestClient): Promise<Socket> {
  const { port, host } = new URL(client.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined); // Being cut off is what is waited for.
  let said = '';
  socket.on('data', (data: Buffer) => (said += data.toString('latin1')));
  const headers = [
    'GET /live/?EIO=4&transport=websocket HTTP/1.1',
    `Host: ${host}`,
    `Origin: ${client.url}`,
    `Cookie: ${client.cookie ?? ''}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  await eventually('the connection is open', () => said.includes('"sid"'));
  // The frame of "40", socket.io's connect, masked with zeros (RFC 6455 section 5.2).
  socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]));
  await eventually('it is admitted', () => said.includes('live.heads'));
  socket.removeAllListeners('data');
  socket.pause();
  return socket;
}
