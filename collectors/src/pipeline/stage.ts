/**
 * One step of the pipeline: takes what the step before it made, gives what the next one needs.
 * A stage holds no timer, opens no socket and never retries; the scheduler does all three.
 */
export type Stage<In, Out> = (input: In, signal: AbortSignal) => Promise<Out>;

/** Runs two stages one after the other, and stops between them when asked to. */
export function pipe<A, B, C>(first: Stage<A, B>, second: Stage<B, C>): Stage<A, C> {
  return async (input, signal) => {
    const between = await first(input, signal);
    signal.throwIfAborted();
    return second(between, signal);
  };
}
