export * from './date-span.js';
export * from './period.js';
export * from './working-time.js';
