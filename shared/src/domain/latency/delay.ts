/** The four times of one test packet: sent, received and sent back by the reflector, received. Each end by its own clock. */
export interface ReflectedPacket {
  readonly sentAt: number;
  readonly reflectorReceivedAt: number;
  readonly reflectorSentAt: number;
  readonly receivedAt: number;
}

/**
 * Two-way delay without the time that the reflector took (P-TWAMP, RFC 5357, RFC 8762). The clocks need not agree, as only
 * differences by the same clock are used.
 */
export function twoWayDelay({ sentAt, reflectorReceivedAt, reflectorSentAt, receivedAt }: ReflectedPacket): number {
  return receivedAt - sentAt - (reflectorSentAt - reflectorReceivedAt);
}

/** Many delays, as their number and mean. */
export interface DelayBucket {
  readonly count: number;
  readonly mean: number;
}

/**
 * Mean delay of a long time (P-LAT): each part counts as often as it was measured.
 *
 * @returns in the unit of the parts, or null when nothing was measured
 */
export function meanDelay(buckets: readonly DelayBucket[]): number | null {
  const measured = buckets.reduce((sum, { count }) => sum + count, 0);
  if (measured === 0) return null;
  return buckets.reduce((sum, { count, mean }) => sum + (count === 0 ? 0 : count * mean), 0) / measured;
}
