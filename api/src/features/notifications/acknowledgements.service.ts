import { Injectable } from '@nestjs/common';
import { DomainError, type NoticeLinkOffer } from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail, type NamedActor } from '../../platform/audit/audit-trail.js';
import type { UserCaller } from '../../platform/auth/session-lookup.js';
import { Clock } from '../../platform/clock/clock.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import { AcknowledgementLinks } from './acknowledgement-links.js';
import { ClimbRepository } from './climb.repository.js';
import type { Delivery } from './delivery.js';
import { LedgerRepository } from './ledger.repository.js';
import { acknowledgedView } from './notices.service.js';
import { Stories } from './story.js';
import { type NoticeStory, noticeWords } from './texts/notice-words.js';

/** Links in mails work as long as anybody could still want to press them. */
const VALID_MS = 30 * 24 * 60 * 60_000;

/** Somebody of a customer says that they know of a message: nobody else is told of it. */
@Injectable()
export class AcknowledgementsService {
  constructor(
    private readonly database: Database,
    private readonly ledger: LedgerRepository,
    private readonly climbs: ClimbRepository,
    private readonly links: AcknowledgementLinks,
    private readonly people: CustomerPeople,
    private readonly stories: Stories,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  /** Says so of a notice of one's own. @throws DomainError `notice.not-found` */
  async acknowledge(caller: UserCaller, id: string): Promise<void> {
    const delivery = z.uuid().safeParse(id).success ? await this.ledger.find(caller, id) : undefined;
    if (delivery === undefined || delivery.isStaff || delivery.receiverId !== caller.userId) {
      throw new DomainError('notice.not-found', 'There is no such notice');
    }
    await this.write(delivery, caller.userId);
  }

  /** What a link is about; asking changes nothing. @throws DomainError `notice.link-refused` */
  async offer(token: string): Promise<NoticeLinkOffer> {
    const { delivery, reader, story } = await this.behind(token);
    const { title, lines } = noticeWords(story, reader);
    const climb = (await this.climbs.of([delivery.messageId])).get(delivery.messageId);
    return { title, lines: [...lines], acknowledged: acknowledgedView(climb) };
  }

  /** Says so by the link of a mail. @throws DomainError `notice.link-refused` */
  async acknowledgeByLink(token: string): Promise<void> {
    const { delivery, reader } = await this.behind(token);
    const { id, name, role } = reader;
    await this.write(delivery, id, { kind: 'USER', id, name, role });
  }

  /** The first who says so is kept; for all others it has been said. */
  private async write(
    { id, messageId, customerId, kind }: Delivery,
    userId: string,
    actor?: NamedActor,
  ): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      if (!(await this.climbs.acknowledge(tx, messageId, userId, now))) return;
      await this.audit.note(tx, {
        ...{ action: 'notice.acknowledged', customerId, object: { type: 'notice', id }, after: { kind } },
        ...(actor !== undefined && { actor }),
      });
      const item = { siteIds: [], body: { kind: 'notice' as const, id: messageId } };
      await appendToOutbox(tx, [{ feed: customerId, topic: 'records.changed', items: [item] }], now);
    });
  }

  /** Whoever was sent a link and may still know of what it is about. */
  private async behind(token: string): Promise<{ delivery: Delivery; reader: PersonInReach; story: NoticeStory }> {
    const id = this.links.read(token);
    const delivery = id === undefined ? undefined : await this.ledger.sent(id);
    if (delivery !== undefined && !delivery.isStaff && delivery.at > this.clock.now() - VALID_MS) {
      const people = await this.people.of(delivery.customerId);
      const reader = people.find((person) => person.id === delivery.receiverId);
      const story = (await this.stories.of([delivery], () => reader?.scope)).get(delivery.id);
      if (reader !== undefined && story !== undefined) return { delivery, reader, story };
    }
    throw new DomainError('notice.link-refused', 'This link is not valid or has expired');
  }
}
