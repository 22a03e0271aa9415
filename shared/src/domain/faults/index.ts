export * from './fault-reasons.js';
export * from './house-levels.js';
export * from './levels.js';
export * from './line-defects.js';
export * from './line-troubles.js';
export * from './threshold-metrics.js';
