/** What an SNMPv1 Trap-PDU says of its kind (RFC 1157 section 4.1.6). */
export interface TrapOfV1 {
  /** OID in dotted decimal. */
  readonly enterprise: string;
  /** 0 coldStart .. 5 egpNeighborLoss, 6 enterpriseSpecific. */
  readonly generic: number;
  /** Means something for enterprise-specific traps only. */
  readonly specific: number;
}

/** snmpTraps (RFC 3418): the generic notifications stand below it in the order of their numbers, from 1. */
const SNMP_TRAPS = '1.3.6.1.6.3.1.1.5';
const ENTERPRISE_SPECIFIC = 6;

/**
 * Under which OID an SNMPv1 trap is known since v2 (rule P-TRAPOID, RFC 3584 section 3.1).
 *
 * @returns dotted decimal, or null when `generic` is none of the seven kinds
 * @example notificationOidOfV1({ enterprise: '1.3.6.1.4.1.2011.2.23', generic: 6, specific: 5 })
 *   // '1.3.6.1.4.1.2011.2.23.0.5'
 */
export function notificationOidOfV1({ enterprise, generic, specific }: TrapOfV1): string | null {
  if (generic === ENTERPRISE_SPECIFIC) return `${enterprise}.0.${specific}`;
  const isGeneric = Number.isInteger(generic) && generic >= 0 && generic < ENTERPRISE_SPECIFIC;
  return isGeneric ? `${SNMP_TRAPS}.${generic + 1}` : null;
}
