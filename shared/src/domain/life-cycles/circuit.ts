import type { LifeCycle } from './life-cycle.js';

export const CIRCUIT_STATES = ['designed', 'inactive', 'active', 'reserved', 'suspended', 'terminated'] as const;
export type CircuitState = (typeof CIRCUIT_STATES)[number];

export const CIRCUIT_ACTIONS = [
  'create',
  'import',
  'reserve',
  'release',
  'install',
  'activate',
  'deactivate',
  'suspend',
  'resume',
  'terminate',
] as const;
export type CircuitAction = (typeof CIRCUIT_ACTIONS)[number];

/** A circuit from design to termination (TMF638 names). */
export const CIRCUIT_LIFE: LifeCycle<CircuitState, CircuitAction> = {
  states: CIRCUIT_STATES,
  transitions: [
    // circuit code unique
    { from: null, to: 'designed', action: 'create', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // both ends named
    { from: null, to: 'inactive', action: 'create', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // import of existing circuits only; activatedAt required
    { from: null, to: 'active', action: 'import', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // ports assigned and free
    { from: 'designed', to: 'reserved', action: 'reserve', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    { from: 'reserved', to: 'designed', action: 'release', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    { from: 'designed', to: 'inactive', action: 'install', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    { from: 'reserved', to: 'inactive', action: 'install', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // at least one monitored end; activatedAt set
    { from: 'inactive', to: 'active', action: 'activate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason
    { from: 'active', to: 'inactive', action: 'deactivate', by: ['PLATFORM_ADMIN'] },
    // reason; SLA clock excluded
    { from: 'active', to: 'suspended', action: 'suspend', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    { from: 'suspended', to: 'active', action: 'resume', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason
    { from: 'designed', to: 'terminated', action: 'terminate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason
    { from: 'reserved', to: 'terminated', action: 'terminate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason
    { from: 'inactive', to: 'terminated', action: 'terminate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason; no open ticket, or forced
    { from: 'active', to: 'terminated', action: 'terminate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
    // reason
    { from: 'suspended', to: 'terminated', action: 'terminate', by: ['PLATFORM_ADMIN', 'SYSTEM'] },
  ],
};
