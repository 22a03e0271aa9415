import { setImmediate } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { describeError } from '../logging/describe-error.js';
import { HandedNews } from './handed-news.js';
import type { NamedItem, OutboxEntry, OutboxItem, StoredEntry } from './outbox.js';
import { OutboxRepository } from './outbox.repository.js';
import { Repetitions } from './repetitions.js';

/** Looks are never further apart than this, however long they take. */
const LOOK_MS = 250;
/** Looks are so far apart at least … */
export const LEAST_GAP_MS = 10;
/** … and so many times as long as what they read takes, so that steady change leaves the database to others … */
const GAP_A_READ = 10;
/** … but where somebody waits for the news, a state or a fault, not much longer than that. */
const URGENT_GAP_A_READ = 1;

/** Objects that are read at once. */
const DESCRIBED_AT_ONCE = 25;

/** Takes what the tail found; called for each feed in the order of its sequence numbers, without a hole. */
export type Deliver = (entry: OutboxEntry) => void;

/** Reads objects that are named by their ids, as they are now; what is not there any more is left out. */
export type Describe = (ids: readonly string[]) => Promise<ReadonlyMap<string, OutboxItem>>;

/** Whether anybody listens to a feed: what nobody hears need not be read. */
export type Hears = (feed: string) => boolean;

interface Audience {
  readonly deliver: Deliver;
  readonly hears: Hears;
}

/** What a look was. */
interface Look {
  /** At all feeds, and not only at those that somebody waits for. */
  readonly isWhole: boolean;
  /** Whether something was committed while it went on. */
  readonly isCalled: boolean;
}

/**
 * Follows the outbox while somebody listens. Whoever reads `heads` in the same turn as it begins to listen gets
 * everything after those heads: positions move only in the turn in which entries are delivered.
 */
@Injectable()
export class OutboxTail {
  /** What other instances commit is found by reading; what this one does is handed over and told at once. */
  protected readonly lookMs: number = LOOK_MS;
  private readonly logger = new Logger(OutboxTail.name);
  private positions = new Map<string, number>();
  private started: Promise<void> | undefined;
  private run = 0;
  private timer: NodeJS.Timeout | undefined;
  private isLooking = false;
  /** Commits that called it. */
  private calls = 0;
  /** Feeds with news that somebody waits for, since the last look. */
  private urgent = new Set<string>();
  /** When the next look may be: of newer figures, and of what somebody waits for. */
  private readyAt = 0;
  private urgentAt = 0;
  /** Whether a look at all feeds gave way to what somebody waits for; it does so once, and then comes to its end. */
  private hasGivenWay = false;
  private readonly handed = new HandedNews();
  /** When the table is to be read again, whatever is handed over. */
  private readAt = 0;
  /** What the look that runs spends on reading. */
  private readMs = 0;
  private endListening: (() => void) | undefined;
  private readonly repetitions = new Repetitions();
  private isAway = false;
  private describe: Describe = () => Promise.resolve(new Map());

  constructor(private readonly outbox: OutboxRepository) {}

  /** How far each feed was delivered. Feeds that never had a change are not in it. */
  get heads(): ReadonlyMap<string, number> {
    return this.positions;
  }

  /** Whether somebody listens and the positions are known. */
  get isFollowing(): boolean {
    return this.timer !== undefined && this.started !== undefined;
  }

  /** Says who knows the objects that changes name. */
  describeBy(describe: Describe): void {
    this.describe = describe;
  }

  /** Begins at the newest committed change, unless it runs already. Fails when the database is away. */
  async start(deliver: Deliver, hears: Hears): Promise<void> {
    this.started ??= this.begin((this.run += 1), { deliver, hears });
    return this.started;
  }

  stop(): void {
    this.run += 1;
    this.started = undefined;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.isLooking = false;
    this.endListening?.();
    this.endListening = undefined;
    this.handed.clear();
    this.urgent.clear();
  }

  private async begin(run: number, audience: Audience): Promise<void> {
    try {
      const heads = await this.outbox.heads();
      if (run !== this.run) return;
      this.positions = heads;
      this.readAt = performance.now() + this.lookMs;
      this.endListening = this.outbox.onNews((entries, urgent) => {
        this.handed.take(entries);
        for (const feed of urgent) this.urgent.add(feed);
        this.hear(run, audience);
      });
      this.lookLater(run, audience, this.lookMs);
    } catch (error) {
      if (run === this.run) this.started = undefined;
      throw error;
    }
  }

  /** Something was committed: looks at once, or as soon as it may. */
  private hear(run: number, audience: Audience): void {
    this.calls += 1;
    const at = this.urgent.size > 0 ? this.urgentAt : this.readyAt;
    if (!this.isLooking) this.lookLater(run, audience, at - performance.now());
  }

  private lookLater(run: number, audience: Audience, inMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(run, audience), Math.max(0, inMs));
  }

  /** @param atOnce what somebody waits for, even where the others may be told too */
  private async look(run: number, audience: Audience, atOnce = false): Promise<void> {
    const { calls, urgent } = this;
    // Before the others may be told again, nothing but the feeds that somebody waits for.
    const only = urgent.size > 0 && (atOnce || performance.now() < this.readyAt) ? urgent : undefined;
    this.urgent = new Set();
    this.isLooking = true;
    this.readMs = 0;
    let isTold = true;
    try {
      isTold = await this.deliverNews(run, audience, only);
      this.isAway = false;
    } catch (error) {
      // Said once an outage; the tail goes on from where it was as soon as the database is back.
      if (!this.isAway) this.logger.warn({ msg: 'the outbox cannot be read', error: describeError(error) });
      this.isAway = true;
    }
    if (run !== this.run) return;
    if (only === undefined) this.hasGivenWay = !isTold;
    if (!isTold) return this.look(run, audience, true);
    this.lookAfter(run, audience, { isWhole: only === undefined, isCalled: this.calls > calls });
  }

  /** Says when the next look is, from the end of one on. */
  private lookAfter(run: number, audience: Audience, { isWhole, isCalled }: Look): void {
    const endedAt = performance.now();
    this.isLooking = false;
    if (isWhole) this.readyAt = endedAt + gapAfter(this.readMs, GAP_A_READ);
    this.urgentAt = endedAt + gapAfter(this.readMs, URGENT_GAP_A_READ);
    this.lookLater(run, audience, this.nextLookAt(isCalled || !isWhole, endedAt) - endedAt);
  }

  private nextLookAt(hasMore: boolean, now: number): number {
    if (this.isAway) return now + this.lookMs;
    if (this.urgent.size > 0) return this.urgentAt;
    return hasMore ? this.readyAt : Math.max(this.readyAt, this.readAt);
  }

  /**
   * @param only these feeds; unless given, all
   * @returns false when nothing was told, since there is something now that somebody waits for
   */
  private async deliverNews(run: number, { deliver, hears }: Audience, only?: ReadonlySet<string>): Promise<boolean> {
    const news = await this.news(run);
    const entries = only === undefined ? news : news.filter(({ feed }) => only.has(feed));
    if (entries.length === 0) return true;
    const mayGiveWay = only === undefined && !this.hasGivenWay;
    const described = await this.described(entries, hears, () => mayGiveWay && this.urgent.size > 0);
    if (described === undefined) return false;
    if (run !== this.run) return true;
    const now = performance.now();
    const late = this.repetitions.waiting(described, now);
    for (const [index, { feed, seq }] of entries.entries()) {
      const entry = described[index];
      // Somebody came to listen while the others' were read: this feed is told with the next look.
      if (entry === undefined && hears(feed)) late.add(feed);
      if (late.has(feed)) continue;
      this.positions.set(feed, seq);
      if (entry === undefined) continue;
      this.repetitions.told(entry, now);
      deliver(entry);
    }
    return true;
  }

  /** What is new of each feed: as it was handed over, or as it is read, when that is due or something is missing. */
  private async news(run: number): Promise<readonly StoredEntry[]> {
    const handed = this.handed.after(this.positions);
    if (handed !== undefined && performance.now() < this.readAt) return handed;
    const heads = await this.timed(() => this.outbox.heads());
    const behind = new Map<string, number>();
    for (const [feed, head] of heads) {
      const position = this.positions.get(feed) ?? 0;
      if (head > position) behind.set(feed, position);
    }
    const entries = behind.size === 0 ? [] : await this.timed(() => this.outbox.after(behind));
    if (run !== this.run) return [];
    this.readAt = performance.now() + this.lookMs;
    // Without any entry, news of a feed are changes that were pruned meanwhile: the heads tell clients of the hole.
    if (entries.length === 0) for (const feed of behind.keys()) this.positions.set(feed, heads.get(feed) ?? 0);
    return entries;
  }

  private async timed<Result>(read: () => Promise<Result>): Promise<Result> {
    const begunAt = performance.now();
    try {
      return await read();
    } finally {
      this.readMs += performance.now() - begunAt;
    }
  }

  /** In parts, between which others have their turn: the embedded database answers without letting them. */
  private async known(
    ids: readonly string[],
    hasToStop: () => boolean,
  ): Promise<ReadonlyMap<string, OutboxItem> | undefined> {
    const known = new Map<string, OutboxItem>();
    for (let start = 0; start < ids.length; start += DESCRIBED_AT_ONCE) {
      if (start > 0) await setImmediate();
      if (hasToStop()) return undefined;
      const some = await this.timed(() => this.describe(ids.slice(start, start + DESCRIBED_AT_ONCE)));
      for (const [id, item] of some) known.set(id, item);
    }
    return known;
  }

  /** The entries that somebody hears, undefined for the others. */
  private async described(
    entries: readonly StoredEntry[],
    hears: Hears,
    hasToStop: () => boolean,
  ): Promise<(OutboxEntry | undefined)[] | undefined> {
    const heard = entries.map((entry) => (hears(entry.feed) ? entry : undefined));
    const ids = heard.flatMap((entry) => (entry?.items ?? []).filter(isNamed).map(({ id }) => id));
    const known = await this.known([...new Set(ids)], hasToStop);
    if (known === undefined) return undefined;
    return heard.map((entry) => {
      if (entry === undefined) return undefined;
      const items = entry.items.map((item) => (isNamed(item) ? known.get(item.id) : item));
      return { ...entry, items: items.filter((item) => item !== undefined) };
    });
  }
}

/** @param readMs what a look spent on reading, ms */
function gapAfter(readMs: number, factor: number): number {
  return Math.min(LOOK_MS, Math.max(LEAST_GAP_MS, factor * readMs));
}

function isNamed(item: OutboxItem | NamedItem): item is NamedItem {
  return 'id' in item;
}
