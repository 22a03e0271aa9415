/** How often a collector asks for its work list, which is its heartbeat; ms. */
export const WORK_LIST_EVERY_MS = 2_000;
/** A heartbeat is written at most this often; ms. */
export const HEARTBEAT_WRITTEN_EVERY_MS = 5_000;
/**
 * A collector is live for so long after its last written heartbeat; ms. More than the longest time between two written
 * ones, and so little that with the next collector's question and its next phase the devices of a silent collector are
 * polled again within two intervals of ten seconds.
 */
export const COLLECTOR_LIVE_FOR_MS = 8_000;

/** @param now ms */
export function isCollectorLive(lastSeenAt: number | null, now: number): boolean {
  return lastSeenAt !== null && now - lastSeenAt <= COLLECTOR_LIVE_FOR_MS;
}
