import { computed, DestroyRef, inject, Service, signal } from '@angular/core';

/** Clocks of browsers are off by minutes now and then; below this the difference is rounding and travel time. */
const TOLERATED_SKEW_MS = 3_000;

/** The present, for ages and for "too old". Follows the server's clock where the browser's own is wrong. */
@Service()
export class Now {
  private skewMs = 0;
  private readonly tick = signal(Date.now());

  /** ms since the epoch, moving on once a second. */
  readonly ms = this.tick.asReadonly();
  /** The same in steps of five seconds, for long lists. */
  readonly calm = computed(() => Math.floor(this.tick() / 5_000) * 5_000);

  constructor() {
    const timer = setInterval(() => {
      this.tick.set(Date.now() + this.skewMs);
    }, 1_000);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
    });
  }

  /** Takes the `Date` header of an answer; a missing or unreadable one changes nothing. */
  serverSaid(date: string | null): void {
    const at = date === null ? Number.NaN : Date.parse(date);
    if (Number.isNaN(at)) return;
    const skew = at - Date.now();
    if (Math.abs(skew - this.skewMs) > TOLERATED_SKEW_MS) {
      this.skewMs = Math.abs(skew) > TOLERATED_SKEW_MS ? skew : 0;
      this.tick.set(Date.now() + this.skewMs);
    }
  }
}
