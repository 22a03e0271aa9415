/** The time for a task was over. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';
}

/**
 * Runs a task under a signal of its own, which is aborted when the caller's is or when the time is over.
 *
 * Written by hand because `AbortSignal.any` leaves a trace of every derived signal on a signal that lives as long as
 * the process: some hundred octets for each poll and each request, for ever.
 *
 * @param signal the caller's
 * @param ms how long the task may take
 * @returns the task's outcome; it is the task that must listen to its signal
 */
export async function withDeadline<T>(
  signal: AbortSignal,
  ms: number,
  task: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const own = new AbortController();
  const abort = (): void => {
    own.abort(signal.reason);
  };
  const timer = setTimeout(() => {
    own.abort(new DeadlinePassed('The time for it was over'));
  }, ms);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await task(own.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** The promise's outcome, or the signal's reason when that comes first. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    void promise.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}
