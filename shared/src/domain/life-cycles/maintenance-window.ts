import type { LifeCycle } from './life-cycle.js';

export const MAINTENANCE_WINDOW_STATES = [
  'draft',
  'waitForApproval',
  'approved',
  'rejected',
  'scheduled',
  'inProgress',
  'completed',
  'failed',
  'cancelled',
] as const;
export type MaintenanceWindowState = (typeof MAINTENANCE_WINDOW_STATES)[number];

export const MAINTENANCE_WINDOW_ACTIONS = [
  'create',
  'submit',
  'approve',
  'reject',
  'withdraw',
  'notifyCustomers',
  'start',
  'complete',
  'fallback',
  'cancel',
] as const;
export type MaintenanceWindowAction = (typeof MAINTENANCE_WINDOW_ACTIONS)[number];

/** A planned work, 割接 (TMF655 names). */
export const MAINTENANCE_WINDOW_LIFE: LifeCycle<MaintenanceWindowState, MaintenanceWindowAction> = {
  states: MAINTENANCE_WINDOW_STATES,
  transitions: [
    // affected circuits, start < end
    { from: null, to: 'draft', action: 'create', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // impact and fallback text
    { from: 'draft', to: 'waitForApproval', action: 'submit', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // approver is not the author
    { from: 'waitForApproval', to: 'approved', action: 'approve', by: ['PLATFORM_ADMIN'] },
    // reason
    { from: 'waitForApproval', to: 'rejected', action: 'reject', by: ['PLATFORM_ADMIN'] },
    // author
    { from: 'waitForApproval', to: 'draft', action: 'withdraw', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // all contacts notified; noticedAt stored
    { from: 'approved', to: 'scheduled', action: 'notifyCustomers', by: ['SYSTEM'] },
    // actualStart stored
    { from: 'scheduled', to: 'inProgress', action: 'start', by: ['NOC_OPERATOR', 'SYSTEM'] },
    // actualEnd stored
    { from: 'inProgress', to: 'completed', action: 'complete', by: ['NOC_OPERATOR'] },
    // actualEnd and reason stored
    { from: 'inProgress', to: 'failed', action: 'fallback', by: ['NOC_OPERATOR'] },
    // reason
    { from: 'draft', to: 'cancelled', action: 'cancel', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // reason
    { from: 'waitForApproval', to: 'cancelled', action: 'cancel', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // reason
    { from: 'approved', to: 'cancelled', action: 'cancel', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
    // reason; customers told
    { from: 'scheduled', to: 'cancelled', action: 'cancel', by: ['NOC_OPERATOR', 'PLATFORM_ADMIN'] },
  ],
};
