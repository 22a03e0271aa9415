export * from './delay.js';
export * from './jitter.js';
export * from './ping-results.js';
