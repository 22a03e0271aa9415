import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import {
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
  WebSocketGateway,
  WebSocketServer,
} from '@nestjs/websockets';
import { isAllowed } from '@linewatch/shared';
import { sessionTokenOf } from '../auth/session-cookie.js';
import { SessionQuestion } from '../auth/session-question.js';
import { SessionsEnded } from '../auth/sessions-ended.js';
import { Clock } from '../clock/clock.js';
import { SteadyBuckets } from '../limits/steady-buckets.js';
import { describeError } from '../logging/describe-error.js';
import { type OutboxEntry, STAFF_FEED } from '../outbox/outbox.js';
import { OutboxTail } from '../outbox/outbox-tail.js';
import { cutOffWhenClogged } from './backpressure.js';
import { alarmsBody, bodyFor, wholeBody } from './live-body.js';
import { ALL_ROOM, customerRoom, headsOf, roomsOf, sitesRoom, STAFF_ROOM } from './live-rooms.js';
import type { LiveServer, LiveSocket } from './live-socket.js';
import { LiveWatch } from './live-watch.js';
import { sayChange } from './room-frame.js';
import { showOut } from './show-out.js';

/** Sockets one session may hold: tabs of a busy user, not a script. */
const SOCKETS_A_SESSION = 20;
const CONNECTS_A_MINUTE = 20;
const CONNECTS_AT_ONCE = 40;

/**
 * The one gateway. Pushes what was committed to the sockets whose scope reaches it; a socket learns its rooms from its
 * session, and a client that sends anything at all is shown out.
 */
@WebSocketGateway()
export class LiveGateway
  implements
    OnGatewayInit<LiveServer>,
    OnGatewayConnection<LiveSocket>,
    OnGatewayDisconnect<LiveSocket>,
    BeforeApplicationShutdown
{
  private readonly logger = new Logger(LiveGateway.name);
  /** Of each person: a page opens one, and again when it is loaded anew; this leaves room for many tabs. */
  private readonly connects = new SteadyBuckets(CONNECTS_A_MINUTE / 60, CONNECTS_AT_ONCE);

  /** Sockets of each session. */
  private readonly held = new Map<string, number>();

  @WebSocketServer()
  private readonly server: LiveServer;

  constructor(
    private readonly question: SessionQuestion,
    private readonly tail: OutboxTail,
    private readonly watch: LiveWatch,
    private readonly clock: Clock,
  ) {}

  afterInit(server: LiveServer): void {
    // A middleware, so that nothing is delivered to a socket before it is known whose it is.
    server.use((socket: LiveSocket, next) => {
      this.recognise(socket).then(
        (refusal) => {
          next(refusal === undefined ? undefined : new Error(refusal));
        },
        (error: unknown) => {
          this.logger.warn({ msg: 'a socket could not be looked at', error: describeError(error) });
          next(new Error('server.unavailable'));
        },
      );
    });
  }

  handleConnection(socket: LiveSocket): void {
    socket.onAny(() => socket.disconnect(true));
    cutOffWhenClogged(socket);
    if (this.counted(socket) > SOCKETS_A_SESSION) {
      socket.disconnect(true);
      return;
    }
    this.watch.start(() => this.sockets(), this.tail);
    this.tail
      .start(
        (entry) => {
          this.push(entry);
        },
        (feed) => this.hears(feed),
      )
      .then(
        () => this.admit(socket),
        () => socket.disconnect(true),
      );
  }

  handleDisconnect(): void {
    if (this.server.sockets.sockets.size > 0) return;
    this.tail.stop();
    this.watch.stop();
  }

  @OnEvent(SessionsEnded.topic)
  onSessionsEnded({ sessionIds }: SessionsEnded): void {
    for (const socket of this.sockets()) {
      if (sessionIds.includes(socket.data.caller.sessionId)) showOut(socket);
    }
  }

  /** How many sockets there are, and how many rooms beside each socket's own. */
  load(): { readonly sockets: number; readonly rooms: number } {
    const { rooms, sids } = this.server.sockets.adapter;
    return { sockets: this.server.sockets.sockets.size, rooms: rooms.size - sids.size };
  }

  beforeApplicationShutdown(): void {
    this.tail.stop();
    this.watch.stop();
    this.server.disconnectSockets(true);
  }

  /** @returns why the socket is refused, undefined when it is not */
  private async recognise(socket: LiveSocket): Promise<'session.missing' | 'request.too-many' | undefined> {
    const token = sessionTokenOf(socket.handshake.headers.cookie);
    const caller = token === undefined ? undefined : await this.question.find(token);
    if (caller === undefined || !isAllowed(caller.role, 'live:subscribe')) return 'session.missing';
    if (!this.connects.take(caller.userId, this.clock.now())) return 'request.too-many';
    socket.data.caller = caller;
    return undefined;
  }

  /** Joins and says the heads in one turn: what is delivered after them reaches the socket. */
  private admit(socket: LiveSocket): void {
    if (!socket.connected) return;
    const { scope, role } = socket.data.caller;
    void socket.join(roomsOf(scope));
    if (scope.kind === 'all' && isAllowed(role, 'devices:read')) void socket.join(STAFF_ROOM);
    socket.emit('live.heads', { feeds: headsOf(scope, this.tail.heads) });
  }

  private push(entry: OutboxEntry): void {
    if (entry.feed === STAFF_FEED) {
      if (entry.topic === 'alarms.changed') this.server.to(STAFF_ROOM).emit('alarms.changed', alarmsBody(entry));
      else this.server.to(STAFF_ROOM).emit('inventory-notices.changed');
      return;
    }
    sayChange(this.server, [ALL_ROOM, customerRoom(entry.feed)], wholeBody(entry));
    for (const id of this.server.sockets.adapter.rooms.get(sitesRoom(entry.feed)) ?? []) {
      const socket = this.server.sockets.sockets.get(id);
      const scope = socket?.data.caller.scope;
      // Only those with sites are in this room.
      if (scope !== undefined && 'siteIds' in scope) socket?.emit('feed.changed', bodyFor(entry, scope.siteIds));
    }
  }

  /** Counts a socket until it is gone. @returns how many its session holds with it */
  private counted(socket: LiveSocket): number {
    const { sessionId } = socket.data.caller;
    const held = (this.held.get(sessionId) ?? 0) + 1;
    this.held.set(sessionId, held);
    socket.once('disconnect', () => {
      const left = (this.held.get(sessionId) ?? 0) - 1;
      if (left > 0) this.held.set(sessionId, left);
      else this.held.delete(sessionId);
    });
    return held;
  }

  private hears(feed: string): boolean {
    const { rooms } = this.server.sockets.adapter;
    return [ALL_ROOM, customerRoom(feed), sitesRoom(feed)].some((room) => rooms.has(room));
  }

  private sockets(): LiveSocket[] {
    return [...this.server.sockets.sockets.values()];
  }
}
