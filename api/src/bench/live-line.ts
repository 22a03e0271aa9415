import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { LIVE_PATH } from '@linewatch/shared';

/** What a client hears on its line. */
export interface LineEvents {
  /** The server has admitted it: from now on nothing is missed. @param text packet with the heads of its feeds */
  admitted(text: string): void;
  /** A push, as the text of its packet. */
  pushed(text: string): void;
  /** @param wasTakenIn whether the server had accepted the connection and not admitted it yet */
  closed(wasTakenIn: boolean): void;
}

const TEXT = 1;
const MASKED = 0x80;
const SHORT = 125;
const TWO_BYTES = 126;

/**
 * One socket as lean as can be, so that what is measured is the server: an RFC 6455 client that reads whole text frames
 * and answers the pings of Engine.IO.
 */
export class LiveLine {
  private readonly socket: Socket;
  private rest: Buffer = Buffer.alloc(0);
  private isConnected = false;
  private isUpgraded = false;
  private isAdmitted = false;

  constructor(
    url: URL,
    cookie: string,
    private readonly events: LineEvents,
  ) {
    this.socket = connect(Number(url.port), url.hostname);
    this.socket.setNoDelay(true);
    this.socket.on('connect', () => {
      this.isConnected = true;
    });
    this.socket.on('error', () => undefined); // What matters is that it is closed, which is heard of anyway.
    this.socket.on('close', () => {
      events.closed(this.isConnected && !this.isAdmitted);
    });
    this.socket.on('data', (data) => {
      this.take(data);
    });
    const headers = [
      `GET ${LIVE_PATH}/?EIO=4&transport=websocket HTTP/1.1`,
      `Host: ${url.host}`,
      `Origin: ${url.origin}`,
      `Cookie: ${cookie}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ];
    this.socket.write(`${headers.join('\r\n')}\r\n\r\n`);
  }

  close(): void {
    this.socket.destroy();
  }

  private take(data: Buffer): void {
    this.rest = this.rest.length === 0 ? data : Buffer.concat([this.rest, data]);
    if (!this.isUpgraded) {
      const end = this.rest.indexOf('\r\n\r\n');
      if (end < 0) return;
      if (!this.rest.subarray(0, 12).equals(Buffer.from('HTTP/1.1 101'))) {
        this.close();
        return;
      }
      this.isUpgraded = true;
      this.rest = this.rest.subarray(end + 4);
    }
    this.readFrames();
  }

  private readFrames(): void {
    for (;;) {
      if (this.rest.length < 2) return;
      const short = (this.rest[1] ?? 0) & ~MASKED;
      const head = short <= SHORT ? 2 : short === TWO_BYTES ? 4 : 10;
      if (this.rest.length < head) return;
      const length = head === 2 ? short : head === 4 ? this.rest.readUInt16BE(2) : Number(this.rest.readBigUInt64BE(2));
      if (this.rest.length < head + length) return;
      if (((this.rest[0] ?? 0) & 0x0f) === TEXT) this.hear(this.rest.toString('utf8', head, head + length));
      this.rest = this.rest.subarray(head + length);
    }
  }

  private hear(text: string): void {
    if (text.startsWith('0')) this.say('40');
    else if (text === '2') this.say('3');
    else if (text.startsWith('42["feed.changed"')) this.events.pushed(text);
    else if (text.startsWith('42["live.heads"') && !this.isAdmitted) {
      this.isAdmitted = true;
      this.events.admitted(text);
    }
  }

  /** A short text frame, masked with zeros (RFC 6455 section 5.2). */
  private say(text: string): void {
    const head = [MASKED | TEXT, MASKED | text.length, 0, 0, 0, 0];
    this.socket.write(Buffer.from([...head, ...Buffer.from(text)]));
  }
}
