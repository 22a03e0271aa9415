import { LIVE_PATH } from '@linewatch/shared';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../../testing/eventually.js';
import { type MarkedHouse, startMarkedHouse } from '../../testing/marked-house.js';
import { IDENTITY_NAMES, type IdentityName, identityOf } from '../../testing/marked-people.js';
import { CIRCUITS } from '../../testing/marked-world.js';
import { TestSocket } from '../../testing/test-socket.js';

const PATIENCE_MS = 180_000;
/** A socket may outlive its rights by this. */
const CUT_WITHIN_MS = 2_000;

const WELCOME = IDENTITY_NAMES.filter((name) => ['customer', 'operations'].includes(identityOf(name).kind));
const UNWELCOME = IDENTITY_NAMES.filter((name) => !WELCOME.includes(name));

/** A socket that keeps all that came over the wire, handshake included. */
class HeardSocket extends TestSocket {
  readonly packets: string[] = [];

  constructor(...given: ConstructorParameters<typeof TestSocket>) {
    super(...given);
    this.socket.io.engine.on('packet', (packet) => this.packets.push(JSON.stringify(packet)));
  }

  /** How far a feed has come for this socket. */
  seqOf(feed: string): number {
    return this.changes.filter((change) => change.feed === feed).at(-1)?.seq ?? 0;
  }
}

describe('what sockets tell whom', () => {
  let house: MarkedHouse;
  let sockets: HeardSocket[];
  let polls = 0;

  beforeAll(async () => {
    house = await startMarkedHouse();
  }, PATIENCE_MS);

  afterAll(() => house.api.close());

  beforeEach(() => {
    sockets = [];
  });

  afterEach(() => {
    for (const socket of sockets) socket.close();
  });

  async function open(
    name: IdentityName,
    headers: Readonly<Record<string, string>> = {},
    { people, api } = house,
  ): Promise<HeardSocket> {
    const credentials = await people.credentials(name);
    const socket = new HeardSocket(api.stranger(), { ...credentials, ...headers });
    sockets.push(socket);
    return socket;
  }

  /** One batch in which every line of both customers changes, those on the device that they share too. */
  async function changeEverything(): Promise<void> {
    polls += 1;
    await house.poll(...(polls % 2 === 0 ? [2, 4, 5, 6, 7] : []));
  }

  function feedsOf(name: IdentityName): string[] {
    return identityOf(name)
      .knows.filter((fact) => fact === 'A' || fact === 'B')
      .map((customer) => house.world.id(customer));
  }

  function expectNothingHeard(socket: HeardSocket, who: string): void {
    expect(house.words.toldBy(socket.packets.join(' ')))
      .withContext(who)
      .toEqual([]);
    expect(socket.events).withContext(who).toEqual([]);
  }

  it(
    'is to each their own circuits and feeds, in every frame, and nothing else',
    async () => {
      const heard = new Map<IdentityName, HeardSocket>();
      for (const name of WELCOME) heard.set(name, await (await open(name)).admitted());
      const before = await house.api.database.read<{ id: string; seq: number | string }>('SELECT id, seq FROM feed');
      const start = new Map(before.map(({ id, seq }) => [id, Number(seq)]));

      await changeEverything();
      await changeEverything();

      await eventually('everybody has both changes of their feeds', () =>
        [...heard].every(([name, socket]) =>
          feedsOf(name).every((feed) => socket.seqOf(feed) >= (start.get(feed) ?? 0) + 2),
        ),
      );
      for (const [name, socket] of heard) {
        const theirs = identityOf(name).knows.filter((fact) => ['A', 'B', ...CIRCUITS].includes(fact));
        expect(house.words.toldBy(socket.packets.join(' ')))
          .withContext(name)
          .toEqual(theirs.toSorted());
        expect(Object.keys(socket.heads[0]?.feeds ?? {}).filter((feed) => !feedsOf(name).includes(feed)))
          .withContext(name)
          .toEqual([]);
        expect([...new Set(socket.changes.map(({ feed }) => feed))].sort())
          .withContext(name)
          .toEqual(feedsOf(name).sort());
      }
    },
    PATIENCE_MS,
  );

  it(
    'is nothing to whoever shows no living session of a person',
    async () => {
      const refused = new Map<IdentityName, HeardSocket>();
      for (const name of UNWELCOME) refused.set(name, await open(name));

      await eventually('all are refused', () => [...refused.values()].every(({ refusal }) => refusal !== undefined));
      await changeEverything();
      for (const [name, socket] of refused) {
        expect(socket.refusal).withContext(name).toBe('session.missing');
        expectNothingHeard(socket, name);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is nothing to a page of another origin, whoever is signed in there',
    async () => {
      const { url } = house.api;
      const foreign = [
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
        { Origin: `${url}.evil.example` },
        { Origin: url.replace(/\d+$/, '1') },
        { Origin: url.replace('127.0.0.1', 'localhost') },
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
      ];
      const refused: HeardSocket[] = [];
      for (const name of WELCOME) for (const headers of foreign) refused.push(await open(name, headers));

      await eventually('all are refused', () => refused.every(({ refusal }) => refusal !== undefined));
      for (const socket of refused) expectNothingHeard(socket, socket.refusal ?? '');
    },
    PATIENCE_MS,
  );

  it(
    'is not changed by anything that a client says',
    async () => {
      const names = ['join', 'subscribe', 'message', 'feed.changed', 'live.heads', 'session.ended', '__proto__', ''];
      const a = house.world.id('A');
      const talkers: HeardSocket[] = [];
      for (const name of names) {
        for (const word of ['all', `customer:${a}`, { room: 'all', customerId: a, scope: { kind: 'all' } }]) {
          const talker = await (await open('rival of B')).admitted();
          talkers.push(talker);
          say(talker.socket, name, word);
          say(talker.socket, name, word, () => fail(`${name} was answered`));
        }
      }

      await eventually('all are shown out', () => talkers.every(({ socket }) => !socket.connected));
      await changeEverything();
      for (const talker of talkers) {
        const facts = house.words.toldBy(talker.packets.join(' '));
        expect(facts.filter((fact) => !identityOf('rival of B').knows.includes(fact))).toEqual([]);
      }
    },
    PATIENCE_MS,
  );

  it(
    'is said in one namespace and by one transport only',
    async () => {
      const headers = await house.people.credentials('noc');
      const options = { path: LIVE_PATH, forceNew: true, reconnection: false, extraHeaders: { ...headers } };
      const wrong: Socket[] = [
        ...['/admin', `/${house.world.id('A')}`, '/live'].map((space) =>
          io(`${house.api.url}${space}`, { ...options, transports: ['websocket'] }),
        ),
        io(house.api.url, { ...options, transports: ['polling'] }),
      ];
      let refusals = 0;
      for (const socket of wrong) {
        socket.on('connect_error', () => (refusals += 1));
        socket.onAny(() => fail('it was told something'));
      }
      await eventually('all are refused', () => refusals === wrong.length);
      expect(wrong.some((socket) => socket.connected)).toBeFalse();
      for (const socket of wrong) socket.disconnect();
    },
    PATIENCE_MS,
  );

  it(
    'ends within two seconds for whoever loses a right, and goes on for the others',
    async () => {
      // A house of its own: what they lose here the others need.
      const own = await startMarkedHouse();
      const lost: Partial<Record<IdentityName, readonly [sql: string, ...values: string[]]>> = {
        'engineer of A': ["UPDATE user_account SET status = 'DISABLED' WHERE id = ?"],
        'viewer of A': ['UPDATE role_grant SET scope_id = ? WHERE user_id = ?', own.world.id('B')],
        'branch of A': ['UPDATE role_grant SET scope_id = ? WHERE user_id = ?', own.world.id('A.far')],
        'manager of A': ['DELETE FROM role_grant WHERE user_id = ?'],
        'platform admin': ["UPDATE role_grant SET role = 'NOC_OPERATOR' WHERE user_id = ?"],
        'rival of B': ['DELETE FROM user_session WHERE user_id = ?'],
        'yard of B': ['UPDATE user_session SET expires_at = 1 WHERE user_id = ?'],
      };
      const losing = Object.keys(lost) as IdentityName[];
      const heard = new Map<IdentityName, HeardSocket>();
      for (const name of [...losing, 'admin of A', 'manager of B', 'noc'] as const) {
        heard.set(name, await (await open(name, {}, own)).admitted());
      }

      await own.api.database.transaction(async (tx) => {
        for (const name of losing) {
          const [sql = '', ...values] = lost[name] ?? [];
          await tx.execute(sql, [...values, own.people.userOf(name)]);
        }
      });

      const isCut = (name: IdentityName): boolean => heard.get(name)?.socket.connected === false;
      await eventually('all of them are cut', () => losing.every(isCut), CUT_WITHIN_MS);
      for (const name of losing) expect(heard.get(name)?.events.at(-1)).withContext(name).toBe('session.ended');
      expect([...heard.keys()].filter((name) => !isCut(name))).toEqual(['admin of A', 'manager of B', 'noc']);
      await own.api.close();
    },
    PATIENCE_MS,
  );
});

function say(socket: unknown, name: string, ...words: unknown[]): void {
  (socket as { emit(name: string, ...words: unknown[]): void }).emit(name, ...words);
}
