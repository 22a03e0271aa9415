import { Injectable, Logger } from '@nestjs/common';
import { SessionLookup, type UserCaller } from '../auth/session-lookup.js';
import { describeError } from '../logging/describe-error.js';
import type { OutboxTail } from '../outbox/outbox-tail.js';
import { HeadsTurns, TURN_MS } from './heads-turns.js';
import { headsOf } from './live-rooms.js';
import type { LiveSocket } from './live-socket.js';
import { showOut } from './show-out.js';

/** Sessions may end on another instance, by time, or by a change of rights; a socket outlives that by this at most. */
const SESSIONS_MS = 1_000;

/** What is done for open sockets by the clock: their sessions are looked at again, and they are told the heads. */
@Injectable()
export class LiveWatch {
  private readonly logger = new Logger(LiveWatch.name);
  private timers: NodeJS.Timeout[] = [];
  private isLooking = false;
  /** What each caller may, in one text; callers do not change, and most sockets are looked at every second for hours. */
  private readonly rights = new WeakMap<UserCaller, string>();

  constructor(private readonly sessions: SessionLookup) {}

  /** Begins, unless it runs already. */
  start(sockets: () => readonly LiveSocket[], tail: Pick<OutboxTail, 'heads'>): void {
    if (this.timers.length > 0) return;
    const look = setInterval(() => void this.endDeadSessions(sockets()), SESSIONS_MS);
    const turns = new HeadsTurns<LiveSocket>();
    const tell = setInterval(() => {
      // One that has no rooms but its own is not admitted yet; the heads it gets then are the first.
      const admitted = sockets().filter(({ rooms }) => rooms.size > 1);
      tellHeads(turns.take(admitted, performance.now()), tail.heads);
    }, TURN_MS);
    this.timers = [look, tell];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  /** While the database is away sockets stay: nothing can be read for them to be sent either. */
  private async endDeadSessions(sockets: readonly LiveSocket[]): Promise<void> {
    if (this.isLooking || sockets.length === 0) return;
    this.isLooking = true;
    try {
      const ids = new Set(sockets.map((socket) => socket.data.caller.sessionId));
      const living = await this.sessions.stillLiving([...ids]);
      const rightsNow = new Map([...living].map(([id, caller]) => [id, rightsOf(caller)]));
      for (const socket of sockets) {
        const { caller } = socket.data;
        if (rightsNow.get(caller.sessionId) !== this.rightsBefore(caller)) showOut(socket);
      }
    } catch (error) {
      this.logger.debug({ msg: 'the sessions of sockets cannot be looked at', error: describeError(error) });
    } finally {
      this.isLooking = false;
    }
  }

  private rightsBefore(caller: UserCaller): string {
    const known = this.rights.get(caller) ?? rightsOf(caller);
    this.rights.set(caller, known);
    return known;
  }
}

function tellHeads(sockets: readonly LiveSocket[], heads: ReadonlyMap<string, number>): void {
  for (const socket of sockets) socket.emit('live.heads', { feeds: headsOf(socket.data.caller.scope, heads) });
}

function rightsOf({ role, scope }: UserCaller): string {
  return JSON.stringify([role, scope]);
}
