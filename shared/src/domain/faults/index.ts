export * from './fault-reasons.js';
export * from './line-troubles.js';
export * from './threshold-metrics.js';
