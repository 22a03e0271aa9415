import type { PortStatus } from './statuses.js';

/** What a port is there for. A backup may sleep without being broken. */
export const PORT_ROLES = ['PRIMARY', 'BACKUP', 'UPLINK'] as const;
export type PortRole = (typeof PORT_ROLES)[number];

/** ifAdminStatus of IF-MIB (RFC 2863). */
export const IF_ADMIN_STATUS = { up: 1, down: 2, testing: 3 } as const;

/** ifOperStatus of IF-MIB (RFC 2863). */
export const IF_OPER_STATUS = {
  up: 1,
  down: 2,
  testing: 3,
  unknown: 4,
  dormant: 5,
  notPresent: 6,
  lowerLayerDown: 7,
} as const;

/**
 * State of a port by what its agent says (rule P-STATUS).
 *
 * No answer is UNKNOWN, never DOWN. An agent without ifAdminStatus is judged by ifOperStatus alone.
 *
 * @param admin ifAdminStatus, null when the agent did not give it
 * @param oper ifOperStatus, null when the agent did not give it
 * @see RFC 2863 section 3.1.13
 */
export function portStatus(admin: number | null, oper: number | null, role: PortRole): PortStatus {
  if (oper === null) return 'UNKNOWN';
  if (admin === IF_ADMIN_STATUS.testing || oper === IF_OPER_STATUS.testing) return 'TESTING';
  if (admin === IF_ADMIN_STATUS.down) return 'ADMIN_DOWN';
  switch (oper) {
    case IF_OPER_STATUS.up:
      return 'UP';
    case IF_OPER_STATUS.down:
    case IF_OPER_STATUS.notPresent:
    case IF_OPER_STATUS.lowerLayerDown:
      return 'DOWN';
    case IF_OPER_STATUS.dormant:
      return role === 'BACKUP' ? 'STANDBY' : 'DOWN';
    default:
      return 'UNKNOWN';
  }
}
