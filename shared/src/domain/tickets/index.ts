export * from './priority.js';
export * from './ticket-clock.js';
