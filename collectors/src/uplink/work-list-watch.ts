import type { Clock } from '../clock/clock.js';
import { type FetchedWorkList, reasonOf } from './api-client.js';
import { pause } from './waiting.js';

/** Where the work list comes from. */
export interface WorkListSource {
  workList(known: string | null, signal: AbortSignal): Promise<FetchedWorkList | null>;
}

/** What the watch tells of. */
export interface WorkListEvents {
  readonly onList: (list: FetchedWorkList) => void;
  /** The first failure after a success, and each one for another reason. */
  readonly onTrouble: (reason: string) => void;
}

/** How soon a collector that never had a list asks again. */
const FIRST_LIST_MS = 1_000;
/**
 * How soon a collector with a new list asks again: that shows the API that it has let go of the devices that are not
 * in it. By then their last readings are delivered.
 */
const CONFIRM_MS = 1_000;

/** Asks for the work list again and again, and tells of each new one. While the API is away the last one holds. */
export class WorkListWatch {
  private readonly stopping = new AbortController();
  private version: string | null = null;
  private trouble: string | null = null;

  constructor(
    private readonly source: WorkListSource,
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly events: WorkListEvents,
  ) {}

  stop(): void {
    this.stopping.abort(new Error('The watch was stopped'));
  }

  /** Watches until it is stopped. */
  async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const before = this.version;
      await this.look(signal);
      await pause(this.clock, this.waitMs(before), signal);
    }
  }

  private waitMs(before: string | null): number {
    if (this.version === null) return Math.min(FIRST_LIST_MS, this.everyMs);
    return this.version === before ? this.everyMs : Math.min(CONFIRM_MS, this.everyMs);
  }

  private async look(signal: AbortSignal): Promise<void> {
    try {
      const list = await this.source.workList(this.version, signal);
      this.trouble = null;
      if (list === null || signal.aborted) return;
      this.events.onList(list);
      this.version = list.version;
    } catch (error) {
      // The API may be away, starting or of another version at any time; the list at hand stays good.
      const reason = reasonOf(error);
      if (!signal.aborted && reason !== this.trouble) this.events.onTrouble(reason);
      this.trouble = reason;
    }
  }
}
