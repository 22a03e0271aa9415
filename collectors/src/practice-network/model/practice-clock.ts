/** Takes back what was planned; harmless when it already happened. */
export type Cancel = () => void;

/** Time as the practice network sees it. The specs hand in one that they move by hand. */
export interface PracticeClock {
  /** Whole milliseconds since the Unix epoch; never goes back. */
  now(): number;
  /** Does something once, later. */
  after(delayMs: number, action: () => void): Cancel;
}

/**
 * The wall clock as it was at the start, carried on by the monotonic clock:
 * a step of the wall clock must show neither in sysUpTime nor in a counter.
 */
export class SteadyClock implements PracticeClock {
  private readonly origin = Date.now() - performance.now();

  now(): number {
    return Math.floor(this.origin + performance.now());
  }

  after(delayMs: number, action: () => void): Cancel {
    const timer = setTimeout(action, delayMs);
    return () => {
      clearTimeout(timer);
    };
  }
}
