/**
 * What a fault is to the customer whose circuit it is. UNKNOWN: equipment of the operator does not answer, so that
 * nobody knows; it is neither up nor down.
 */
export const FAULT_KINDS = ['DOWN', 'FLAPPING', 'UNKNOWN', 'DEGRADED', 'UTILISATION'] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * What is wrong, as a code that both languages have a sentence for. `side` of the fault says at which end; a reason
 * never names a device or anybody else's line.
 */
export const FAULT_REASONS = [
  'portDown',
  'bothEndsDown',
  'signalLost',
  'farEndComplains',
  'loopback',
  'legDown',
  'deviceUnreachable',
  'networkEvent',
  'opticalPowerLow',
  'errorRate',
  'lossHigh',
  'delayHigh',
  'jitterHigh',
  'utilisationHigh',
  'flapping',
] as const;
export type FaultReason = (typeof FAULT_REASONS)[number];

/** On whose side the trouble is likely to lie; a guess by evidence, said as one. */
export const SUSPECTED_SIDES = ['CUSTOMER', 'OPERATOR', 'UNKNOWN'] as const;
export type SuspectedSide = (typeof SUSPECTED_SIDES)[number];

/** What is being done about a fault: nothing yet, somebody has taken it up, it is over. */
export const FAULT_PROGRESS = ['OPEN', 'IN_HAND', 'CLEARED'] as const;
export type FaultProgress = (typeof FAULT_PROGRESS)[number];
