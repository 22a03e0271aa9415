import { Injectable } from '@nestjs/common';
import { v7 as uuidv7 } from 'uuid';
import { Database, type Transaction } from '../../database/database.js';
import { CustomerPeople } from '../identity/index.js';
import { type Listener, type Telling, tellingsOf } from './audience.js';
import { type Delivery, newDelivery } from './delivery.js';
import { DeliveryRepository } from './delivery.repository.js';
import { usualSettings } from './dispatcher.js';
import { LineRepository } from './line.repository.js';
import { MessageRepository } from './message.repository.js';
import type { Lines, NoticeEvent } from './notice-event.js';
import { NoticeEventRepository } from './notice-event.repository.js';

const SECOND_MS = 1_000;
const DAY_MS = 86_400_000;
/** Of so many mails one needs a second try, and of so many one comes back. */
const [AGAIN, BOUNCED] = [17, 43];

/**
 * Enters what was pinned for a past into the ledger as told in its time, to those whom it would be told today. Nothing
 * leaves the house. For a house that begins with a past, before anything of its present is pinned.
 */
@Injectable()
export class PastNotices {
  constructor(
    private readonly database: Database,
    private readonly events: NoticeEventRepository,
    private readonly messages: MessageRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly lines: LineRepository,
    private readonly people: CustomerPeople,
  ) {}

  /** @param now ms; what is older than a day has been read */
  async enter(now: number): Promise<void> {
    const listeners = new Map<string, readonly Person[]>();
    for (let events = await this.events.waiting(); events.length > 0; events = await this.events.waiting()) {
      const lines = await this.lines.of(events);
      for (const { customerId } of events)
        if (!listeners.has(customerId)) listeners.set(customerId, await this.listenersOf(customerId));
      await this.database.transaction(async (tx) => {
        for (const event of events) await this.enterOne(tx, event, lines, listeners.get(event.customerId) ?? [], now);
      });
    }
  }

  private async enterOne(
    tx: Transaction,
    event: NoticeEvent,
    lines: Lines,
    people: readonly Person[],
    now: number,
  ): Promise<void> {
    if (!(await this.events.markGathered(tx, event.id, event.at))) return;
    const messageId = await this.messages.addTold(tx, event);
    const message = { id: messageId, customerId: event.customerId, kind: event.kind };
    const tellings = tellingsOf([event], lines, people).filter(({ way }) => way !== 'sms');
    const isStaff = (id: string): boolean => people.find((person) => person.id === id)?.isStaff === true;
    const told = tellings.map((telling, place) =>
      pastDelivery(newDelivery(message, telling, receiverOf(telling, isStaff), event.at), event.at + place, now),
    );
    await this.deliveries.insert(tx, told);
  }

  private async listenersOf(customerId: string): Promise<Person[]> {
    const people = await this.people.of(customerId);
    return people.map((person) => {
      const { id, scope, isStaff } = person;
      return { id, scope, isStaff, subscriptions: usualSettings(person).subscriptions };
    });
  }
}

type Person = Listener & { readonly isStaff: boolean };

function receiverOf({ listenerId, way }: Telling, isStaff: (id: string) => boolean) {
  return { way, isStaff: isStaff(listenerId), step: 0 };
}

/** What lies in the portal is read within a day; of mails a few have their troubles, always the same ones. */
function pastDelivery(delivery: Delivery, at: number, now: number): Delivery {
  const told = { ...delivery, id: uuidv7({ msecs: at }) };
  const number = Math.floor(at / SECOND_MS);
  if (delivery.way === 'portal')
    return { ...told, state: 'SENT', sentAt: at, readAt: at < now - DAY_MS ? at + DAY_MS / 24 : null };
  if (number % BOUNCED === 0 && !delivery.isStaff) return { ...told, state: 'FAILED', attempts: 1, failure: 'bounced' };
  const isSecond = number % AGAIN === 0;
  const sentAt = at + (isSecond ? 65 : 4) * SECOND_MS;
  return { ...told, state: 'SENT', sentAt, attempts: isSecond ? 2 : 1 };
}
