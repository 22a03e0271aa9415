import type { BatchReceipt } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import type { Delivery } from './api-client.js';
import { retryDelayMs } from './retry-delay.js';
import type { SpooledBatch } from './spool.js';
import { Bell, pause } from './waiting.js';

/** The waiting batches, as the sender needs them. */
export interface BatchQueue {
  head(): SpooledBatch | null;
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
  readonly onTrouble: (trouble: Exclude<Delivery, { kind: 'stored' | 'refused' }>) => void;
  /** The first success after a failure, with how many attempts had failed. */
  readonly onRecovered: (failures: number) => void;
}

/**
 * Sends the spooled batches, oldest first and one at a time, and forgets each only after its receipt. What is sent
 * twice because a receipt was lost is recognised by the API.
 */
export class BatchSender {
  private readonly bell = new Bell();
  private readonly stopping = new AbortController();
  private failures = 0;
  private trouble: string | null = null;

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
      const batch = this.queue.head();
      if (batch === null) {
        await this.bell.next(signal);
        continue;
      }
      const delivery = await this.receiver.deliver(batch.body, signal);
      if (!this.isStopped() || delivery.kind === 'stored') this.settle(batch.seq, delivery);
      if (delivery.kind === 'later') await pause(this.clock, retryDelayMs(this.failures, this.longestPauseMs), signal);
      // A shut door does not open by knocking faster.
      if (delivery.kind === 'shut') await pause(this.clock, this.longestPauseMs, signal);
    }
  }

  private isStopped(): boolean {
    return this.stopping.signal.aborted;
  }

  private settle(seq: number, delivery: Delivery): void {
    switch (delivery.kind) {
      case 'stored':
        this.queue.confirm(seq);
        this.events.onStored(seq, delivery.receipt);
        this.recovered();
        break;
      case 'refused': {
        const readings = this.queue.refuse(seq, delivery.status, delivery.answer, this.clock.now());
        this.events.onRefused(seq, delivery.status, delivery.answer, readings);
        this.recovered();
        break;
      }
      case 'shut':
      case 'later':
        this.failed(delivery);
        break;
    }
  }

  private recovered(): void {
    if (this.failures > 0) this.events.onRecovered(this.failures);
    this.failures = 0;
    this.trouble = null;
  }

  private failed(delivery: Exclude<Delivery, { kind: 'stored' | 'refused' }>): void {
    this.failures += 1;
    const kind = delivery.kind === 'shut' ? `shut ${delivery.status}` : delivery.kind;
    if (kind !== this.trouble) this.events.onTrouble(delivery);
    this.trouble = kind;
  }
}
