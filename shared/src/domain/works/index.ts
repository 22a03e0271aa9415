export * from './comparison.js';
export * from './covered-time.js';
export * from './notice-periods.js';
