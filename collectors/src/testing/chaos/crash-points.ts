import type { BatchReceiver } from '../../uplink/batch-sender.js';
import type { BatchStore } from '../../uplink/batcher.js';

/** Where a collector can be made to die: between two steps that must not be taken for one. */
export const CRASH_POINTS = ['after-commit', 'before-send', 'after-reply'] as const;
export type CrashPoint = (typeof CRASH_POINTS)[number];

/** Dies at the next passage of the point that is armed, as by a power cut: nothing is flushed. */
export class CrashPoints {
  private armed: CrashPoint | null = null;

  arm(point: CrashPoint): void {
    this.armed = point;
  }

  store(spool: BatchStore): BatchStore {
    return {
      append: (...batch) => {
        const dropped = spool.append(...batch);
        this.pass('after-commit');
        return dropped;
      },
    };
  }

  receiver(api: BatchReceiver): BatchReceiver {
    return {
      deliver: async (body, signal) => {
        this.pass('before-send');
        const delivery = await api.deliver(body, signal);
        if (delivery.kind === 'stored') this.pass('after-reply');
        return delivery;
      },
    };
  }

  private pass(point: CrashPoint): void {
    if (this.armed === point) process.kill(process.pid, 'SIGKILL');
  }
}
