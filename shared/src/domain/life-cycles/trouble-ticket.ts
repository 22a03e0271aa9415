import type { LifeCycle } from './life-cycle.js';

export const TROUBLE_TICKET_STATES = [
  'acknowledged',
  'inProgress',
  'rejected',
  'cancelled',
  'pending',
  'held',
  'resolved',
  'closed',
] as const;
export type TroubleTicketState = (typeof TROUBLE_TICKET_STATES)[number];

export const TROUBLE_TICKET_ACTIONS = [
  'create',
  'accept',
  'reject',
  'cancel',
  'requestInformation',
  'provideInformation',
  'hold',
  'resume',
  'resolve',
  'confirm',
  'rejectResolution',
] as const;
export type TroubleTicketAction = (typeof TROUBLE_TICKET_ACTIONS)[number];

/** A trouble ticket (TMF621). Where a customer's admin may act, the customer's engineer may too. */
export const TROUBLE_TICKET_LIFE: LifeCycle<TroubleTicketState, TroubleTicketAction> = {
  states: TROUBLE_TICKET_STATES,
  transitions: [
    // related entity visible to the creator
    {
      from: null,
      to: 'acknowledged',
      action: 'create',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR', 'SYSTEM'],
    },
    // assignee set
    { from: 'acknowledged', to: 'inProgress', action: 'accept', by: ['NOC_OPERATOR'] },
    // reason
    { from: 'acknowledged', to: 'rejected', action: 'reject', by: ['NOC_OPERATOR'] },
    // reason; customer only own ticket
    {
      from: 'acknowledged',
      to: 'cancelled',
      action: 'cancel',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR'],
    },
    // question to the customer; clock pauses
    { from: 'inProgress', to: 'pending', action: 'requestInformation', by: ['NOC_OPERATOR'] },
    // note added
    {
      from: 'pending',
      to: 'inProgress',
      action: 'provideInformation',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR', 'SYSTEM'],
    },
    // no answer within the answer limit
    { from: 'pending', to: 'cancelled', action: 'cancel', by: ['NOC_OPERATOR', 'SYSTEM'] },
    // hold reason code; pauses only if the code is customer-caused
    { from: 'inProgress', to: 'held', action: 'hold', by: ['NOC_OPERATOR'] },
    { from: 'held', to: 'inProgress', action: 'resume', by: ['NOC_OPERATOR', 'SYSTEM'] },
    // fault cause, responsibility, restoredAt
    { from: 'inProgress', to: 'resolved', action: 'resolve', by: ['NOC_OPERATOR'] },
    // reason
    {
      from: 'inProgress',
      to: 'cancelled',
      action: 'cancel',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR'],
    },
    // SYSTEM after the confirmation period
    {
      from: 'resolved',
      to: 'closed',
      action: 'confirm',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'SYSTEM'],
    },
    // reason; reopenCount + 1
    {
      from: 'resolved',
      to: 'inProgress',
      action: 'rejectResolution',
      by: ['CUSTOMER_ENGINEER', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'NOC_OPERATOR'],
    },
  ],
};
