import { MS_PER_TICK, ticksBetween } from './time-ticks.js';

/**
 * When a port entered its present state (rule P-LASTCHANGE).
 *
 * @param polledAt ms since the epoch
 * @param sysUpTime ticks, of the same answer as `ifLastChange`
 * @param ifLastChange ticks; 0 means before the agent last started, which says nothing
 * @returns ms since the epoch, null when unknown
 * @see RFC 2863 section 6, ifLastChange
 */
export function lastChangeAt(polledAt: number, sysUpTime: number, ifLastChange: number): number | null {
  return ifLastChange === 0 ? null : polledAt - ticksBetween(ifLastChange, sysUpTime) * MS_PER_TICK;
}
