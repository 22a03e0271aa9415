import { Injectable } from '@nestjs/common';
import { type CalendarFeed, type CalendarFeedForm, DomainError, type MadeCalendarFeed } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database } from '../../database/database.js';
import { whereThereIsRoom } from '../../database/where-there-is-room.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import { API_PREFIX } from '../../platform/http/api-prefix.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { newToken, PortalLinks, standingKey, Standings, tokenHash } from '../identity/index.js';
import { writeCalendar } from './write-calendar.js';
import { WorkRepository } from './work.repository.js';
import { type Big, toMs, toWork } from './work.rows.js';

const DAY_MS = 24 * 60 * 60_000;
const PAST_MS = 90 * DAY_MS;
const AHEAD_MS = 400 * DAY_MS;
const WORKS_A_CALENDAR = 500;
/** A use is written down at most this often. */
const TOUCH_MS = 60 * 60_000;

interface FeedRow {
  readonly id: string;
  readonly userId: string;
  readonly standing: string;
  readonly language: 'zh-CN' | 'en';
  readonly createdAt: Big;
  readonly lastUsedAt: Big | null;
}

/** A calendar that somebody subscribed, with what they reach now. */
export interface SubscribedFeed {
  readonly id: string;
  readonly language: FeedRow['language'];
  readonly scope: Scope;
}

const SELECT = `SELECT f.id AS id, f.user_id AS userId, f.standing AS standing, f.language AS language,
  f.created_at AS createdAt, f.last_used_at AS lastUsedAt FROM calendar_feed f`;

/**
 * Works as a calendar that other programs subscribe (MNT4). The address carries a secret of which only the hash is kept;
 * it reaches what its owner reaches at the moment of the question, and is over when they revoke it or may sign in no more.
 */
@Injectable()
export class CalendarFeeds {
  constructor(
    private readonly database: Database,
    private readonly works: WorkRepository,
    private readonly standings: Standings,
    private readonly links: PortalLinks,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
  ) {}

  async view({ userId, scope }: UserCaller): Promise<CalendarFeed> {
    const [row] = await this.database.read<FeedRow>(`${SELECT} WHERE f.user_id = ? AND f.standing = ?`, [
      userId,
      standingKey(scope),
    ]);
    return { createdAt: toInstant(row?.createdAt ?? null), lastUsedAt: toInstant(row?.lastUsedAt ?? null) };
  }

  /** A new address; the one before is over at once. */
  async make({ userId, scope }: UserCaller, { language }: CalendarFeedForm): Promise<MadeCalendarFeed> {
    const token = newToken();
    const standing = standingKey(scope);
    await this.database.transaction(async (tx) => {
      const row = [uuidv7(), userId, standing, language, tokenHash(token), this.clock.now(), null];
      const columns = ['id', 'user_id', 'standing', 'language', 'token_hash', 'created_at', 'last_used_at'];
      await tx.execute('DELETE FROM calendar_feed WHERE user_id = ? AND standing = ?', [userId, standing]);
      await tx.insertMany('calendar_feed', columns, ['id'], [row]);
      await this.audit.note(tx, { action: 'calendar.made', ...aboutOf(scope), object: { type: 'user', id: userId } });
    });
    return { url: this.links.to(`${API_PREFIX}/calendar/${token}.ics`) };
  }

  async revoke({ userId, scope }: UserCaller): Promise<void> {
    await this.database.transaction(async (tx) => {
      const removed = await tx.execute('DELETE FROM calendar_feed WHERE user_id = ? AND standing = ?', [
        userId,
        standingKey(scope),
      ]);
      if (removed === 0) return;
      await this.audit.note(tx, {
        action: 'calendar.revoked',
        ...aboutOf(scope),
        object: { type: 'user', id: userId },
      });
    });
  }

  /**
   * What stands behind an address.
   *
   * @throws DomainError `calendar.not-found`, the same for one that never was and one that is over
   */
  async find(token: string): Promise<SubscribedFeed> {
    const now = this.clock.now();
    const [feed] = await this.database.read<FeedRow>(`${SELECT} WHERE f.token_hash = ?`, [tokenHash(token)]);
    const standing = feed === undefined ? undefined : await this.standings.of(feed.userId, feed.standing);
    if (feed === undefined || standing === undefined) {
      throw new DomainError('calendar.not-found', 'There is no such calendar');
    }
    if (now - Number(feed.lastUsedAt ?? 0) >= TOUCH_MS) {
      const touch = 'UPDATE calendar_feed SET last_used_at = ? WHERE id = ?';
      await whereThereIsRoom(this.database.transaction((tx) => tx.execute(touch, [now, feed.id])));
    }
    return { id: feed.id, language: feed.language, scope: standing.scope };
  }

  /** The works in a feed's scope, as RFC 5545. */
  async write({ scope, language }: SubscribedFeed): Promise<string> {
    const now = this.clock.now();
    const query = { from: now - PAST_MS, to: now + AHEAD_MS, order: 'desc', limit: WORKS_A_CALENDAR } as const;
    const rows = await this.works.findPage(scope, query, undefined, WORKS_A_CALENDAR, now);
    const works = rows.map(toWork).filter(({ noticedAt }) => noticedAt !== null);
    const customers = await this.works.findCustomers(
      scope,
      works.map(({ id }) => id),
    );
    return writeCalendar(works, customers, language, (id) => this.links.to(`/works/${id}`));
  }
}

function aboutOf(scope: UserCaller['scope']): { readonly customerId: string | null } {
  return { customerId: 'customerId' in scope ? scope.customerId : null };
}

function toInstant(value: Big | null): string | null {
  const ms = toMs(value);
  return ms === null ? null : new Date(ms).toISOString();
}
