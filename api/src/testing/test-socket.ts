import { LIVE_PATH, type FeedChange, type LiveEvents, type LiveHeads } from '@linewatch/shared';
import { io, type Socket } from 'socket.io-client';
import { eventually } from './eventually.js';
import type { TestClient } from './test-client.js';

type ClientSocket = Socket<LiveEvents, Record<string, never>>;

/** The live socket of a client, with every frame it was sent. */
export class TestSocket {
  readonly changes: FeedChange[] = [];
  readonly heads: LiveHeads[] = [];
  /** Names of all events in the order they came. */
  readonly events: string[] = [];
  /** Why the server refused the socket. */
  refusal: string | undefined;
  readonly socket: ClientSocket;

  /** @param headers beside the cookie and the origin of the client */
  constructor(client: TestClient, headers: Readonly<Record<string, string>> = {}) {
    this.socket = io(client.url, {
      path: LIVE_PATH,
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: { Origin: client.url, ...(client.cookie !== undefined && { Cookie: client.cookie }), ...headers },
    });
    this.socket.onAny((name: string) => this.events.push(name));
    this.socket.on('feed.changed', (change) => this.changes.push(change));
    this.socket.on('live.heads', (heads) => this.heads.push(heads));
    this.socket.on('connect_error', (error) => (this.refusal = error.message));
  }

  /** Waits until the server has handed over the heads: from then on nothing is missed. */
  async admitted(): Promise<this> {
    await eventually('the socket is admitted', () => this.heads.length > 0);
    return this;
  }

  /** Ids of the circuits that were pushed, one entry a frame. */
  get circuits(): string[][] {
    return this.changes.map((change) => change.circuits.map(({ id }) => id));
  }

  close(): void {
    this.socket.disconnect();
  }
}
