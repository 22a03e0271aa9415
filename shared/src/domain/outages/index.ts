export * from './causes.js';
export * from './circuit-times.js';
export * from './outage-runs.js';
