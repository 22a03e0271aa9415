/** SNMP-COMMUNITY-MIB (RFC 3584 section 5): proxies add some of it to what they forward. */

/** snmpTrapAddress.0: the agent that a forwarded v1 trap came from. */
export const SNMP_TRAP_ADDRESS_0 = '1.3.6.1.6.3.18.1.3.0';
/** The whole module but for snmpTrapAddress tells communities, as values or as indexes. */
export const SNMP_COMMUNITY_MIB = '1.3.6.1.6.3.18';
