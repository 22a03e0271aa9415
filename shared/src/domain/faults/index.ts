export * from './fault-reasons.js';
export * from './threshold-metrics.js';
