import { Injectable, Logger } from '@nestjs/common';
import { SessionLookup, type UserCaller } from '../auth/session-lookup.js';
import { describeError } from '../logging/describe-error.js';
import type { OutboxTail } from '../outbox/outbox-tail.js';
import { headsOf } from './live-rooms.js';
import type { LiveSocket } from './live-socket.js';
import { showOut } from './show-out.js';

/** Sessions may end on another instance, by time, or by a change of rights; a socket outlives that by this at most. */
const SESSIONS_MS = 1_000;
const HEADS_MS = 10_000;

/** What is done for open sockets by the clock: their sessions are looked at again, and they are told the heads. */
@Injectable()
export class LiveWatch {
  private readonly logger = new Logger(LiveWatch.name);
  private timers: NodeJS.Timeout[] = [];
  private isLooking = false;

  constructor(private readonly sessions: SessionLookup) {}

  /** Begins, unless it runs already. */
  start(sockets: () => readonly LiveSocket[], tail: Pick<OutboxTail, 'heads'>): void {
    if (this.timers.length > 0) return;
    const look = setInterval(() => void this.endDeadSessions(sockets()), SESSIONS_MS);
    const tell = setInterval(() => {
      tellHeads(sockets(), tail.heads);
    }, HEADS_MS);
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
      for (const socket of sockets) {
        const { caller } = socket.data;
        if (rightsOf(living.get(caller.sessionId)) !== rightsOf(caller)) showOut(socket);
      }
    } catch (error) {
      this.logger.debug({ msg: 'the sessions of sockets cannot be looked at', error: describeError(error) });
    } finally {
      this.isLooking = false;
    }
  }
}

function tellHeads(sockets: readonly LiveSocket[], heads: ReadonlyMap<string, number>): void {
  for (const socket of sockets) {
    // One that has no rooms but its own is not admitted yet; the heads it gets then are the first.
    if (socket.rooms.size > 1) socket.emit('live.heads', { feeds: headsOf(socket.data.caller.scope, heads) });
  }
}

function rightsOf(caller: UserCaller | undefined): string {
  return caller === undefined ? '' : JSON.stringify([caller.role, caller.scope]);
}
