import { KNOWN_NOTIFICATIONS } from '@linewatch/shared';
import { SNMP_TRAPS } from './snmpv2-mib.js';

/** After each of these a port may be in another state, or in another place. */
export const NOTIFICATIONS_OF_CHANGE: ReadonlySet<string> = new Set(
  KNOWN_NOTIFICATIONS.filter(({ isOfChange }) => isOfChange).map(({ oid }) => oid),
);

/** coldStart, warmStart (RFC 3418) and entConfigChange (RFC 6933): interfaces may be numbered anew. */
export const NOTIFICATIONS_OF_RENUMBERING: ReadonlySet<string> = new Set([
  `${SNMP_TRAPS}.1`,
  `${SNMP_TRAPS}.2`,
  '1.3.6.1.2.1.47.2.0.1',
]);
