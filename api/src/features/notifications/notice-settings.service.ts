import { Injectable } from '@nestjs/common';
import { DomainError, type NoticeReach, type NoticeSettings, type NoticeSettingsView } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { CustomerPeople } from '../identity/index.js';
import { BrowserRepository } from './browsers/browser.repository.js';
import { usualSettings } from './dispatcher.js';
import { ReachCheck } from './reach-check.repository.js';
import { SettingRepository } from './setting.repository.js';
import { SmsGateway } from './ways/sms-gateway.js';

/** What people choose to be told of, each for themselves. */
@Injectable()
export class NoticeSettingsService {
  constructor(
    private readonly database: Database,
    private readonly settings: SettingRepository,
    private readonly reach: ReachCheck,
    private readonly people: CustomerPeople,
    private readonly browsers: BrowserRepository,
    private readonly gateway: SmsGateway,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  async view({ userId, role }: UserCaller): Promise<NoticeSettingsView> {
    const [chosen, reader, owners] = await Promise.all([
      this.settings.of([userId]),
      this.people.reading(userId),
      this.browsers.owners([userId]),
    ]);
    const settings = chosen.get(userId) ?? { ...usualSettings({ role }), version: null };
    const reached = { canText: this.gateway.isThere, canPush: owners.has(userId) };
    return { ...settings, ...reached, timeZone: reader?.timeZone ?? 'Asia/Shanghai' };
  }

  /** @throws DomainError `circuit.not-found`, `site.not-found`, `edit.conflict` */
  async change(caller: UserCaller, settings: NoticeSettings): Promise<NoticeSettingsView> {
    const { userId, scope } = caller;
    await this.reach.require(
      scope,
      settings.subscriptions.map(({ reach }) => reach),
    );
    const before = (await this.settings.of([userId])).get(userId);
    await this.database.transaction(async (tx) => {
      if (!(await this.settings.replace(tx, userId, settings, this.clock.now()))) {
        throw new DomainError('edit.conflict', 'Somebody else changed this meanwhile');
      }
      await this.audit.note(tx, {
        action: 'notice.settings-changed',
        customerId: customerOf(scope),
        object: { type: 'user', id: userId },
        ...(before !== undefined && { before: told(before) }),
        after: told(settings),
      });
    });
    return this.view(caller);
  }
}

/** In whose log it stands; what staff choose is the house's own. */
export function customerOf(scope: Scope): string | null {
  return scope.kind === 'customer' || scope.kind === 'sites' ? scope.customerId : null;
}

/** Numbers of a phone belong to their person, not into a log. */
function told({ subscriptions, quietHours, phone }: NoticeSettings): Readonly<Record<string, unknown>> {
  const chosen = subscriptions.map(({ leastSeverity, reach, told: kinds }) => {
    return `${leastSeverity} · ${reachWords(reach)} · ${kinds.map(({ kind, ways }) => `${kind} ${ways.join('+')}`).join(', ')}`;
  });
  return { subscriptions: chosen, quietHours, hasPhone: phone !== null };
}

/** How many a choice names, for the log. */
export function reachWords(reach: NoticeReach): string {
  return reach.type === 'all' ? 'all' : `${String(reach.ids.length)} ${reach.type}`;
}
