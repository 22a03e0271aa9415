import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { ClimbRepository } from './climb.repository.js';
import { Climbing } from './climbing.js';
import { Courier } from './courier.js';
import { DeliveryRepository } from './delivery.repository.js';
import { Dispatcher } from './dispatcher.js';
import { Gatherer } from './gatherer.js';
import { MessageRepository } from './message.repository.js';
import { NoticeEventRepository } from './notice-event.repository.js';

const EVERY_MS = 1_000;
const SWEEP_MS = 60 * 60_000;
/** Thirteen months, as readings. */
const KEPT_MS = 400 * 86_400_000;

/** The jobs by which notices get from the board to people. */
@Injectable()
export class NoticeWork implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly database: Database,
    private readonly gatherer: Gatherer,
    private readonly dispatcher: Dispatcher,
    private readonly climbing: Climbing,
    private readonly climbs: ClimbRepository,
    private readonly courier: Courier,
    private readonly events: NoticeEventRepository,
    private readonly messages: MessageRepository,
    private readonly deliveries: DeliveryRepository,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.jobs.every('notifications.decide', EVERY_MS, async (signal) => {
      await this.gatherer.gather(signal);
      await this.dispatcher.dispatch(signal);
    });
    this.jobs.every('notifications.climb', EVERY_MS, (signal) => this.climbing.climb(signal));
    this.jobs.every('notifications.deliver', EVERY_MS, (signal) => this.courier.deliver(signal));
    this.jobs.every('notifications.sweep', SWEEP_MS, (signal) => this.sweep(signal));
  }

  private async sweep(signal: AbortSignal): Promise<void> {
    const time = this.clock.now() - KEPT_MS;
    for (let removed = 1; removed > 0 && !signal.aborted;) {
      removed = await this.database.transaction((tx) => this.deliveries.removeOlderThan(tx, time));
    }
    for (let removed = 1; removed > 0 && !signal.aborted;) {
      removed = await this.database.transaction((tx) => this.events.removeOlderThan(tx, time));
    }
    for (let removed = 1; removed > 0 && !signal.aborted;) {
      removed = await this.database.transaction((tx) => this.climbs.removeOlderThan(tx, time));
    }
    await this.database.transaction((tx) => this.messages.removeOlderThan(tx, time));
  }
}
