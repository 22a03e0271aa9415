/** How the polls of one device of a collector go. */
export interface DeviceTrend {
  /** ms; the first failed poll after the last answer, null while it answers. */
  readonly failingSince: number | null;
  readonly intervalS: number;
}

/** Below so many devices a share says nothing. */
export const IMPAIRMENT_LEAST_DEVICES = 4;
const IMPAIRMENT_SHARE = 0.3;
const SHORTEST_WINDOW_MS = 60_000;

/**
 * Since when a collector is impaired (COLLECTOR_IMPAIRED): so many of its devices began to fail together that the
 * fault is sooner its own, or of its way to them, than theirs.
 *
 * It begins when over 30 % of at least four devices began to fail within a minute (a device that is polled less often:
 * within one interval, since it cannot be noticed sooner), and lasts while over 30 % fail.
 *
 * @param since ms; what was answered last, null while not impaired
 * @param now ms
 * @returns ms, or null when it is not
 */
export function impairedSince(since: number | null, devices: readonly DeviceTrend[], now: number): number | null {
  if (devices.length < IMPAIRMENT_LEAST_DEVICES) return null;
  const isMany = (count: number): boolean => count > IMPAIRMENT_SHARE * devices.length;
  const failing = devices.filter(({ failingSince }) => failingSince !== null);
  if (!isMany(failing.length)) return null;
  if (since !== null) return since;
  const together = failing.filter(
    ({ failingSince, intervalS }) =>
      failingSince !== null && now - failingSince <= Math.max(SHORTEST_WINDOW_MS, intervalS * 1_000),
  );
  return isMany(together.length) ? now : null;
}
