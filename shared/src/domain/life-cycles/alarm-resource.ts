import type { LifeCycle } from './life-cycle.js';

export const ALARM_RESOURCE_STATES = ['raised', 'updated', 'cleared'] as const;
export type AlarmResourceState = (typeof ALARM_RESOURCE_STATES)[number];

export const ALARM_RESOURCE_ACTIONS = ['raise', 'change', 'clear', 'reRaise'] as const;
export type AlarmResourceAction = (typeof ALARM_RESOURCE_ACTIONS)[number];

/** What the resource makes of an alarm (RFC 8632 section 3.5.1). */
export const ALARM_RESOURCE_LIFE: LifeCycle<AlarmResourceState, AlarmResourceAction> = {
  states: ALARM_RESOURCE_STATES,
  transitions: [
    // no row with the same key that is active or inside the reopen window
    { from: null, to: 'raised', action: 'raise', by: ['SYSTEM'] },
    // severity or text changed
    { from: 'raised', to: 'updated', action: 'change', by: ['SYSTEM'] },
    // severity or text changed
    { from: 'updated', to: 'updated', action: 'change', by: ['SYSTEM'] },
    // operator clear needs a reason; clearedBy recorded
    { from: 'raised', to: 'cleared', action: 'clear', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // operator clear needs a reason; clearedBy recorded
    { from: 'updated', to: 'cleared', action: 'clear', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // inside reopen window, same key; raiseCount + 1
    { from: 'cleared', to: 'raised', action: 'reRaise', by: ['SYSTEM'] },
  ],
};
