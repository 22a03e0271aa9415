import type { TrapNote, TrapReading } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import type { TrapEntry } from '../uplink/trap-spool.js';
import type { TrapKeeper } from './trap-keeper.js';

/** Where entries are committed. */
export interface TrapStore {
  /** @returns how many older ones had to go */
  append(entries: readonly TrapEntry[], now: number): number;
}

/** What the journal tells of. */
export interface TrapJournalEvents {
  /** Entries are on disk and can be sent. */
  readonly onCommitted: () => void;
  /** Traps are lost to the NOC: too many wait, or the disk refuses for too long. */
  readonly onDropped: (count: number) => void;
  readonly onFailed: (error: unknown) => void;
}

/** One commit for a burst: a wait that no sender of an inform notices, and no more than twenty writes a second. */
const LONGEST_WAIT_MS = 50;
/** While the disk refuses. */
const MOST_HELD = 5_000;

/** Gathers notifications and what came of them into commits, and says when each is on disk. */
export class TrapJournal implements TrapKeeper {
  private held: TrapEntry[] = [];
  private waiting: (() => void)[] = [];
  private forgetTimer: (() => void) | null = null;

  /** @param expect called with each note whose device is polled because of it */
  constructor(
    private readonly store: TrapStore,
    private readonly clock: Clock,
    private readonly events: TrapJournalEvents,
    private readonly expect: (note: TrapNote) => void,
  ) {}

  keep(note: TrapNote, isPolled: boolean): void {
    if (isPolled) this.expect(note);
    this.add({ kind: 'note', note });
  }

  read(reading: TrapReading): void {
    this.add({ kind: 'reading', reading });
  }

  whenKept(then: () => void): void {
    if (this.held.length === 0) then();
    else if (this.waiting.length < MOST_HELD) this.waiting.push(then);
  }

  /** Commits what there is, now. */
  flush(): void {
    this.forgetTimer?.();
    this.forgetTimer = null;
    if (this.held.length === 0) return;
    try {
      const dropped = this.store.append(this.held, this.clock.now());
      if (dropped > 0) this.events.onDropped(dropped);
    } catch (error) {
      // A full or failing disk cannot be known before it is written to. What is held stays, and is tried again.
      this.events.onFailed(error);
      this.waitForMore();
      return;
    }
    this.held = [];
    for (const then of this.waiting.splice(0)) then();
    this.events.onCommitted();
  }

  private add(entry: TrapEntry): void {
    if (this.held.length >= MOST_HELD) {
      this.held.shift();
      this.events.onDropped(1);
    }
    this.held.push(entry);
    this.waitForMore();
  }

  private waitForMore(): void {
    this.forgetTimer ??= this.clock.after(LONGEST_WAIT_MS, () => {
      this.flush();
    });
  }
}
