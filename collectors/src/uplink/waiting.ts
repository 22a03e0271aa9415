import type { Clock } from '../clock/clock.js';

/**
 * Waits until the time is over or it is stopped.
 *
 * @param ms longest wait
 */
export function pause(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = (): void => {
      forget();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const forget = clock.after(ms, end);
    signal.addEventListener('abort', end, { once: true });
  });
}

/** A bell for one loop: `next` ends when it rings, or at once when it rang while nobody listened. */
export class Bell {
  private isRung = false;
  private answer: (() => void) | null = null;

  ring(): void {
    this.isRung = true;
    this.answer?.();
  }

  async next(signal: AbortSignal): Promise<void> {
    if (!this.isRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = (): void => {
          this.answer = null;
          signal.removeEventListener('abort', end);
          resolve();
        };
        this.answer = end;
        signal.addEventListener('abort', end, { once: true });
      });
    }
    this.isRung = false;
  }

  /** As `next`, but no longer than `ms`. */
  async nextWithin(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    const forget = clock.after(ms, () => {
      this.ring();
    });
    await this.next(signal);
    forget();
  }
}
