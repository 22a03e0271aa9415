import type { LifeCycle } from './life-cycle.js';

export const REPORT_STATES = ['queued', 'generating', 'generated', 'failed', 'published', 'superseded'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

export const REPORT_ACTIONS = ['request', 'start', 'finish', 'fail', 'retry', 'publish', 'supersede'] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];

/** A service report from request to the version that replaces it. */
export const REPORT_LIFE: LifeCycle<ReportState, ReportAction> = {
  states: REPORT_STATES,
  transitions: [
    // period closed, or marked preliminary; CUSTOMER_ADMIN only kind ADHOC of own circuits
    {
      from: null,
      to: 'queued',
      action: 'request',
      by: ['SYSTEM', 'CUSTOMER_ADMIN', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'],
    },
    { from: 'queued', to: 'generating', action: 'start', by: ['SYSTEM'] },
    // snapshot and hash stored
    { from: 'generating', to: 'generated', action: 'finish', by: ['SYSTEM'] },
    // reason
    { from: 'generating', to: 'failed', action: 'fail', by: ['SYSTEM'] },
    { from: 'failed', to: 'queued', action: 'retry', by: ['SYSTEM', 'ACCOUNT_MANAGER', 'PLATFORM_ADMIN'] },
    // SYSTEM only where the contract says automatic
    { from: 'generated', to: 'published', action: 'publish', by: ['ACCOUNT_MANAGER', 'PLATFORM_ADMIN', 'SYSTEM'] },
    // newer version generated
    { from: 'generated', to: 'superseded', action: 'supersede', by: ['SYSTEM'] },
    // newer version published; old one stays readable
    { from: 'published', to: 'superseded', action: 'supersede', by: ['SYSTEM'] },
  ],
};
