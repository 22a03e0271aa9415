import { Injectable } from '@nestjs/common';
import { ENDED_BY, isAtLeast, type LadderStep, type NoticeLadder, stepDueAt } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { appendToOutbox } from '../../platform/outbox/outbox.js';
import { CustomerPeople, type PersonInReach } from '../identity/index.js';
import { isVisible, worstOf } from './audience.js';
import { type Climb, ClimbRepository } from './climb.repository.js';
import { type Delivery, newDelivery } from './delivery.js';
import { DeliveryRepository } from './delivery.repository.js';
import { LadderRepository } from './ladder.repository.js';
import { LineRepository } from './line.repository.js';
import type { DueMessage } from './message.repository.js';
import type { Lines, NoticeEvent } from './notice-event.js';
import { NoticeEventRepository } from './notice-event.repository.js';
import { SettingRepository } from './setting.repository.js';
import { SmsGateway } from './ways/sms-gateway.js';

/**
 * Tells the next contact of a customer what nobody has acknowledged, step by step as the customer's ladder says. Ends
 * with the acknowledgement, with the end of what it is about, or with the last step.
 */
@Injectable()
export class Climbing {
  constructor(
    private readonly database: Database,
    private readonly ladders: LadderRepository,
    private readonly climbs: ClimbRepository,
    private readonly events: NoticeEventRepository,
    private readonly lines: LineRepository,
    private readonly people: CustomerPeople,
    private readonly settings: SettingRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly gateway: SmsGateway,
    private readonly clock: Clock,
  ) {}

  /** Begins with a message that is told now, where the ladder of its customer asks for it. */
  async begin(
    tx: Transaction,
    { id, kind, customerId }: DueMessage,
    events: readonly NoticeEvent[],
    ladder: NoticeLadder | undefined,
    now: number,
  ): Promise<void> {
    const severity = worstOf(events);
    if (ladder?.isOn !== true || ENDED_BY[kind] === undefined || severity === null) return;
    const dueAt = dueAtOf(ladder, 0, now);
    if (dueAt === undefined || !isAtLeast(severity, ladder.leastSeverity)) return;
    await this.climbs.begin(tx, id, customerId, dueAt);
  }

  /** Takes the steps that are due. Each is taken once, by whatever number of hands. */
  async climb(signal?: AbortSignal): Promise<void> {
    for (let due = await this.climbs.due(this.clock.now()); due.length > 0;) {
      for (const climb of due) {
        if (signal?.aborted === true) return;
        await this.climbOne(climb);
      }
      due = await this.climbs.due(this.clock.now());
    }
  }

  private async climbOne(climb: Climb): Promise<void> {
    const { customerId, messageId } = climb;
    const [ladder, people] = await Promise.all([this.ladders.of(customerId), this.people.of(customerId)]);
    const step = ladder?.isOn === true ? ladder.steps[climb.step] : undefined;
    const phones = await this.phonesOf(step);
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const open = await this.stillOpen(tx, messageId);
      if (ladder === undefined || step === undefined || open.length === 0) return this.climbs.end(tx, messageId);
      if (!(await this.climbs.step(tx, climb, dueAtOf(ladder, climb.step + 1, now)))) return;
      const lines = await this.lines.of(open);
      const told = people.filter(({ id, isStaff }) => !isStaff && step.personIds.includes(id));
      const deliveries = told.flatMap((person) => toPerson(climb, step, person, open, lines, phones, now));
      await this.deliveries.insert(tx, deliveries);
      const siteIds = [...new Set(open.flatMap((event) => event.siteIds))];
      const item = { siteIds, body: { kind: 'notice' as const, id: messageId } };
      await appendToOutbox(tx, [{ feed: customerId, topic: 'records.changed', items: [item] }], now);
    });
  }

  /** What of a message has not ended by itself since. */
  private async stillOpen(tx: Transaction, messageId: string): Promise<NoticeEvent[]> {
    const events = await this.events.ofMessage(tx, messageId);
    const ended = await this.events.endedSince(tx, events);
    return events.filter(({ id }) => !ended.has(id));
  }

  /** Whom of a step an SMS can reach. */
  private async phonesOf(step: LadderStep | undefined): Promise<ReadonlySet<string>> {
    if (!this.gateway.isThere || step?.ways.includes('sms') !== true) return new Set();
    const settings = await this.settings.of(step.personIds);
    return new Set([...settings].filter(([, { phone }]) => phone !== null).map(([id]) => id));
  }
}

/** @returns undefined when the ladder has no such step */
function dueAtOf({ steps, hours, timeZone }: NoticeLadder, place: number, from: number): number | undefined {
  const step = steps[place];
  return step === undefined ? undefined : stepDueAt(from, step.afterMinutes, hours, timeZone);
}

/** Somebody of a step is told as far as they may know of it; their quiet hours do not hold, those of the ladder do. */
function toPerson(
  { messageId, customerId, step: taken }: Climb,
  { ways }: LadderStep,
  { id, scope }: PersonInReach,
  open: readonly NoticeEvent[],
  lines: Lines,
  phones: ReadonlySet<string>,
  now: number,
): Delivery[] {
  const events = open.filter((event) => isVisible(event, lines, scope));
  const [first] = events;
  if (first === undefined) return [];
  const message = { id: messageId, customerId, kind: first.kind };
  const telling = { listenerId: id, events, severity: worstOf(events) };
  return ways
    .filter((way) => way === 'mail' || phones.has(id))
    .map((way) => newDelivery(message, telling, { way, isStaff: false, step: taken + 1 }, now));
}
