export * from './alarm-life.js';
export * from './flapping.js';
export * from './severity.js';
