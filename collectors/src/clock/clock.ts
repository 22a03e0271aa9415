import { performance } from 'node:perf_hooks';

/** Time, and timers that wait for it. Handed in everywhere, so that a spec can hold it. */
export interface Clock {
  /** Milliseconds since the Unix epoch; may step when the system's clock is set. */
  now(): number;
  /** Milliseconds that never step or run backwards; only differences mean something. */
  monotonic(): number;
  /** Calls back once after `ms`. @returns a function that forgets it */
  after(ms: number, callback: () => void): () => void;
}

/** The clock of this machine. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => {
      clearTimeout(timer);
    };
  },
};
