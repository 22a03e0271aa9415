const STEP_MS = 10;

/**
 * Waits until a condition holds, looking every 10 ms.
 *
 * @throws Error with `what` when it does not hold in time
 */
export async function eventually(
  what: string,
  condition: () => boolean | Promise<boolean>,
  withinMs = 30_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`did not happen in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
}
