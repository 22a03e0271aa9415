import { Injectable } from '@nestjs/common';
import {
  DomainError,
  MOST_BROWSERS,
  type NewNoticeBrowser,
  type NoticeBrowser,
  type NoticeBrowserList,
  type NoticeBrowserTest,
  type NoticeSettings,
} from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../../database/database.js';
import { AuditTrail } from '../../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../../platform/auth/session-lookup.js';
import { Clock } from '../../../platform/clock/clock.js';
import { HourlyLimit } from '../../../platform/limits/hourly-limit.js';
import { OutboundClient } from '../../../platform/outbound/outbound-client.js';
import { Secrets } from '../../../platform/secrets/secrets.js';
import { CustomerPeople } from '../../identity/index.js';
import { customerOf } from '../notice-settings.service.js';
import { SettingRepository } from '../setting.repository.js';
import { pushTestTitle } from '../texts/notice-push.js';
import { type Browser, browserPlace, fingerprintOf, isPointOfCurve } from './browser.js';
import { BrowserPost } from './browser-post.js';
import { BrowserRepository } from './browser.repository.js';
import { VapidKeys } from './vapid-keys.js';

const TESTS_AN_HOUR = 20;

/** The browsers by which people are told, each for themselves. */
@Injectable()
export class NoticeBrowsersService {
  constructor(
    private readonly database: Database,
    private readonly browsers: BrowserRepository,
    private readonly settings: SettingRepository,
    private readonly post: BrowserPost,
    private readonly keys: VapidKeys,
    private readonly people: CustomerPeople,
    private readonly client: OutboundClient,
    private readonly secrets: Secrets,
    private readonly limit: HourlyLimit,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async list({ userId }: UserCaller): Promise<NoticeBrowserList> {
    const [{ publicKey }, browsers] = await Promise.all([this.keys.of(), this.browsers.of(userId)]);
    return { publicKey, items: browsers.map(toView) };
  }

  /**
   * Switches a browser on; one that another person had switched on is theirs no more. The first browser of somebody
   * who has chosen what they are told is told what comes by mail.
   *
   * @throws DomainError `notice-browser.refused`
   */
  async add({ userId, scope }: UserCaller, { name, endpoint, keys }: NewNoticeBrowser): Promise<NoticeBrowser> {
    if (!this.client.isCallable(endpoint) || !isPointOfCurve(keys.p256dh)) {
      throw new DomainError('notice-browser.refused', 'This browser names no push service that can be called');
    }
    const isFirst = (await this.browsers.of(userId)).length === 0;
    const chosen = isFirst ? (await this.settings.of([userId])).get(userId) : undefined;
    const now = this.clock.now();
    const id = uuidv7();
    const known = { id, userId, name, fingerprint: fingerprintOf(endpoint), addedAt: now, toldAt: null };
    return this.database.transaction(async (tx) => {
      await this.secrets.hold(tx);
      const browser = { ...known, sealed: this.secrets.seal(JSON.stringify({ endpoint, keys }), browserPlace(id)) };
      await this.browsers.put(tx, browser);
      await this.browsers.keepNewest(tx, userId, MOST_BROWSERS);
      if (chosen !== undefined) await this.tellAsByMail(tx, userId, chosen, now);
      const object = { type: 'notice-browser', id, name };
      await this.audit.note(tx, { action: 'notice-browser.added', customerId: customerOf(scope), object });
      return toView(browser);
    });
  }

  /** @throws DomainError `notice-browser.not-found` */
  async remove({ userId, scope }: UserCaller, id: string): Promise<void> {
    const { name } = await this.existing(userId, id);
    await this.database.transaction(async (tx) => {
      await this.browsers.remove(tx, id);
      const object = { type: 'notice-browser', id, name };
      await this.audit.note(tx, { action: 'notice-browser.removed', customerId: customerOf(scope), object });
    });
  }

  /** Sends a made-up notice now. @throws DomainError `notice-browser.not-found`, `request.too-many` */
  async test({ userId }: UserCaller, id: string): Promise<NoticeBrowserTest> {
    const browser = await this.existing(userId, id);
    await this.limit.take('notice-browser.test', userId, TESTS_AN_HOUR);
    const language = (await this.people.reading(userId))?.language ?? 'zh-CN';
    const message = { id: uuidv7(), title: pushTestTitle(language), path: '/notices/settings', language };
    const failure = await this.post.send(browser, message, null);
    return { isDelivered: failure === null, failure };
  }

  /** Whoever chose nothing by push yet hears by it what they hear by mail; a choice that was made meanwhile stays. */
  private async tellAsByMail(tx: Transaction, userId: string, settings: NoticeSettings, now: number): Promise<void> {
    const { subscriptions } = settings;
    if (subscriptions.some(({ told }) => told.some(({ ways }) => ways.includes('push')))) return;
    const more = subscriptions.map((subscription) => ({
      ...subscription,
      told: subscription.told.map(({ kind, ways }) => ({
        kind,
        ways: ways.includes('mail') ? [...ways, 'push' as const] : ways,
      })),
    }));
    await this.settings.replace(tx, userId, { ...settings, subscriptions: more }, now);
  }

  private async existing(userId: string, id: string): Promise<Browser> {
    const browser = (await this.browsers.of(userId)).find((each) => each.id === id);
    if (browser === undefined) throw new DomainError('notice-browser.not-found', 'There is no such browser');
    return browser;
  }
}

function toView({ id, name, fingerprint, addedAt, toldAt }: Browser): NoticeBrowser {
  return {
    ...{ id, name, fingerprint },
    addedAt: new Date(addedAt).toISOString(),
    toldAt: toldAt === null ? null : new Date(toldAt).toISOString(),
  };
}
