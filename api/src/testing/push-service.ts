import { createDecipheriv, createECDH, createPublicKey, type ECDH, hkdfSync, randomBytes, verify } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a browser was sent, as it reads it. */
export interface PushedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** What its sender says of itself, after its signature was found right (RFC 8292). */
  readonly sender: { readonly aud: string; readonly exp: number; readonly sub: string; readonly key: string };
}

/** A browser as a push service knows it: it alone can read what it is sent (RFC 8291). */
export class PushedBrowser {
  private readonly pair: ECDH = createECDH('prime256v1');
  private readonly auth = randomBytes(16);

  constructor(readonly endpoint: string) {
    this.pair.generateKeys();
  }

  /** What the page hands over. */
  get subscription() {
    const keys = { p256dh: this.pair.getPublicKey('base64url'), auth: this.auth.toString('base64url') };
    return { name: 'Chrome · Linux', endpoint: this.endpoint, keys };
  }

  /** @see RFC 8291 section 3.4 and RFC 8188 section 2: one record */
  read(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const theirs = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const ours = this.pair.getPublicKey();
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), ours, theirs]);
    const input = Buffer.from(hkdfSync('sha256', this.pair.computeSecret(theirs), this.auth, info, 32));
    const derived = (what: string, bytes: number): Buffer =>
      Buffer.from(hkdfSync('sha256', input, salt, Buffer.from(`Content-Encoding: ${what}\0`), bytes));
    const decipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
  }
}

/** A push service on a port of 127.0.0.1, which reads what it is given in the place of its browsers. */
export class PushService {
  readonly pushed: PushedMessage[] = [];
  /** Status of the next answers, and of those after. */
  answers: number[] = [];
  /** Called with each message, before it is answered. */
  onPushed: () => void = () => undefined;
  private readonly browsers = new Map<string, PushedBrowser>();

  private constructor(private readonly server: Server) {}

  get host(): string {
    return `127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  static async start(): Promise<PushService> {
    const server = createServer();
    const service = new PushService(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        service.take(request.url ?? '', request.headers, Buffer.concat(chunks));
        response.writeHead(service.answers.shift() ?? 201).end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return service;
  }

  aBrowser(): PushedBrowser {
    const path = `/push/${randomBytes(24).toString('base64url')}`;
    const browser = new PushedBrowser(`http://${this.host}${path}`);
    this.browsers.set(path, browser);
    return browser;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private take(path: string, headers: IncomingHttpHeaders, body: Buffer): void {
    const text = this.browsers.get(path)?.read(body) ?? '';
    this.pushed.push({ path, headers, text, sender: senderOf(headers.authorization ?? '') });
    this.onPushed();
  }
}

/** @throws Error when the token is not signed with the key that it names (RFC 8292 section 3, RFC 7515) */
function senderOf(authorization: string): PushedMessage['sender'] {
  const [, head = '', claims = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((half) => half.toString('base64url'));
  const publicKey = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' }, format: 'jwk' });
  const signed = { key: publicKey, dsaEncoding: 'ieee-p1363' } as const;
  if (!verify('sha256', Buffer.from(`${head}.${claims}`), signed, Buffer.from(signature, 'base64url'))) {
    throw new Error('the token of the sender is not signed with its key');
  }
  return { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as Omit<PushedMessage['sender'], 'key'>), key };
}
