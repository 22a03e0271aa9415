import { Injectable } from '@nestjs/common';
import { isAllowed } from '@linewatch/shared';
import { Database } from '../../../database/database.js';
import { MailQueue } from '../../../platform/mail/mail-queue.js';
import type { Mail } from '../../../platform/mail/mail.js';
import { type MailThread, MailThreads } from '../../../platform/mail/mail-threads.js';
import { type PersonInReach, PortalLinks } from '../../identity/index.js';
import { RatingLinks } from '../../tickets/index.js';
import { AcknowledgementLinks } from '../acknowledgement-links.js';
import { ClimbRepository } from '../climb.repository.js';
import type { Delivery } from '../delivery.js';
import { DeliveryRepository } from '../delivery.repository.js';
import type { NoticeEvent } from '../notice-event.js';
import { digestMail, noticeMail } from '../texts/notice-mail.js';
import { notifiedPath } from '../texts/notice-paths.js';
import { type NoticeStory, noticeWords } from '../texts/notice-words.js';
import { ToldParcels } from '../told-parcel.js';

/** A parcel with what it says to its reader. */
interface Letter {
  readonly deliveries: readonly Delivery[];
  readonly mail: Mail;
}

/** Hands notices to the queue of all mails, in the transaction that marks them: each is in the queue once. */
@Injectable()
export class MailWay {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly parcels: ToldParcels,
    private readonly mails: MailQueue,
    private readonly links: PortalLinks,
    private readonly climbs: ClimbRepository,
    private readonly acknowledgements: AcknowledgementLinks,
    private readonly threads: MailThreads,
    private readonly ratings: RatingLinks,
  ) {}

  /** @param parcel deliveries to one person: one, or all that waited for the same morning */
  async hand(parcel: readonly Delivery[]): Promise<void> {
    const left = await this.parcels.of(parcel);
    await this.drop(parcel.filter((each) => left?.told.includes(each) !== true));
    if (left === undefined) return;
    const { told, reader, stories } = left;
    const mail = this.compose(reader, stories, await this.acknowledgeUrl(told, reader));
    await this.enqueue({ deliveries: told, mail });
  }

  /** Where the reader says that they know of the one message that goes on to others otherwise. */
  private async acknowledgeUrl(told: readonly Delivery[], { isStaff }: PersonInReach): Promise<string | undefined> {
    const [only] = told.length === 1 ? told : [];
    if (only === undefined || isStaff) return undefined;
    const climb = (await this.climbs.of([only.messageId])).get(only.messageId);
    if (climb?.acknowledged !== null) return undefined;
    const token = await this.database.transaction((tx) => this.acknowledgements.tokenOf(tx, only.id));
    return this.links.to('/acknowledge', token);
  }

  private compose(reader: PersonInReach, stories: readonly NoticeStory[], acknowledge: string | undefined): Mail {
    const [first, ...others] = stories.map((story) => noticeWords(story, reader));
    const [story] = stories;
    const [event] = story?.events ?? [];
    if (first === undefined || event === undefined) throw new Error('a mail about nothing');
    if (others.length > 0) return digestMail(reader, [first, ...others], this.links.to('/notices'));
    return noticeMail(reader, first, {
      url: this.links.to(notifiedPath(event.object)),
      settings: this.links.to('/notices/settings'),
      thread: this.threadOf(reader, event),
      rate: this.rateUrl(reader, event),
      acknowledge,
    });
  }

  /** For the customer's people, once their ticket is closed. */
  private rateUrl({ role, isStaff }: PersonInReach, { kind, object }: NoticeEvent): string | undefined {
    if (kind !== 'ticket.closed' || isStaff || !isAllowed(role, 'tickets:file')) return undefined;
    return this.links.to('/rate', this.ratings.tokenOf(object.id));
  }

  /** By mail the customer's people answer, as far as they may in the portal. */
  private threadOf({ role, isStaff }: PersonInReach, { object, facts }: NoticeEvent): MailThread | undefined {
    const { number } = facts;
    const mayAnswer = !isStaff && isAllowed(role, 'tickets:file');
    if (!mayAnswer || object.type !== 'ticket' || typeof number !== 'string') return undefined;
    return this.threads.of(number);
  }

  private async enqueue({ deliveries, mail }: Letter): Promise<void> {
    await this.database
      .transaction(async (tx) => {
        const mailId = await this.mails.enqueue(tx, mail);
        for (const delivery of deliveries) {
          // Somebody else has a part of it: all is undone, and what is left of it is handed with the next look.
          if (!(await this.deliveries.hand(tx, delivery, mailId))) throw new TakenMeanwhile();
        }
      })
      .catch((error: unknown) => {
        if (!(error instanceof TakenMeanwhile)) throw error;
      });
  }

  private async drop(deliveries: readonly Delivery[]): Promise<void> {
    if (deliveries.length === 0) return;
    await this.database.transaction(async (tx) => {
      for (const { id } of deliveries) await this.deliveries.drop(tx, id);
    });
  }
}

class TakenMeanwhile extends Error {
  override readonly name = 'TakenMeanwhile';
}
