import type { Clock } from '../clock/clock.js';

/** Time that passes when a spec says so. The wall clock can be set; the monotonic one only goes on. */
export class HeldClock implements Clock {
  private elapsed = 0;
  private readonly planned = new Set<{ readonly at: number; readonly callback: () => void }>();

  /** @param wall ms since the epoch; unless given, a moment that no poll is due at */
  constructor(private wall = Date.UTC(2026, 10, 21, 2, 0, 0, 500)) {}

  now(): number {
    return this.wall;
  }

  monotonic(): number {
    return this.elapsed;
  }

  after(ms: number, callback: () => void): () => void {
    const plan = { at: this.elapsed + ms, callback };
    this.planned.add(plan);
    return () => {
      this.planned.delete(plan);
    };
  }

  /** Sets the wall clock, as an operator or NTP would. */
  set(byMs: number): void {
    this.wall += byMs;
  }

  /** Lets time pass; what was planned for it happens in its order, and promises settle in between. */
  async pass(ms: number): Promise<void> {
    const until = this.elapsed + ms;
    for (let next = this.nextUntil(until); next; next = this.nextUntil(until)) {
      this.planned.delete(next);
      this.advanceTo(next.at);
      next.callback();
      await settled();
    }
    this.advanceTo(until);
    await settled();
  }

  private advanceTo(at: number): void {
    this.wall += at - this.elapsed;
    this.elapsed = at;
  }

  private nextUntil(until: number): { readonly at: number; readonly callback: () => void } | undefined {
    return [...this.planned].filter(({ at }) => at <= until).sort((left, right) => left.at - right.at)[0];
  }
}

/** Everything that waits for nothing but its turn has had it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
