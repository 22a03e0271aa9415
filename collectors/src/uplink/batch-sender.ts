import type { BatchReceipt } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import type { Delivery } from './api-client.js';
import { retryDelayMs } from './retry-delay.js';
import type { SpooledBatch } from './spool.js';
import { Bell, pause } from './waiting.js';

/** The waiting batches, as the sender needs them. */
export interface BatchQueue {
  /** The oldest one. */
  head(): SpooledBatch | null;
  /** The newest one, if it was made at `from` (ms since the epoch) or later. */
  newest(from: number): SpooledBatch | null;
  confirm(seq: number): void;
  refuse(seq: number, status: number, answer: string, now: number): number;
}

/** The other end, as the sender needs it. */
export interface BatchReceiver {
  deliver(body: string, signal: AbortSignal): Promise<Delivery>;
}

/** What the sender tells of. */
export interface SenderEvents {
  readonly onStored: (seq: number, receipt: BatchReceipt) => void;
  readonly onRefused: (seq: number, status: number, answer: string, readings: number) => void;
  /** The first failure after a success, and each one of another kind. */
  readonly onTrouble: (trouble: Trouble) => void;
  /** The first success after a failure, with how many attempts had failed. */
  readonly onRecovered: (failures: number) => void;
}

/** Why a batch still waits. `kept`: the API has answered, but the spool cannot be written. */
export type Trouble =
  Exclude<Delivery, { kind: 'stored' | 'refused' }> | { readonly kind: 'kept'; readonly reason: string };

/** Batches that are not older than this are news: somebody looks at the line just now. */
const NEWS_MS = 60_000;

/**
 * Sends the spooled batches one at a time and forgets each only after its receipt. What is sent twice because a
 * receipt was lost is recognised by the API.
 *
 * Two lanes: what is news goes first, the newest before the others, so that after an outage the present is told at
 * once. What is older follows from its oldest on, and after each such batch the lane rests for as long as it took:
 * it never takes more than half of what the API can do.
 */
export class BatchSender {
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();
  private failures = 0;
  private trouble: string | null = null;
  private restUntil = -Infinity;

  /** @param longestPauseMs highest bound of the pause between attempts */
  constructor(
    private readonly queue: BatchQueue,
    private readonly receiver: BatchReceiver,
    private readonly clock: Clock,
    private readonly longestPauseMs: number,
    private readonly events: SenderEvents,
  ) {}

  /** Something new may wait. */
  wake(): void {
    this.bell.ring();
  }

  stop(): void {
    this.stopping.abort(new Error('The sender was stopped'));
  }

  /** Sends until it is stopped. @throws SqliteError when the spool cannot be read */
  async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!this.isStopped()) {
      const news = this.queue.newest(this.clock.now() - NEWS_MS);
      const batch = news ?? this.queue.head();
      if (batch === null) await this.bell.next(signal);
      else if (news === null && this.restMs() > 0) await this.bell.nextWithin(this.clock, this.restMs(), signal);
      else await this.send(batch, news === null, signal);
    }
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private restMs(): number {
    return this.restUntil - this.clock.monotonic();
  }

  private async send({ seq, body }: SpooledBatch, isBackfill: boolean, signal: AbortSignal): Promise<void> {
    const sentAt = this.clock.monotonic();
    const delivery = await this.receiver.deliver(body, signal);
    const doneAt = this.clock.monotonic();
    if (isBackfill) this.restUntil = doneAt + (doneAt - sentAt);
    if (this.isStopped() && delivery.kind !== 'stored') return;
    const trouble = this.settle(seq, delivery);
    if (trouble === null) return;
    this.failed(trouble);
    const notBeforeMs = trouble.kind === 'later' ? trouble.notBeforeMs : undefined;
    // A shut door does not open by knocking faster.
    const pauseMs =
      trouble.kind === 'shut'
        ? this.longestPauseMs
        : retryDelayMs(this.failures, this.longestPauseMs, undefined, notBeforeMs);
    await pause(this.clock, pauseMs, signal);
  }

  /** Does with the batch what the API said of it. @returns why it has to be sent again, or null */
  private settle(seq: number, delivery: Delivery): Trouble | null {
    if (delivery.kind === 'shut' || delivery.kind === 'later') return delivery;
    try {
      this.forget(seq, delivery);
    } catch (error) {
      // A full disk cannot be known before it is written to. The batch stays and is sent again, which does no harm.
      return { kind: 'kept', reason: codeOf(error) };
    }
    this.recovered();
    return null;
  }

  private forget(seq: number, delivery: Extract<Delivery, { kind: 'stored' | 'refused' }>): void {
    if (delivery.kind === 'stored') {
      this.queue.confirm(seq);
      this.events.onStored(seq, delivery.receipt);
      return;
    }
    const { status, answer } = delivery;
    this.events.onRefused(seq, status, answer, this.queue.refuse(seq, status, answer, this.clock.now()));
  }

  private recovered(): void {
    if (this.failures > 0) this.events.onRecovered(this.failures);
    this.failures = 0;
    this.trouble = null;
  }

  private failed(trouble: Trouble): void {
    this.failures += 1;
    const kind = trouble.kind === 'shut' ? `shut ${String(trouble.status)}` : trouble.kind;
    if (kind !== this.trouble) this.events.onTrouble(trouble);
    this.trouble = kind;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
