import type { LiveSocket } from './live-socket.js';

/** What may wait for a client that does not read. It then loses the socket and catches up by a query. */
const WAITING_BYTES = 4 * 1024 * 1024;
/** A burst waits for a moment even where the client reads; nothing taken for this long is a clog. */
const STALLED_MS = 2_000;

interface Packet {
  readonly data?: unknown;
}

/** Cuts off a client that does not take what it is sent, so that its unread changes do not fill the memory. */
export function cutOffWhenClogged(socket: LiveSocket): void {
  const { conn } = socket;
  let waiting = 0;
  let drainedAt = performance.now();
  conn.on('packetCreate', ({ data }: Packet) => {
    if (waiting === 0) drainedAt = performance.now();
    // Not closed in the orderly way, which would wait behind all that is unread.
    if (waiting > WAITING_BYTES && performance.now() - drainedAt > STALLED_MS) conn.request.socket.destroy();
    waiting += typeof data === 'string' ? data.length : 0;
  });
  // The engine says so each time it could hand all that waited to the connection.
  conn.on('drain', () => {
    waiting = 0;
  });
}
