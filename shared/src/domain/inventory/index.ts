export * from './contradictions.js';
export * from './interface-differences.js';
export * from './interface-facts.js';
