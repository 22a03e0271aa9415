/** State of one port (standards: P-STATUS). UNKNOWN is "no data", which is neither up nor down. */
export const PORT_STATUSES = ['UP', 'DOWN', 'ADMIN_DOWN', 'TESTING', 'STANDBY', 'UNKNOWN'] as const;
export type PortStatus = (typeof PORT_STATUSES)[number];

/** Operating status of a circuit (TMF638 operatingStatus), computed from its ends, never set by hand. */
export const OPERATING_STATUSES = ['failed', 'degraded', 'unknown', 'running', 'stopped'] as const;
export type OperatingStatus = (typeof OPERATING_STATUSES)[number];

/** Worst first: 0 is what a customer has to look at before all else. The order of OPERATING_STATUSES. */
export function statusRank(status: OperatingStatus): number {
  return OPERATING_STATUSES.indexOf(status);
}

/** Which side of a circuit an end is (甲端 / 乙端). */
export const CIRCUIT_END_SIDES = ['A', 'Z'] as const;
export type CircuitEndSide = (typeof CIRCUIT_END_SIDES)[number];

/** A reading older than this many poll intervals says nothing about now. */
export const STALE_AFTER_INTERVALS = 2.5;

/**
 * Whether a reading is too old to stand for the present.
 *
 * @param sampleAt ms since the epoch, or null when there was never a reading
 * @param intervalS poll interval in seconds
 * @param now ms since the epoch
 */
export function isStale(sampleAt: number | null, intervalS: number, now: number): boolean {
  return sampleAt === null || now - sampleAt > STALE_AFTER_INTERVALS * intervalS * 1_000;
}
