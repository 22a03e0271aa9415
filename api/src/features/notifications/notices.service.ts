import { Injectable } from '@nestjs/common';
import {
  DomainError,
  type Language,
  type NoticeAcknowledged,
  type NoticeDeliveryView,
  type NoticeLedger,
  type NoticeLedgerQuery,
  type NoticePreview,
  type NoticeKind,
  type NoticesRead,
  type OwnNotice,
  type OwnNotices,
  type OwnNoticesQuery,
} from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { CustomerPeople, PortalLinks, type Reading } from '../identity/index.js';
import { type Climb, ClimbRepository } from './climb.repository.js';
import { LedgerRepository, type ListedDelivery, NEWEST_FIRST } from './ledger.repository.js';
import { Stories } from './story.js';
import { exampleWords } from './texts/notice-examples.js';
import { noticeMail } from './texts/notice-mail.js';
import { notifiedPath } from './texts/notice-paths.js';
import { noticeSms } from './texts/notice-sms.js';
import { NOTICE_TITLES } from './texts/notice-titles.js';
import { type NoticeStory, noticeWords } from './texts/notice-words.js';
import { SmsGateway } from './ways/sms-gateway.js';

const LANGUAGES: readonly Language[] = ['zh-CN', 'en'];

/** What people read of notices: what came to them, and what went to whom. */
@Injectable()
export class NoticesService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly stories: Stories,
    private readonly climbs: ClimbRepository,
    private readonly people: CustomerPeople,
    private readonly links: PortalLinks,
    private readonly gateway: SmsGateway,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async own(caller: UserCaller, { cursor, limit, language }: OwnNoticesQuery): Promise<OwnNotices> {
    const position = readCursor('own', NEWEST_FIRST, cursor);
    const [found, unread, reader] = await Promise.all([
      this.ledger.findOwn(caller, position, limit + 1),
      this.ledger.countUnread(caller),
      this.readerOf(caller, language),
    ]);
    const { rows, nextCursor } = cut(found, limit, 'own');
    const stories = await this.stories.of(
      rows.map(({ delivery }) => delivery),
      () => caller.scope,
    );
    const climbs = await this.climbsOf(rows);
    const items = rows.flatMap((row) => {
      const story = stories.get(row.delivery.id);
      return story === undefined ? [] : [toOwn(row, story, reader, climbs.get(row.delivery.messageId))];
    });
    return { items, nextCursor, unread };
  }

  /** Marks of one's own what is named, or all. */
  async read(caller: UserCaller, { ids }: NoticesRead): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction((tx) => this.ledger.markRead(tx, caller, ids, now));
  }

  /** @throws DomainError `list.cursor-invalid` */
  async list(caller: UserCaller, query: NoticeLedgerQuery): Promise<NoticeLedger> {
    const { cursor, limit, language, ...selection } = query;
    const position = readCursor(selection, NEWEST_FIRST, cursor);
    const [found, reader] = await Promise.all([
      this.ledger.findPage(caller, selection, position, limit + 1),
      this.readerOf(caller, language),
    ]);
    const { rows, nextCursor } = cut(found, limit, selection);
    const stories = await this.stories.of(
      rows.map(({ delivery }) => delivery),
      () => caller.scope,
    );
    const climbs = await this.climbsOf(rows);
    const items = rows.map((row) =>
      toView(row, stories.get(row.delivery.id), reader, climbs.get(row.delivery.messageId)),
    );
    return { items, nextCursor };
  }

  /** Sends a failed delivery once more, under the same id. @throws DomainError `notice.not-found`, `notice.not-failed` */
  async sendAgain(caller: UserCaller, id: string): Promise<void> {
    const delivery = await this.ledger.find(caller, id);
    if (delivery === undefined) throw new DomainError('notice.not-found', 'There is no such notice');
    await this.database.transaction(async (tx) => {
      if (!(await this.ledger.sendAgain(tx, id, this.clock.now()))) {
        throw new DomainError('notice.not-failed', 'Only what has failed is sent again');
      }
      const { customerId, way, kind } = delivery;
      const object = { type: 'notice', id };
      await this.audit.note(tx, { action: 'notice.sent-again', customerId, object, after: { way, kind } });
    });
  }

  /** What a message of a kind looks like in both languages, with made-up facts. */
  async preview(caller: UserCaller, kind: NoticeKind): Promise<NoticePreview> {
    const reader = await this.readerOf(caller);
    const texts = LANGUAGES.map((language) => {
      const own = { ...reader, language };
      const { words, object } = exampleWords(kind, own, this.clock.now());
      const urls = { url: this.links.to(notifiedPath(object)), settings: this.links.to('/notices/settings') };
      const mail = noticeMail(own, words, urls);
      const sms = noticeSms(words, language, this.gateway.sign);
      return { language, subject: mail.subject, text: mail.text, html: mail.html, sms };
    });
    return { texts };
  }

  private climbsOf(rows: readonly ListedDelivery[]): Promise<ReadonlyMap<string, Climb>> {
    return this.climbs.of(rows.map(({ delivery }) => delivery.messageId));
  }

  private async readerOf({ userId }: UserCaller, language?: Language): Promise<Reading> {
    const reader = await this.people.reading(userId);
    if (reader === undefined) throw new DomainError('session.missing', 'Sign in first');
    return language === undefined ? reader : { ...reader, language };
  }
}

function cut(found: readonly ListedDelivery[], limit: number, query: unknown) {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const nextCursor = last === undefined ? null : writeCursor(query, positionOf(last.position, NEWEST_FIRST));
  return { rows, nextCursor };
}

function toOwn({ delivery }: ListedDelivery, story: NoticeStory, reader: Reading, climb: Climb | undefined): OwnNotice {
  const { title, lines, facts } = noticeWords(story, reader);
  const { id, at, kind, severity, readAt } = delivery;
  const [first] = story.events;
  const object = first?.object ?? { type: 'customer' as const, id: delivery.customerId };
  return {
    ...{ id, kind, severity, object, title },
    at: new Date(at).toISOString(),
    lines: [...lines, ...facts],
    readAt: timeOf(readAt),
    // To whom of the operator's people a customer's escalation is nothing to answer.
    escalation: climb === undefined || delivery.isStaff ? null : escalationView(climb),
  };
}

function escalationView(climb: Climb): OwnNotice['escalation'] {
  return {
    nextAt: climb.state === 'OPEN' ? new Date(climb.nextAt).toISOString() : null,
    acknowledged: acknowledgedView(climb),
  };
}

/** Who said that they know, if anybody. */
export function acknowledgedView(climb: Climb | undefined): NoticeAcknowledged | null {
  const known = climb?.acknowledged ?? null;
  return known === null ? null : { at: new Date(known.at).toISOString(), by: known.by };
}

/** What is in reach no more is still known to have been told, by its kind alone. */
function toView(
  row: ListedDelivery,
  story: NoticeStory | undefined,
  reader: Reading,
  climb: Climb | undefined,
): NoticeDeliveryView {
  const { delivery, customer, receiver } = row;
  const { id, kind, severity, way, step, state, attempts, failure } = delivery;
  const isWaiting = state === 'WAITING' || state === 'HELD';
  const isUnderway = state === 'HANDED' || (state === 'HELD' && attempts > 0);
  const [first] = story?.events ?? [];
  return {
    ...{ id, kind, severity, way, step, receiver, customer, attempts, failure },
    acknowledged: acknowledgedView(climb),
    at: new Date(delivery.at).toISOString(),
    object: first?.object ?? { type: 'customer', id: customer.id },
    title: story === undefined ? untitled(kind, reader.language) : noticeWords(story, reader).title,
    state: isUnderway ? 'WAITING' : state,
    nextTryAt: isWaiting ? timeOf(delivery.nextTryAt) : null,
    sentAt: timeOf(delivery.sentAt),
    readAt: timeOf(delivery.readAt),
  };
}

const untitled = (kind: NoticeKind, language: Language): string =>
  NOTICE_TITLES[kind][language].replace(/(：|: )\{what\}$/, '');

function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
