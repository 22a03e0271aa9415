import type { LiveEvents } from '@linewatch/shared';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';
import type { UserCaller } from '../auth/session-lookup.js';

/** Nothing is heard from clients. */
type ClientEvents = Record<string, never>;

/** What we know of a socket; set before it is connected. */
export interface SocketData {
  caller: UserCaller;
  /** When nothing was waiting any more, or less than before; by `performance.now()`. */
  takenAt: number;
}

export type LiveServer = Server<ClientEvents, LiveEvents, DefaultEventsMap, SocketData>;
export type LiveSocket = Socket<ClientEvents, LiveEvents, DefaultEventsMap, SocketData>;
