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
      await this.look(signal);
      await pause(this.clock, this.version === null ? Math.min(FIRST_LIST_MS, this.everyMs) : this.everyMs, signal);
    }
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
