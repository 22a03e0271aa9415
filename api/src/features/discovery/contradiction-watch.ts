import { Injectable, Logger } from '@nestjs/common';
import { POLLED_NOTICE_KINDS, polledContradictions, type Reading, type TableRows } from '@linewatch/shared';
import { Database, type Transaction } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { describeError } from '../../platform/logging/describe-error.js';
import { appendToOutbox, STAFF_FEED } from '../../platform/outbox/outbox.js';
import { BoundEnds, type WatchedEnd } from './bound-ends.repository.js';
import { DiscoverySchedule } from './discovery-schedule.repository.js';
import { type FoundContradiction, NoticeRepository } from './notice.repository.js';
import { SeenPorts } from './seen-ports.js';

/** Port numbers that are looked at in one step of the whole walk. */
const PORTS_A_STEP = 2_000;
/** Active notices that are looked at again each time. */
const NOTICES_A_LOOK = 2_000;

/**
 * Lays what polls read beside the inventory. A port costs nothing while its index and speed stay as they were; when
 * they change, the ends on it are compared in a transaction of their own, after the readings are committed.
 */
@Injectable()
export class ContradictionWatch {
  private readonly logger = new Logger(ContradictionWatch.name);
  private readonly seen = new SeenPorts();

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ends: BoundEnds,
    private readonly notices: NoticeRepository,
    private readonly schedule: DiscoverySchedule,
  ) {}

  /**
   * Takes readings that were committed. Never throws: readings are acknowledged whatever becomes of this, and what
   * could not be compared now is compared by the next walk.
   */
  async heard(readings: TableRows | readonly Reading[]): Promise<void> {
    const changed = 'rows' in readings ? this.seen.noteRows(readings) : this.seen.note(readings);
    if (changed.portIds.length === 0) return;
    try {
      await this.compare(await this.ends.watched(changed.portIds), new Set(changed.renumbered));
    } catch (error) {
      this.logger.warn({ msg: 'ports could not be compared with the inventory', error: describeError(error) });
    }
  }

  /** Looks again at the ports with an active notice: another instance may have heard that it is over. */
  async lookAgain(): Promise<void> {
    const portIds = await this.notices.portsOf(POLLED_NOTICE_KINDS, NOTICES_A_LOOK);
    if (portIds.length > 0) await this.compare(await this.ends.watched(portIds), new Set());
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      if ((await this.notices.clearOrphans(tx, POLLED_NOTICE_KINDS, now)) > 0) await announce(tx, now);
    });
  }

  /** Walks through all ports, since what was sold changes too. */
  async walk(signal: AbortSignal): Promise<void> {
    const last = await this.ends.highestPort();
    for (let from = 0; from <= last && !signal.aborted; from += PORTS_A_STEP) {
      await this.compare(await this.ends.watchedFrom(from, PORTS_A_STEP), new Set());
    }
  }

  /** @param renumbered ports whose index is another one now */
  private async compare(ends: readonly WatchedEnd[], renumbered: ReadonlySet<number>): Promise<void> {
    const judged: string[] = [];
    const found: FoundContradiction[] = [];
    const doubtful = new Set<string>();
    for (const end of ends) {
      const result = polledContradictions(end);
      judged.push(...result.judged);
      found.push(...result.found.map((one) => ({ ...one, deviceId: end.deviceId })));
      if (end.ifIndex === null || renumbered.has(end.portId)) doubtful.add(end.deviceId);
    }
    if (judged.length === 0) return;
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const hasChanged = await this.notices.settle(tx, judged, found, now);
      if (hasChanged) await announce(tx, now);
      // Something moved on the device: discovery finds out where to. A port that is missing for long is no news.
      if (hasChanged || renumbered.size > 0) await this.schedule.doubt(tx, [...doubtful], now);
    });
  }
}

/** Has staff told that notices have changed. `now` in ms. */
export async function announce(tx: Transaction, now: number): Promise<void> {
  await appendToOutbox(tx, [{ feed: STAFF_FEED, topic: 'inventory-notices.changed', items: [] }], now);
}
