export * from './period.js';
export * from './working-time.js';
