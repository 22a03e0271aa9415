import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventFrame } from './room-frame.js';

const PATIENCE_MS = 180_000;

/** What a WebSocket client of Node reads from frames that a server sends right after the handshake. */
async function readBack(frames: readonly Buffer[]): Promise<string[]> {
  const server = createServer();
  server.on('upgrade', (request, socket) => {
    void crypto.subtle
      .digest('SHA-1', Buffer.from(`${request.headers['sec-websocket-key'] ?? ''}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`))
      .then((digest) => {
        const accepted = `Sec-WebSocket-Accept: ${Buffer.from(digest).toString('base64')}`;
        const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', accepted];
        socket.write(`${head.join('\r\n')}\r\n\r\n`);
        for (const frame of frames) socket.write(frame);
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${String((server.address() as AddressInfo).port)}`);
  const heard: string[] = [];
  await new Promise<void>((resolve, reject) => {
    client.addEventListener('error', () => {
      reject(new Error('the client took none of it'));
    });
    client.addEventListener('message', ({ data }) => {
      heard.push(String(data));
      if (heard.length === frames.length) resolve();
    });
  });
  client.close();
  server.closeAllConnections();
  server.close();
  return heard;
}

describe('A frame that is made once for a room', () => {
  it(
    'is read as the event that it holds, whatever its length',
    async () => {
      const empty = '42["said",""]'.length;
      const texts = [0, 125 - empty, 126 - empty, 65_535 - empty, 65_536 - empty, 200_000].map((n) => 'x'.repeat(n));
      const others = ['电路 中断', '"\\'];

      const heard = await readBack([...texts, ...others].map((text) => eventFrame('said', text)));

      expect(heard).toEqual([...texts, ...others].map((text) => `42${JSON.stringify(['said', text])}`));
    },
    PATIENCE_MS,
  );
});
