import type { Called } from '../../testing/walled/walled-messages.js';
import { WALLED_DOMAIN, WalledNetwork } from '../../testing/walled/walled-network.js';

const HOST = `hook.${WALLED_DOMAIN}`;
const HOOK = `https://${HOST}/`;
const PUBLIC = '93.184.216.34';
const PUBLIC_IPV6 = '2606:4700::1111';
const PATIENCE_MS = 180_000;

/** Addresses that no call may reach, as connections know them. */
const INNER = [
  '127.0.0.1',
  '127.8.8.8',
  '10.1.2.3',
  '100.64.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '192.168.1.1',
  '198.18.0.1',
] as const;
const INNER_IPV6 = ['::1', 'fd12:3456::1', '64:ff9b::7f00:1', '64:ff9b:1::7f00:1', '2002:7f00:1::'] as const;

/** Other ways to write them as the host of a URL. */
const SPELLINGS = [
  '2130706433',
  '3232235777',
  '0x7f000001',
  '0x7f.1',
  '0xA9FEA9FE',
  '017700000001',
  '0177.0.0.1',
  '127.1',
  '10.65795',
  '127.0.0.1.',
  '127。0。0。1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '0',
  '0.0.0.0',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::ffff:a9fe:a9fe]',
  '[::127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[0:0:0:0:0:0:0:1]',
];

describe('calls to addresses that people typed, in a network in which every address answers', () => {
  let network: WalledNetwork | undefined;

  afterAll(() => network?.close());

  /** @returns undefined where there can be no such network; where somebody decides by the result, that is a failure */
  async function walls(): Promise<WalledNetwork | undefined> {
    if (network !== undefined) return network;
    const obstacle = await WalledNetwork.obstacle();
    if (obstacle === null) return (network = await WalledNetwork.open());
    if (process.env['CI'] !== undefined) throw new Error(obstacle);
    pending(`${obstacle}; the same addresses are refused by the specs of the client`);
    return undefined;
  }

  const within = (what: string, act: (network: WalledNetwork) => Promise<void>): void => {
    it(
      what,
      async () => {
        const there = await walls();
        if (there !== undefined) await act(there);
      },
      PATIENCE_MS,
    );
  };

  /** Refused, no connection was so much as begun, and no packet was sent. */
  function expectNothingSent({ outcome, reached, opened, sent }: Called, of: string, reason = 'not-public'): void {
    expect([outcome, reached, opened, sent]).withContext(of).toEqual([reason, [], 0, {}]);
  }

  /** One connection was made, and every packet went to its address. */
  function expectSentTo(address: string, { reached, opened, sent }: Called): void {
    expect([reached, opened, Object.keys(sent)])
      .withContext(address)
      .toEqual([[address], 1, [address]]);
    expect(sent[address]).withContext(address).toBeGreaterThan(1);
  }

  within('would be seen at each inner address', async (walled) => {
    for (const address of [...INNER, ...INNER_IPV6, PUBLIC, PUBLIC_IPV6]) {
      expectSentTo(address, await walled.knock(address));
    }
  });

  within('reach a public host, by IPv4 and by IPv6', async (walled) => {
    for (const [kind, address] of [
      ['A', PUBLIC],
      ['AAAA', PUBLIC_IPV6],
    ] as const) {
      const called = await walled.call(HOOK, { [HOST]: { [kind]: [[address]] } });
      expect(called.outcome).toBe(200);
      expectSentTo(address, called);
    }
  });

  within('send nothing to an inner address, however it is written', async (walled) => {
    const hosts = [...INNER, ...INNER_IPV6.map((address) => `[${address}]`), ...SPELLINGS];
    for (const host of hosts) expectNothingSent(await walled.call(`https://${host}/`), host);
  });

  within('send nothing when a name and a password, or no encryption, come with it', async (walled) => {
    const names = { [HOST]: { A: [['127.0.0.1']] } };
    for (const url of [
      `https://${HOST}@127.0.0.1/`,
      `https://${PUBLIC}:443@127.0.0.1/`,
      `https://user:word@${HOST}/`,
      'http://127.0.0.1:443/',
      `http://${HOST}:443/`,
    ])
      expectNothingSent(await walled.call(url, names), url, 'url-refused');
  });

  within('send nothing to the inner addresses of a name', async (walled) => {
    for (const address of INNER) {
      expectNothingSent(await walled.call(HOOK, { [HOST]: { A: [[address]] } }), address);
    }
    for (const address of [...INNER_IPV6, '::ffff:127.0.0.1']) {
      expectNothingSent(await walled.call(HOOK, { [HOST]: { AAAA: [[address]] } }), address);
    }
  });

  within('send nothing to a name that has inner addresses among public ones', async (walled) => {
    const mixed = [
      { A: [[PUBLIC, '10.1.2.3']] },
      { A: [['10.1.2.3', PUBLIC]] },
      { A: [[PUBLIC]], AAAA: [['::1']] },
      { A: [['127.0.0.1']], AAAA: [[PUBLIC_IPV6]] },
      { A: [[PUBLIC]], AAAA: [[PUBLIC_IPV6, '::ffff:127.0.0.1']] },
      { A: [[PUBLIC]], AAAA: [['64:ff9b::7f00:1']] },
    ];
    for (const answers of mixed) {
      expectNothingSent(await walled.call(HOOK, { [HOST]: answers }), JSON.stringify(answers));
    }
  });

  within('send nothing to a name that stands for an inner name', async (walled) => {
    for (const inner of ['localhost', 'router.corp.internal', 'metadata.google.internal']) {
      for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254']) {
        const called = await walled.call(HOOK, { [HOST]: { CNAME: inner, A: [[address]] } });
        expectNothingSent(called, `${inner} ${address}`);
      }
    }
    expectNothingSent(await walled.call('https://localhost/'), 'localhost');
  });

  within('connect to what was judged, when the name server says something else a moment later', async (walled) => {
    for (const inner of ['127.0.0.1', '10.1.2.3', '169.254.169.254']) {
      const names = { [HOST]: { A: [[PUBLIC], [inner]] } };
      const called = await walled.call(HOOK, names);
      expect(called.outcome).withContext(inner).toBe(200);
      expectSentTo(PUBLIC, called);
      expect(called.questions[`A ${HOST}`]).withContext(inner).toBe(1);
    }
  });

  within('judge a name anew at each call', async (walled) => {
    const first = await walled.call(HOOK, { [HOST]: { A: [[PUBLIC]] } });
    expectSentTo(PUBLIC, first);
    expectNothingSent(await walled.call(HOOK, { [HOST]: { A: [['127.0.0.1'], [PUBLIC]] } }), 'the second call');
  });

  within('follow no redirect to an inner address', async (walled) => {
    const names = { [HOST]: { A: [[PUBLIC]] }, [`inner.${WALLED_DOMAIN}`]: { A: [['127.0.0.1']] } };
    for (const status of [301, 302, 303, 307, 308]) {
      for (const location of ['https://127.0.0.1/', 'https://[::1]/', `https://inner.${WALLED_DOMAIN}/`]) {
        const called = await walled.callSentOn(HOOK, names, { status, location });
        expect(called.outcome).withContext(location).toBe(status);
        expectSentTo(PUBLIC, called);
      }
    }
  });
});
