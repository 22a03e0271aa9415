import { Injectable, Logger } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { OutboundFailure } from '../../platform/outbound/outbound-failure.js';
import { type Delivery, type DeliveryWay, inPlaceOf, type Outcome } from './delivery.js';
import { DeliveryRepository } from './delivery.repository.js';
import { MailWay } from './ways/mail-way.js';
import { PushWay } from './ways/push-way.js';
import { RoomWay } from './ways/room-way.js';
import { SmsWay } from './ways/sms-way.js';

/** Longer than a call may take. */
const LEASE_MS = 60_000;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 60 * 60_000;
/** With waits that double to an hour: about seven hours. */
const TRIES = 16;
/** Receivers that are called at the same time, so that one that hangs does not hold up the others. */
const AT_ONCE = 8;
/** Ways by which all that waited for the same morning is one message. */
const GATHERED: readonly DeliveryWay[] = ['mail', 'push'];

/** Sends what is due. A receiver that is away gets it late; nothing is lost, and a second time only with the same id. */
@Injectable()
export class Courier {
  private readonly logger = new Logger(Courier.name);

  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryRepository,
    private readonly mail: MailWay,
    private readonly sms: SmsWay,
    private readonly push: PushWay,
    private readonly rooms: RoomWay,
    private readonly clock: Clock,
  ) {}

  async deliver(signal?: AbortSignal): Promise<void> {
    await this.database.transaction((tx) => this.deliveries.followMails(tx, this.clock.now()));
    for (let due = await this.due(); due.length > 0; due = await this.due()) {
      for (let start = 0; start < due.length; start += AT_ONCE) {
        if (signal?.aborted === true) return;
        await Promise.all(due.slice(start, start + AT_ONCE).map((parcel) => this.deliverParcel(parcel)));
      }
    }
  }

  /** What is due, one parcel a receiver and way: the first, or all that waited for the same morning. */
  private async due(): Promise<Delivery[][]> {
    const parcels = new Map<string, Delivery[]>();
    for (const delivery of await this.deliveries.due(this.clock.now())) {
      const key = `${delivery.way} ${delivery.receiverId} ${delivery.state === 'HELD' ? String(delivery.nextTryAt) : ''}`;
      const parcel = parcels.get(key);
      if (parcel === undefined) parcels.set(key, [delivery]);
      else if (GATHERED.includes(delivery.way) && delivery.state === 'HELD') parcel.push(delivery);
    }
    return [...parcels.values()];
  }

  private async deliverParcel(parcel: readonly Delivery[]): Promise<void> {
    const [delivery] = parcel;
    if (delivery === undefined) return;
    if (delivery.way === 'mail') await this.mail.hand(parcel);
    else if (delivery.way === 'push') await this.claimAndPush(parcel);
    else await this.claimAndDeliver(delivery);
  }

  /** What is one message is taken, told and settled as one, so that the second try of it has the same id. */
  private async claimAndPush(parcel: readonly Delivery[]): Promise<void> {
    const until = this.clock.now() + LEASE_MS;
    const claimed = await this.database.transaction((tx) => this.deliveries.claimTogether(tx, parcel, until));
    if (claimed.length === 0) return;
    await this.settle(claimed, await this.push.deliver(claimed));
  }

  private async claimAndDeliver(delivery: Delivery): Promise<void> {
    const until = this.clock.now() + LEASE_MS;
    if (!(await this.database.transaction((tx) => this.deliveries.claim(tx, delivery, until)))) return;
    const outcome = await this.outcomeOf(delivery);
    await this.settle([delivery], new Map([[delivery.id, outcome]]));
  }

  private async outcomeOf(delivery: Delivery): Promise<Outcome> {
    try {
      return await (delivery.way === 'sms' ? this.sms.deliver(delivery) : this.rooms.deliver(delivery));
    } catch (error) {
      // The world outside: it is tried again. All else is a mistake of ours and ends the job with its stack.
      if (error instanceof OutboundFailure) return { kind: 'failed', failure: error.reason };
      throw error;
    }
  }

  /** Writes what came of a parcel, all of it or nothing. */
  private async settle(parcel: readonly Delivery[], outcomes: ReadonlyMap<string, Outcome>): Promise<void> {
    const outcomeOf = ({ id }: Delivery): Outcome => outcomes.get(id) ?? { kind: 'dropped' };
    await this.database.transaction(async (tx) => {
      for (const delivery of parcel) await this.settleOne(tx, delivery, outcomeOf(delivery));
    });
    for (const delivery of parcel) {
      const outcome = outcomeOf(delivery);
      if (outcome.kind !== 'failed') continue;
      const { id, way, attempts } = delivery;
      const what = { id, way, attempts: attempts + 1, reason: outcome.failure };
      this.logger.warn({ msg: 'a notice could not be delivered', ...what });
    }
  }

  private async settleOne(tx: Transaction, delivery: Delivery, outcome: Outcome): Promise<void> {
    const now = this.clock.now();
    const isRoom = delivery.way !== 'sms' && delivery.way !== 'push';
    if (outcome.kind === 'diverted') {
      await this.deliveries.markFailed(tx, delivery.id, outcome.failure, undefined);
      await this.deliveries.insert(tx, [inPlaceOf(delivery, now)]);
      return;
    }
    if (outcome.kind === 'dropped') return this.deliveries.drop(tx, delivery.id);
    if (outcome.kind === 'sent') {
      await this.deliveries.markSent(tx, delivery.id, now);
      if (isRoom) await this.rooms.noteSuccess(tx, delivery.receiverId);
      return;
    }
    const isOver = outcome.isOver === true || delivery.attempts + 1 >= TRIES;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** Math.min(delivery.attempts, 10), LONGEST_WAIT_MS);
    await this.deliveries.markFailed(tx, delivery.id, outcome.failure, isOver ? undefined : now + wait);
    if (isRoom) await this.rooms.noteFailure(tx, delivery, outcome, now + wait);
  }
}
