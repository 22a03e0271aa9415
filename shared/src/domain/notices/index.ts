export * from './escalation.js';
export * from './notice-kinds.js';
export * from './notice-ways.js';
export * from './quiet-hours.js';
export * from './usual-notices.js';
