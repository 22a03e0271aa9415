export * from './counter-delta.js';
export * from './error-ratio.js';
export * from './last-change.js';
export * from './port-speed.js';
export * from './rate.js';
export * from './rate-statuses.js';
export * from './sample-interval.js';
export { ticksBetween } from './time-ticks.js';
export * from './split-gain.js';
