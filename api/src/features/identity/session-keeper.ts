import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DomainError, type SessionItem, type SignInStep } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { whereThereIsRoom } from '../../database/where-there-is-room.js';
import type { View } from '../../platform/auth/policy.js';
import { makeScope } from '../../platform/auth/scope.js';
import { SessionLookup, type UserCaller } from '../../platform/auth/session-lookup.js';
import { SessionsEnded } from '../../platform/auth/sessions-ended.js';
import { Clock } from '../../platform/clock/clock.js';
import { type Standing, standingOf, standingsOf } from './scope-maker.js';
import { type GrantedSession, SessionRepository } from './session.repository.js';
import { endOf, isOver, lastsUntil, SESSIONS_A_USER, TOUCH_MS } from './session.rules.js';
import { newToken, tokenHash } from './token.js';

/** From where somebody signs in, for the list of their sessions. */
export interface Whereabouts {
  readonly address: string;
  readonly userAgent: string;
}

/** A session whose sign-in waits for a step. */
export interface Waiting {
  readonly sessionId: string;
  readonly userId: string;
}

/** Writes down what is done to a session, in its transaction. */
type Noting = (tx: Transaction) => Promise<void>;

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
   * @param step what the sign-in still waits for; until then the session opens nothing
   */
  async begin(
    userId: string,
    from: Whereabouts,
    previous: string | undefined,
    step: SignInStep = 'DONE',
  ): Promise<string> {
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
        expiresAt: endOf(step, now),
        step,
        standing: null,
        viewingCustomer: null,
        viewingUntil: null,
        address: from.address.slice(0, 64),
        userAgent: from.userAgent.slice(0, 255),
      });
      const oldest = await this.sessions.endAllBut(tx, userId, SESSIONS_A_USER, step === 'DONE');
      return before === undefined ? oldest : [before, ...oldest];
    });
    this.tell(ended);
    return token;
  }

  /** Who a cookie stands for, or undefined. */
  async find(token: string): Promise<UserCaller | undefined> {
    return (await this.findAll([token])).get(token);
  }

  override async findAll(tokens: readonly string[]): Promise<ReadonlyMap<string, UserCaller>> {
    const byHash = new Map(tokens.map((token) => [tokenHash(token), token]));
    const now = this.clock.now();
    const found = new Map<string, UserCaller>();
    const touched: string[] = [];
    for (const session of await this.sessions.findByTokenHashes([...byHash.keys()])) {
      const caller = toCaller(session, now);
      const token = byHash.get(session.tokenHash);
      if (caller === undefined || token === undefined) continue;
      found.set(token, caller);
      if (now - session.lastSeenAt >= TOUCH_MS) touched.push(session.tokenHash);
    }
    if (touched.length > 0)
      await whereThereIsRoom(this.database.transaction((tx) => this.sessions.touch(tx, touched, now)));
    return found;
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

  /** The session of a cookie that waits for a step of the sign-in, or undefined. */
  async findWaiting(token: string, step: SignInStep): Promise<Waiting | undefined> {
    const [session] = await this.sessions.findByTokenHashes([tokenHash(token)]);
    if (session?.step !== step || this.clock.now() >= session.expiresAt) return undefined;
    return { sessionId: session.id, userId: session.userId };
  }

  /**
   * Gives a session a new token: after the second step, to act as something else, or to take a customer's view.
   *
   * @param noting what belongs to it, in the same transaction
   * @returns the token and the caller it stands for
   * @throws DomainError `session.missing` when the session ended meanwhile
   */
  async rotate(
    sessionId: string,
    standing: string | null,
    view: Pick<View, 'customerId' | 'until'> | null = null,
    noting: Noting = () => Promise.resolve(),
  ): Promise<{ readonly token: string; readonly caller: UserCaller }> {
    const token = newToken();
    const now = this.clock.now();
    const [before] = await this.sessions.findByIds([sessionId]);
    const ended = [sessionId];
    const isRotated = await this.database.transaction(async (tx) => {
      if (before === undefined) return false;
      const next = {
        id: uuidv7(),
        tokenHash: tokenHash(token),
        step: 'DONE' as const,
        standing,
        viewingCustomer: view?.customerId ?? null,
        viewingUntil: view === null ? null : Math.min(view.until, before.expiresAt),
        // What was done already goes on to its own end; what waited begins now.
        expiresAt: before.step === 'DONE' ? before.expiresAt : endOf('DONE', now),
        lastSeenAt: now,
      };
      if (!(await this.sessions.rotate(tx, sessionId, next))) return false;
      await noting(tx);
      ended.push(...(await this.sessions.endAllBut(tx, before.userId, SESSIONS_A_USER, true)));
      return true;
    });
    this.tell(ended);
    const caller = isRotated ? await this.find(token) : undefined;
    if (caller === undefined) throw new DomainError('session.missing', 'Sign in first');
    return { token, caller };
  }

  /** What the user of a session may act as by the grants they have now, and as which the session does. */
  async standings(sessionId: string): Promise<{ readonly all: readonly Standing[]; readonly actingAs: string }> {
    const [session] = await this.sessions.findByIds([sessionId]);
    const all = standingsOf(session?.grants ?? []);
    return { all, actingAs: session?.standing ?? all[0]?.key ?? '' };
  }

  /** A user's own sessions that still live, the latest first. */
  async ofUser(caller: UserCaller): Promise<SessionItem[]> {
    const now = this.clock.now();
    const [sessions, [current]] = await Promise.all([
      this.sessions.ofUser(caller.userId, now),
      this.sessions.findByIds([caller.sessionId]),
    ]);
    const limits = current?.limits ?? [];
    return sessions
      .filter((session) => !isOver(session, caller.role, limits, now))
      .map((session) => ({
        id: session.id,
        createdAt: new Date(session.createdAt).toISOString(),
        lastSeenAt: new Date(session.lastSeenAt).toISOString(),
        expiresAt: new Date(lastsUntil(session, limits)).toISOString(),
        address: session.address,
        userAgent: session.userAgent,
        isCurrent: session.id === caller.sessionId,
      }));
  }

  /** Ends one of a user's own sessions; a second time is no harm. */
  async endOwn(userId: string, sessionId: string, noting: Noting): Promise<void> {
    const isEnded = await this.database.transaction(async (tx) => {
      if (!(await this.sessions.endOwn(tx, userId, sessionId))) return false;
      await noting(tx);
      return true;
    });
    if (isEnded) this.tell([sessionId]);
  }

  /** Ends all sessions of a user but the one they ask from. */
  async endOthers(userId: string, kept: string, noting: Noting): Promise<void> {
    const ended = await this.database.transaction(async (tx) => {
      await noting(tx);
      return this.sessions.endOfUser(tx, userId, kept);
    });
    this.tell(ended);
  }

  /**
   * Ends the sessions of a user inside the transaction of the reason. Call `tell` with the answer after the commit.
   *
   * @param kept id of a session that goes on
   */
  async endAll(tx: Transaction, userId: string, kept?: string): Promise<string[]> {
    return this.sessions.endOfUser(tx, userId, kept);
  }

  /** When a session ends at the latest, or undefined when it has ended. */
  async endOf(sessionId: string): Promise<number | undefined> {
    const [session] = await this.sessions.findByIds([sessionId]);
    return session === undefined ? undefined : lastsUntil(session, session.limits);
  }

  async end(sessionId: string, noting: Noting): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.sessions.endById(tx, sessionId);
      await noting(tx);
    });
    this.tell([sessionId]);
  }

  /** Closes the sockets of sessions that ended; others learn of it by their watch. */
  tell(ended: readonly string[]): void {
    if (ended.length > 0) this.events.emit(SessionsEnded.topic, new SessionsEnded(ended));
  }
}

function toCaller(session: GrantedSession, now: number): UserCaller | undefined {
  const standing = standingOf(session.grants, session.standing);
  if (session.step !== 'DONE' || standing === undefined || isOver(session, standing.role, session.limits, now)) {
    return undefined;
  }
  const { role, scope } = standing;
  const person = { kind: 'user', userId: session.userId, sessionId: session.id } as const;
  const view = viewOf(session, standing, now);
  return view === undefined
    ? { ...person, role, scope }
    : {
        ...person,
        role: 'CUSTOMER_VIEWER',
        scope: makeScope({ kind: 'customer', customerId: view.customerId }),
        viewing: view,
      };
}

/**
 * The view that a session takes, as long as its time lasts and the person still serves the customer: whoever serves all
 * customers or some may take a view (customers:view-as), and a change of the role ends the session.
 */
function viewOf(session: GrantedSession, { role, scope }: Standing, now: number): View | undefined {
  const { viewingCustomer: customerId, viewingUntil: until } = session;
  if (customerId === null || until === null || now >= until) return undefined;
  const isServed = scope.kind === 'all' || (scope.kind === 'customers' && scope.customerIds.includes(customerId));
  return isServed ? { customerId, until, as: role } : undefined;
}
