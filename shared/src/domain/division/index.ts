export * from './device-owner.js';
export * from './impairment.js';
export * from './liveness.js';
