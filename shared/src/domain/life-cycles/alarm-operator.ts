import type { LifeCycle } from './life-cycle.js';

export const ALARM_OPERATOR_STATES = ['none', 'ack', 'closed', 'shelved', 'un-shelved'] as const;
export type AlarmOperatorState = (typeof ALARM_OPERATOR_STATES)[number];

export const ALARM_OPERATOR_ACTIONS = [
  'acknowledge',
  'unacknowledge',
  'close',
  'reRaise',
  'shelve',
  'unshelve',
] as const;
export type AlarmOperatorAction = (typeof ALARM_OPERATOR_ACTIONS)[number];

/** What operators make of an alarm (RFC 8632 section 3.5.2). */
export const ALARM_OPERATOR_LIFE: LifeCycle<AlarmOperatorState, AlarmOperatorAction> = {
  states: ALARM_OPERATOR_STATES,
  transitions: [
    { from: 'none', to: 'ack', action: 'acknowledge', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    { from: 'ack', to: 'none', action: 'unacknowledge', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // alarm cleared, or forced by PLATFORM_ADMIN with reason
    { from: 'ack', to: 'closed', action: 'close', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // alarm cleared
    { from: 'none', to: 'closed', action: 'close', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // alarm raised again
    { from: 'closed', to: 'none', action: 'reRaise', by: ['SYSTEM'] },
    // shelf with end time or maintenance window
    { from: 'none', to: 'shelved', action: 'shelve', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // shelf with end time or maintenance window
    { from: 'ack', to: 'shelved', action: 'shelve', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // shelf removed or expired
    { from: 'shelved', to: 'un-shelved', action: 'unshelve', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    { from: 'un-shelved', to: 'ack', action: 'acknowledge', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // alarm cleared
    { from: 'un-shelved', to: 'closed', action: 'close', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    { from: 'un-shelved', to: 'shelved', action: 'shelve', by: ['SYSTEM', 'NOC_OPERATOR', 'PLATFORM_ADMIN'] },
  ],
};
