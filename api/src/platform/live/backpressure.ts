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
  const { conn, data: known } = socket;
  const connection = conn.request.socket;
  let inEngine = 0;
  let expected = 0;
  known.takenAt = performance.now();
  conn.on('packetCreate', ({ data }: Packet) => {
    // The engine's own queue, and what it handed to the connection that the client's side has not taken.
    const waiting = inEngine + connection.writableLength;
    if (waiting === 0 || waiting < expected) known.takenAt = performance.now();
    // Not closed in the orderly way, which would wait behind all that is unread.
    if (waiting > WAITING_BYTES && performance.now() - known.takenAt > STALLED_MS) connection.destroy();
    const size = typeof data === 'string' ? data.length : 0;
    inEngine += size;
    expected = waiting + size;
  });
  // The engine says so each time it hands all that it holds to the connection, taken or not.
  conn.on('drain', () => {
    inEngine = 0;
  });
}
