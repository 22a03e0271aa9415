import type { LiveSocket } from './live-socket.js';

/** Closes a socket whose session is over. The client learns why, so that it shows the sign-in and does not try again. */
export function showOut(socket: LiveSocket): void {
  socket.emit('session.ended');
  socket.disconnect(true);
}
