import type { LifeCycle } from './life-cycle.js';

export const EXCLUSION_STATES = [
  'proposed',
  'approved',
  'rejected',
  'withdrawn',
  'objected',
  'upheld',
  'lifted',
] as const;
export type ExclusionState = (typeof EXCLUSION_STATES)[number];

export const EXCLUSION_ACTIONS = ['propose', 'approve', 'reject', 'withdraw', 'object', 'uphold', 'lift'] as const;
export type ExclusionAction = (typeof EXCLUSION_ACTIONS)[number];

/** Time that is to be taken out of an availability: two people of the operator, and the customer's word. */
export const EXCLUSION_LIFE: LifeCycle<ExclusionState, ExclusionAction> = {
  states: EXCLUSION_STATES,
  transitions: [
    // comment
    { from: null, to: 'proposed', action: 'propose', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // not by whoever proposed it
    { from: 'proposed', to: 'approved', action: 'approve', by: ['PLATFORM_ADMIN'] },
    // comment
    { from: 'proposed', to: 'rejected', action: 'reject', by: ['PLATFORM_ADMIN'] },
    { from: 'proposed', to: 'withdrawn', action: 'withdraw', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // within the days of the contract; comment
    { from: 'approved', to: 'objected', action: 'object', by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN'] },
    // the answer to the objection
    { from: 'objected', to: 'upheld', action: 'uphold', by: ['PLATFORM_ADMIN'] },
    { from: 'objected', to: 'lifted', action: 'lift', by: ['PLATFORM_ADMIN'] },
    // corrections; comment
    { from: 'approved', to: 'lifted', action: 'lift', by: ['PLATFORM_ADMIN'] },
    { from: 'upheld', to: 'lifted', action: 'lift', by: ['PLATFORM_ADMIN'] },
  ],
};

/** States in which the time is taken out; while it is `objected`, both figures are shown. */
export const EXCLUDING_STATES: readonly ExclusionState[] = ['approved', 'objected', 'upheld'];
