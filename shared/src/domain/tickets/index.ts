export * from './norm.js';
export * from './priority.js';
export * from './ticket-clock.js';
export * from './ticket-timers.js';
export * from './ticket-words.js';
