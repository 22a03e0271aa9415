import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { SessionLookup, type UserCaller } from '../../platform/auth/session-lookup.js';
import { SessionsEnded } from '../../platform/auth/sessions-ended.js';
import { Clock } from '../../platform/clock/clock.js';
import { standingOf } from './scope-maker.js';
import { type GrantedSession, SessionRepository } from './session.repository.js';
import { ABSOLUTE_MS, isOver, SESSIONS_A_USER, TOUCH_MS } from './session.rules.js';
import { newToken, tokenHash } from './token.js';

/** From where somebody signs in, for the list of their sessions. */
export interface Whereabouts {
  readonly address: string;
  readonly userAgent: string;
}

/** Begins, finds and ends sessions. */
@Injectable()
export class SessionKeeper extends SessionLookup {
  constructor(
    private readonly database: Database,
    private readonly sessions: SessionRepository,
    private readonly clock: Clock,
    private readonly events: EventEmitter2,
  ) {
    super();
  }

  /**
   * Begins a session with a new token and ends the one the browser had before.
   *
   * @param previous token that came with the request
   */
  async begin(userId: string, from: Whereabouts, previous: string | undefined): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    const ended = await this.database.transaction(async (tx) => {
      const before = previous === undefined ? undefined : await this.sessions.endByTokenHash(tx, tokenHash(previous));
      await this.sessions.insert(tx, {
        tokenHash: tokenHash(token),
        id: uuidv7(),
        userId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: now + ABSOLUTE_MS,
        address: from.address.slice(0, 64),
        userAgent: from.userAgent.slice(0, 255),
      });
      const oldest = await this.sessions.endAllBut(tx, userId, SESSIONS_A_USER);
      return before === undefined ? oldest : [before, ...oldest];
    });
    this.tell(ended);
    return token;
  }

  override async find(token: string): Promise<UserCaller | undefined> {
    const session = await this.sessions.findByTokenHash(tokenHash(token));
    if (session === undefined) return undefined;
    const now = this.clock.now();
    const caller = toCaller(session, now);
    if (caller !== undefined && now - session.lastSeenAt >= TOUCH_MS) {
      await this.database.transaction((tx) => this.sessions.touch(tx, session.tokenHash, now));
    }
    return caller;
  }

  override async stillLiving(sessionIds: readonly string[]): Promise<ReadonlyMap<string, UserCaller>> {
    const now = this.clock.now();
    const living = new Map<string, UserCaller>();
    for (const session of await this.sessions.findByIds(sessionIds)) {
      const caller = toCaller(session, now);
      if (caller !== undefined) living.set(session.id, caller);
    }
    return living;
  }

  /** When a session ends at the latest, or undefined when it has ended. */
  async endOf(sessionId: string): Promise<number | undefined> {
    const [session] = await this.sessions.findByIds([sessionId]);
    return session?.expiresAt;
  }

  async end(sessionId: string): Promise<void> {
    await this.database.transaction((tx) => this.sessions.endById(tx, sessionId));
    this.tell([sessionId]);
  }

  private tell(ended: readonly string[]): void {
    if (ended.length > 0) this.events.emit(SessionsEnded.topic, new SessionsEnded(ended));
  }
}

function toCaller(session: GrantedSession, now: number): UserCaller | undefined {
  const standing = standingOf(session.grants);
  if (standing === undefined || isOver(session, standing.role, now)) return undefined;
  return { kind: 'user', userId: session.userId, sessionId: session.id, ...standing };
}
