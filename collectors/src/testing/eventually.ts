import { setTimeout as pause } from 'node:timers/promises';

const STEP_MS = 10;

/** Waits until something is there, looking often. @throws Error when it does not come in time */
export async function eventually<T>(what: string, look: () => T | undefined, withinMs = 30_000): Promise<T> {
  const givenUpAt = performance.now() + withinMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > givenUpAt) throw new Error(`${what} did not come within ${String(withinMs)} ms`);
    await pause(STEP_MS);
  }
}
