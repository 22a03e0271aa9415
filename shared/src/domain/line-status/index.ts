export * from './line-alarms.js';
export * from './unavailable-seconds.js';
