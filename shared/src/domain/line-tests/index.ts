export * from './evidence.js';
export * from './verdict.js';
