/** Why a line was down (standards: outage). UNKNOWN until somebody has found out. */
export const OUTAGE_CAUSES = ['OPERATOR', 'CUSTOMER', 'THIRD_PARTY', 'FORCE_MAJEURE', 'PLANNED', 'UNKNOWN'] as const;
export type OutageCause = (typeof OUTAGE_CAUSES)[number];

/** Who answers for it. It may differ from the cause: works of the operator that a customer asked for. */
export const OUTAGE_RESPONSIBILITIES = ['OPERATOR', 'CUSTOMER', 'THIRD_PARTY', 'NOBODY'] as const;
export type OutageResponsibility = (typeof OUTAGE_RESPONSIBILITIES)[number];
