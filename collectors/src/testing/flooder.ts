import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { flood, type FloodKind } from './flood.js';

/** What the flooding thread is to do. */
interface FloodOrder {
  readonly port: number;
  readonly kinds: readonly { readonly kind: FloodKind; readonly from: string }[];
}

/** A millisecond's share of 40,000 a second. */
const AT_ONCE = 40;
const { port, kinds } = workerData as FloodOrder;
const senders = await Promise.all(kinds.map(async ({ kind, from }) => ({ kind, socket: await boundTo(from) })));
const over = new AbortController();
let sent = 0;
parentPort?.once('message', () => {
  over.abort();
});

/** In turn of their kinds, until somebody says that it is enough. */
while (!over.signal.aborted) {
  const sendings: Promise<void>[] = [];
  for (let count = 0; count < AT_ONCE; count += 1) {
    const sender = senders[count % senders.length];
    if (sender) sendings.push(send(sender.socket, flood(sender.kind, sent + count)));
  }
  await Promise.all(sendings);
  sent += AT_ONCE;
  await pause(1);
}
for (const { socket } of senders) socket.close();
parentPort?.postMessage(sent);

async function boundTo(address: string): Promise<Socket> {
  const socket = createSocket('udp4');
  socket.bind(0, address);
  await once(socket, 'listening');
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function send(socket: Socket, datagram: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.send(datagram, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
}
