import { Injectable } from '@nestjs/common';
import { isAllowed, type NoticeSettings, type NoticeWay, quietUntil, usualNotices } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import { type Telling, tellingsOf } from './audience.js';
import { BrowserRepository } from './browsers/browser.repository.js';
import { Climbing } from './climbing.js';
import { type Delivery, newDelivery } from './delivery.js';
import { DeliveryRepository } from './delivery.repository.js';
import { type DutyCall, dutyTellings, OnDuty } from './duty/on-duty.js';
import { LadderRepository } from './ladder.repository.js';
import { LineRepository } from './line.repository.js';
import { type DueMessage, MessageRepository } from './message.repository.js';
import type { Lines, NoticeEvent } from './notice-event.js';
import { NoticeEventRepository } from './notice-event.repository.js';
import { HOUSE, type Room, roomScope } from './room.js';
import { RoomRepository } from './room.repository.js';
import { SettingRepository } from './setting.repository.js';
import { SmsGateway } from './ways/sms-gateway.js';

/** A person with what they want to hear of. */
interface Hearer {
  readonly person: PersonInReach;
  readonly settings: Pick<NoticeSettings, 'subscriptions' | 'quietHours' | 'phone'>;
  /** Whether they switched on a browser. */
  readonly hasBrowser: boolean;
}

/** Decides who is told of a message when it is due, by their rights and wishes of that moment. */
@Injectable()
export class Dispatcher {
  constructor(
    private readonly database: Database,
    private readonly messages: MessageRepository,
    private readonly events: NoticeEventRepository,
    private readonly lines: LineRepository,
    private readonly people: CustomerPeople,
    private readonly settings: SettingRepository,
    private readonly browsers: BrowserRepository,
    private readonly rooms: RoomRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly ladders: LadderRepository,
    private readonly climbing: Climbing,
    private readonly duty: OnDuty,
    private readonly gateway: SmsGateway,
    private readonly clock: Clock,
  ) {}

  async dispatch(signal?: AbortSignal): Promise<void> {
    for (let due = await this.messages.due(this.clock.now()); due.length > 0;) {
      for (const message of due) {
        if (signal?.aborted === true) return;
        await this.dispatchOne(message);
      }
      due = await this.messages.due(this.clock.now());
    }
  }

  private async dispatchOne(message: DueMessage): Promise<void> {
    const [hearers, rooms, ladder] = await Promise.all([
      this.hearersOf(message.customerId),
      this.rooms.listening(message.customerId),
      this.ladders.of(message.customerId),
    ]);
    await this.database.transaction(async (tx) => {
      if (!(await this.messages.close(tx, message.id))) return;
      const events = await this.events.ofMessage(tx, message.id);
      const lines = await this.lines.of(events);
      const now = this.clock.now();
      const deliveries = [
        ...this.toPeople(message, events, lines, hearers, await this.duty.calls(tx, events), now),
        ...toRooms(message, events, lines, rooms, now),
      ];
      await this.deliveries.insert(tx, deliveries);
      await this.climbing.begin(tx, message, events, ladder, now);
      const siteIds = [...new Set(events.flatMap((event) => [...event.siteIds, ...sitesOf(event, lines)]))];
      const item = { siteIds, body: { kind: 'notice', id: message.id } };
      await appendToOutbox(tx, [{ feed: message.customerId, topic: 'records.changed', items: [item] }], now);
    });
  }

  private async hearersOf(customerId: string): Promise<Hearer[]> {
    const people = await this.people.of(customerId);
    const ids = people.map(({ id }) => id);
    const [chosen, owners] = await Promise.all([this.settings.of(ids), this.browsers.owners(ids)]);
    return people.map((person) => ({
      person,
      settings: chosen.get(person.id) ?? (customerId === HOUSE ? ownSettings(person) : usualSettings(person)),
      hasBrowser: owners.has(person.id),
    }));
  }

  private toPeople(
    message: DueMessage,
    events: readonly NoticeEvent[],
    lines: Lines,
    hearers: readonly Hearer[],
    calls: readonly DutyCall[],
    now: number,
  ): Delivery[] {
    const byId = new Map(hearers.map((hearer) => [hearer.person.id, hearer]));
    const listeners = hearers.map(({ person: { id, scope }, settings: { subscriptions } }) => ({
      id,
      scope,
      subscriptions,
    }));
    const onDuty = hearers.flatMap((hearer) =>
      dutyTellings(calls, lines, hearer.person, (way) => this.canReach(hearer, way)),
    );
    const isCalled = ({ listenerId, way }: Telling): boolean =>
      onDuty.some((each) => each.listenerId === listenerId && each.way === way);
    const wished = tellingsOf(events, lines, listeners).filter((telling) => !isCalled(telling));
    return [...onDuty, ...wished].flatMap((telling) => {
      const hearer = byId.get(telling.listenerId);
      if (hearer === undefined || !this.canReach(hearer, telling.way)) return [];
      const { isStaff } = hearer.person;
      const delivery = newDelivery(message, telling, { way: telling.way, isStaff, step: 0 }, now);
      // What lies in the portal has arrived.
      if (telling.way === 'portal') return [{ ...delivery, state: 'SENT' as const, sentAt: now }];
      // Whoever is called has no quiet hours.
      if (isCalled(telling)) return [delivery];
      const heldUntil = heldUntilOf(hearer, telling, now);
      return [heldUntil === null ? delivery : { ...delivery, state: 'HELD' as const, nextTryAt: heldUntil }];
    });
  }

  private canReach({ settings, hasBrowser }: Hearer, way: NoticeWay): boolean {
    if (way === 'push') return hasBrowser;
    return way !== 'sms' || (this.gateway.isThere && settings.phone !== null);
  }
}

/** What a person hears without having chosen. */
export function usualSettings({ role }: Pick<PersonInReach, 'role'>): Hearer['settings'] {
  const { leastSeverity, told } = usualNotices(role);
  const subscription = {
    leastSeverity,
    reach: { type: 'all' as const },
    told: told.map(({ kind, ways }) => ({ kind, ways: [...ways] })),
  };
  return { subscriptions: [subscription], quietHours: null, phone: null };
}

/** What of the house itself is told to those who can mend it. */
function ownSettings({ role }: Pick<PersonInReach, 'role'>): Hearer['settings'] {
  const told = isAllowed(role, 'notices:manage')
    ? [{ kind: 'room.switched-off' as const, ways: ['portal' as const, 'mail' as const] }]
    : [];
  return { subscriptions: [{ leastSeverity: 'warning', reach: { type: 'all' }, told }], quietHours: null, phone: null };
}

function toRooms(
  message: DueMessage,
  events: readonly NoticeEvent[],
  lines: Lines,
  rooms: readonly Room[],
  now: number,
): Delivery[] {
  const byId = new Map(rooms.map((room) => [room.id, room]));
  // A room takes each kind by its one way, whose name stands in the delivery.
  const ways: NoticeWay[] = ['portal'];
  const listeners = rooms.map(({ id, customerId, kinds, leastSeverity, reach }) => ({
    id,
    scope: roomScope({ customerId }),
    subscriptions: [{ leastSeverity, reach, told: kinds.map((kind) => ({ kind, ways })) }],
  }));
  return tellingsOf(events, lines, listeners).flatMap((telling) => {
    const room = byId.get(telling.listenerId);
    if (room === undefined) return [];
    const isStaff = room.customerId === HOUSE;
    return [newDelivery(message, telling, { way: room.type, isStaff, step: 0 }, now)];
  });
}

/** Quiet hours hold back all but what is critical. */
function heldUntilOf({ person, settings }: Hearer, { severity }: Telling, now: number): number | null {
  if (settings.quietHours === null || severity === 'critical') return null;
  return quietUntil(now, settings.quietHours, person.timeZone);
}

function sitesOf({ circuitIds }: NoticeEvent, lines: Lines): string[] {
  return circuitIds.flatMap((id) => lines.get(id)?.siteIds ?? []);
}
