/** SNMPv2-MIB (RFC 3418), system group. */

/** sysUpTime: hundredths of a second since the agent started; wraps at 2^32, after 497 days. */
export const SYS_UP_TIME = '1.3.6.1.2.1.1.3';
export const SYS_UP_TIME_0 = `${SYS_UP_TIME}.0`;

/** What an agent says of the device: its description, kind, name and place. */
export const SYSTEM = {
  sysDescr: '1.3.6.1.2.1.1.1.0',
  sysObjectId: '1.3.6.1.2.1.1.2.0',
  sysName: '1.3.6.1.2.1.1.5.0',
  sysLocation: '1.3.6.1.2.1.1.6.0',
} as const;

/** snmpTrapOID.0: which notification this is (RFC 3416 section 4.2.6). */
export const SNMP_TRAP_OID_0 = '1.3.6.1.6.3.1.1.4.1.0';

/** Prefix of the generic notifications: coldStart .1, warmStart .2, linkDown .3, linkUp .4, authenticationFailure .5. */
export const SNMP_TRAPS = '1.3.6.1.6.3.1.1.5';
