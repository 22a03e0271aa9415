/** SNMP-FRAMEWORK-MIB (RFC 3411), snmpEngine group. */

/** snmpEngineID of the agent that answers. */
export const SNMP_ENGINE_ID_0 = '1.3.6.1.6.3.10.2.1.1.0';

/** snmpEngineBoots: how often the engine started since its id was set, 1..2147483647. */
export const SNMP_ENGINE_BOOTS = '1.3.6.1.6.3.10.2.1.2';
