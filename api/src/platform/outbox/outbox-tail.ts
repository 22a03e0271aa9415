import { Injectable, Logger } from '@nestjs/common';
import { describeError } from '../logging/describe-error.js';
import type { OutboxEntry } from './outbox.js';
import { OutboxRepository } from './outbox.repository.js';

const LOOK_MS = 250;

/** Takes what the tail found; called for each feed in the order of its sequence numbers, without a hole. */
export type Deliver = (entry: OutboxEntry) => void;

/**
 * Follows the outbox while somebody listens. Whoever reads `heads` in the same turn as it begins to listen gets
 * everything after those heads: positions move only in the turn in which entries are delivered.
 */
@Injectable()
export class OutboxTail {
  private readonly logger = new Logger(OutboxTail.name);
  private positions = new Map<string, number>();
  private started: Promise<void> | undefined;
  private run = 0;
  private timer: NodeJS.Timeout | undefined;
  private isAway = false;

  constructor(private readonly outbox: OutboxRepository) {}

  /** How far each feed was delivered. Feeds that never had a change are not in it. */
  get heads(): ReadonlyMap<string, number> {
    return this.positions;
  }

  /** Whether somebody listens and the positions are known. */
  get isFollowing(): boolean {
    return this.timer !== undefined && this.started !== undefined;
  }

  /** Begins at the newest committed change, unless it runs already. Fails when the database is away. */
  async start(deliver: Deliver): Promise<void> {
    this.started ??= this.begin((this.run += 1), deliver);
    return this.started;
  }

  stop(): void {
    this.run += 1;
    this.started = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async begin(run: number, deliver: Deliver): Promise<void> {
    try {
      const heads = await this.outbox.heads();
      if (run !== this.run) return;
      this.positions = heads;
      this.lookLater(run, deliver);
    } catch (error) {
      if (run === this.run) this.started = undefined;
      throw error;
    }
  }

  private lookLater(run: number, deliver: Deliver): void {
    this.timer = setTimeout(() => void this.look(run, deliver), LOOK_MS);
  }

  private async look(run: number, deliver: Deliver): Promise<void> {
    try {
      await this.deliverNews(run, deliver);
      this.isAway = false;
    } catch (error) {
      // Said once an outage; the tail goes on from where it was as soon as the database is back.
      if (!this.isAway) this.logger.warn({ msg: 'the outbox cannot be read', error: describeError(error) });
      this.isAway = true;
    }
    if (run === this.run) this.lookLater(run, deliver);
  }

  private async deliverNews(run: number, deliver: Deliver): Promise<void> {
    const news = new Map<string, number>();
    const heads = await this.outbox.heads();
    for (const [feed, head] of heads) {
      const position = this.positions.get(feed) ?? 0;
      if (head > position) news.set(feed, position);
    }
    if (news.size === 0) return;
    const entries = await this.outbox.after(news);
    if (run !== this.run) return;
    for (const entry of entries) {
      this.positions.set(entry.feed, entry.seq);
      deliver(entry);
    }
    // Without any entry, news of a feed are changes that were pruned meanwhile: the heads tell clients of the hole.
    if (entries.length > 0) return;
    for (const feed of news.keys()) this.positions.set(feed, heads.get(feed) ?? 0);
  }
}
