import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { MessageRepository } from './message.repository.js';
import type { NoticeEvent } from './notice-event.js';
import { NoticeEventRepository } from './notice-event.repository.js';

/** Long enough for circuits that drop together, whose ports are read one after the other; short enough for a fault. */
const GATHERED_MS = 15_000;
/** What follows on a cause that was told not long ago comes in longer breaths. */
const FOLLOWED_MS = 60 * 60_000;
const LATER_MS = 5 * 60_000;

/** Makes messages of what was pinned: what has one cause and comes together is one message. */
@Injectable()
export class Gatherer {
  constructor(
    private readonly database: Database,
    private readonly events: NoticeEventRepository,
    private readonly messages: MessageRepository,
    private readonly clock: Clock,
  ) {}

  /** Puts all that is on the board into messages. Each event gets into one, by whatever number of hands. */
  async gather(signal?: AbortSignal): Promise<void> {
    for (let events = await this.events.waiting(); events.length > 0; events = await this.events.waiting()) {
      for (const event of events) {
        if (signal?.aborted === true) return;
        await this.place(event);
      }
    }
  }

  private async place(event: NoticeEvent): Promise<void> {
    let isPlaced = false;
    while (!isPlaced) isPlaced = await this.database.transaction((tx) => this.tryPlace(tx, event));
  }

  /** @returns false when the message that it would have joined was closed in this moment, and nothing is done */
  private async tryPlace(tx: Transaction, event: NoticeEvent): Promise<boolean> {
    const now = this.clock.now();
    if (!(await this.events.markGathered(tx, event.id, now))) return true;
    const isFollowing = isOfLine(event) && (await this.messages.wasOpened(tx, event, now - FOLLOWED_MS));
    if (await this.messages.join(tx, event, now, now + (isFollowing ? LATER_MS : GATHERED_MS))) return true;
    await this.events.unmarkGathered(tx, event.id);
    return false;
  }
}

/** Faults come in swarms; what people say to each other does not, and does not wait. */
function isOfLine({ kind }: NoticeEvent): boolean {
  return kind.startsWith('fault.') || kind.startsWith('threshold.');
}
