import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { OutboundClient } from './outbound-client.js';
import { OutboundFailure } from './outbound-failure.js';
import { OutboundResolver } from './outbound-resolver.js';

/** Says what a spec lays down, answer after answer; the last one for ever. */
class ScriptedResolver extends OutboundResolver {
  readonly asked: string[] = [];

  constructor(private readonly answers: (readonly string[])[]) {
    super();
  }

  override resolve(host: string): Promise<readonly string[]> {
    this.asked.push(host);
    const answer = this.answers.length > 1 ? this.answers.shift() : this.answers[0];
    return answer === undefined ? Promise.reject(new Error('unknown host')) : Promise.resolve(answer);
  }
}

class SilentResolver extends OutboundResolver {
  override resolve(): Promise<readonly string[]> {
    return new Promise(() => undefined);
  }
}

/** What the client says of its failure. */
async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof OutboundFailure) return error.reason;
    throw error;
  }
  return 'none';
}

/** Longer than the client's own patience. */
const PATIENCE_MS = 180_000;

describe('the outbound client', () => {
  let server: Server;
  let own: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let asked: number;

  beforeEach(async () => {
    asked = 0;
    answer = (_, response) => response.end('{}');
    server = createServer((request, response) => {
      asked += 1;
      request.resume();
      answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    own = `127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const client = (hosts: string, resolver: OutboundResolver = new ScriptedResolver([])): OutboundClient =>
    new OutboundClient({ OUTBOUND_PRIVATE_HOSTS: hosts }, resolver);
  const port = (): string => own.slice(own.indexOf(':') + 1);

  it('reaches a host that the operator named, without encryption too', async () => {
    answer = (request, response) => {
      response.statusCode = 202;
      response.end(`${String(request.headers['x-spec'])} ${String(request.headers['accept-encoding'])}`);
    };
    const { status, text } = await client(own).post(`http://${own}/hook?a=1`, '{}', { 'x-spec': 'yes' });
    expect(status).toBe(202);
    expect(text).toBe('yes identity');
  });

  it('does not reach the same host when nobody named it', async () => {
    expect(await reasonOf(client('').post(`http://${own}/`, '{}'))).toBe('url-refused');
    expect(await reasonOf(client('').post(`https://${own}/`, '{}'))).toBe('not-public');
    expect(asked).toBe(0);
  });

  it('names a host with its port: another port of it stays closed', async () => {
    expect(await reasonOf(client('127.0.0.1:9').post(`https://${own}/`, '{}'))).toBe('not-public');
  });

  for (const host of [
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.1',
    '127。0。0。1',
    '１２７.0.0.1',
    '0',
    '[::]',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    '169.254.169.254',
    '100.64.0.1',
  ]) {
    it(`does not reach ${host}`, async () => {
      expect(client('').isCallable(`https://${host}:${port()}/`)).toBeFalse();
      expect(await reasonOf(client('').post(`https://${host}:${port()}/`, '{}'))).toBe('not-public');
      expect(asked).toBe(0);
    });
  }

  for (const address of [
    'no address',
    'ftp://example.com/',
    'file:///etc/passwd',
    'http://example.com/',
    'https://user@example.com/',
    'https://user:word@example.com/',
    'https://',
    'gopher://127.0.0.1/',
  ]) {
    it(`refuses ${address}`, async () => {
      expect(client('').isCallable(address)).toBeFalse();
      expect(await reasonOf(client('').post(address, '{}'))).toBe('url-refused');
    });
  }

  it('judges every address of a name, so a private one among public ones is refused', async () => {
    for (const addresses of [['127.0.0.1'], ['93.184.216.34', '10.0.0.1'], ['93.184.216.34', '::1'], ['localhost']]) {
      const resolver = new ScriptedResolver([addresses]);
      expect(await reasonOf(client('', resolver).post(`https://hook.example:${port()}/`, '{}'))).toBe('not-public');
    }
    expect(asked).toBe(0);
  });

  it('asks for a name once and connects to what was judged, so that a second answer changes nothing', async () => {
    const hosts = `hook.example:${port()}`;
    const resolver = new ScriptedResolver([['127.0.0.1'], ['127.0.0.2']]);
    let to = '';
    answer = (request, response) => {
      to = request.socket.localAddress ?? '';
      response.end();
    };
    await client(hosts, resolver).post(`http://hook.example.:${port()}/`, '{}');
    expect(resolver.asked).toEqual(['hook.example']);
    expect(to).toBe('127.0.0.1');
  });

  it('says that a name has no address', async () => {
    expect(await reasonOf(client('').post('https://nobody.example/', '{}'))).toBe('no-address');
    expect(await reasonOf(client('', new ScriptedResolver([[]])).post('https://nobody.example/', '{}'))).toBe(
      'no-address',
    );
  });

  it('follows no redirect', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      asked = 0;
      answer = (_, response) => {
        response.writeHead(status, { Location: `http://${own}/inner` }).end();
      };
      expect((await client(own).post(`http://${own}/`, '{}')).status).toBe(status);
      expect(asked).toBe(1);
    }
  });

  it('reads no more than 64 KB of an endless answer', async () => {
    answer = (_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    };
    expect((await client(own).post(`http://${own}/`, '{}')).text.length).toBe(65_536);
  });

  it('unpacks nothing: a body that would be a thousand times as long stays as it came', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50_000_000)));
    };
    expect((await client(own).post(`http://${own}/`, '{}')).text.length).toBeLessThanOrEqual(65_536);
  });

  it(
    'gives up on who says nothing, on who drips, and on a name server that is silent',
    async () => {
      answer = ({ url }, response) => {
        if (url === '/silent') return;
        const drip = setInterval(() => response.write('x'), 200);
        response.on('close', () => {
          clearInterval(drip);
        });
      };
      const reasons = await Promise.all([
        reasonOf(client(own).post(`http://${own}/silent`, '{}')),
        reasonOf(client(own).post(`http://${own}/dripping`, '{}')),
        reasonOf(client('', new SilentResolver()).post('https://hook.example/', '{}')),
      ]);
      expect(reasons).toEqual(['timeout', 'timeout', 'timeout']);
    },
    PATIENCE_MS,
  );

  it('says that a connection was cut', async () => {
    answer = (request) => {
      request.socket.destroy();
    };
    expect(await reasonOf(client(own).post(`http://${own}/`, '{}'))).toBe('connection');
  });
});
