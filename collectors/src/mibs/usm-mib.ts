/**
 * SNMP-USER-BASED-SM-MIB (RFC 3414 section 5), usmStats: the counters that a Report names to say why a message
 * was refused.
 */
export const USM_STATS = '1.3.6.1.6.3.15.1.1';

const USM_FAULTS = ['AUTH_LEVEL', 'TIME_WINDOW', 'UNKNOWN_USER', 'UNKNOWN_ENGINE', 'WRONG_KEY', 'DECRYPT'] as const;
export type UsmFault = (typeof USM_FAULTS)[number];

/**
 * Which fault a Report names.
 *
 * @param oid of its first varbind
 * @returns null when that is no usmStats counter
 */
export function usmFault(oid: string): UsmFault | null {
  const [counter, instance, ...rest] = oid.startsWith(`${USM_STATS}.`)
    ? oid.slice(USM_STATS.length + 1).split('.')
    : [];
  if (instance !== '0' || rest.length > 0) return null;
  return USM_FAULTS[Number(counter) - 1] ?? null;
}
