export * from './alarm-life.js';
export * from './alarm-types.js';
export * from './flapping.js';
export * from './severity.js';
