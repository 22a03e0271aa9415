export * from './poll-backoff.js';
export * from './poll-phase.js';
