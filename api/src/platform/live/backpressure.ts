import type { LiveSocket } from './live-socket.js';

/** Packets that may wait for a client that does not read. It then loses the socket and catches up by a query. */
const WAITING_PACKETS = 256;

/** Closes a socket whose client does not take what it is sent, so that its unread changes do not fill the memory. */
export function closeWhenClogged(socket: LiveSocket): void {
  const { conn } = socket;
  let waiting = 0;
  conn.on('packetCreate', () => {
    waiting += 1;
    if (waiting > WAITING_PACKETS) conn.close(true);
  });
  // The engine says so each time it could hand all that waited to the connection.
  conn.on('drain', () => {
    waiting = 0;
  });
}
