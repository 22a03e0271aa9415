/** A notification that the house knows by name. */
export interface KnownNotification {
  readonly oid: string;
  readonly name: string;
  /** Whether a port or a measure may be in another state or place after it, so that its device is polled at once. */
  readonly isOfChange: boolean;
}

const SNMP_TRAPS = '1.3.6.1.6.3.1.1.5';
const PING = '1.3.6.1.2.1.80.0';
const BFD = '1.3.6.1.2.1.140.0';

const known = (oid: string, name: string, isOfChange = true): KnownNotification => ({ oid, name, isOfChange });

/** RFC 3418, RFC 2863, RFC 4805, RFC 6933, RFC 4560, RFC 7331, RFC 4750 and IEEE 802.1Q (CFM). */
export const KNOWN_NOTIFICATIONS: readonly KnownNotification[] = [
  known(`${SNMP_TRAPS}.1`, 'coldStart'),
  known(`${SNMP_TRAPS}.2`, 'warmStart'),
  known(`${SNMP_TRAPS}.3`, 'linkDown'),
  known(`${SNMP_TRAPS}.4`, 'linkUp'),
  known(`${SNMP_TRAPS}.5`, 'authenticationFailure', false),
  known(`${SNMP_TRAPS}.6`, 'egpNeighborLoss', false),
  known('1.3.6.1.2.1.10.18.15.0.1', 'dsx1LineStatusChange'),
  known('1.3.6.1.2.1.47.2.0.1', 'entConfigChange'),
  known(`${PING}.1`, 'pingProbeFailed'),
  known(`${PING}.2`, 'pingTestFailed'),
  known(`${PING}.3`, 'pingTestCompleted'),
  known(`${BFD}.1`, 'bfdSessUp'),
  known(`${BFD}.2`, 'bfdSessDown'),
  known('1.3.6.1.2.1.14.16.2.2', 'ospfNbrStateChange'),
  known('1.3.111.2.802.1.1.8.0.1', 'dot1agCfmFaultAlarm'),
];

const BY_OID = new Map(KNOWN_NOTIFICATIONS.map((notification) => [notification.oid, notification]));

/**
 * @param oid of a notification, as v2 names it, in dotted decimal
 * @returns null for one that is not known
 */
export function knownNotification(oid: string): KnownNotification | null {
  return BY_OID.get(oid) ?? null;
}
