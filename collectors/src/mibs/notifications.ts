import { SNMP_TRAPS } from './snmpv2-mib.js';

/** coldStart, warmStart, linkDown, linkUp (RFC 3418, RFC 2863). */
const GENERIC = [1, 2, 3, 4].map((notification) => `${SNMP_TRAPS}.${notification}`);
/** dsx1LineStatusChange (RFC 4805). */
const DSX1_LINE_STATUS_CHANGE = '1.3.6.1.2.1.10.18.15.0.1';
/** entConfigChange (RFC 6933): cards were moved, and ports with them. */
const ENT_CONFIG_CHANGE = '1.3.6.1.2.1.47.2.0.1';
/** bfdSessUp, bfdSessDown (RFC 7331). */
const BFD_SESSION = ['1.3.6.1.2.1.140.0.1', '1.3.6.1.2.1.140.0.2'];

/** After each of these a port may be in another state, or in another place. */
export const NOTIFICATIONS_OF_CHANGE: ReadonlySet<string> = new Set([
  ...GENERIC,
  DSX1_LINE_STATUS_CHANGE,
  ENT_CONFIG_CHANGE,
  ...BFD_SESSION,
]);
