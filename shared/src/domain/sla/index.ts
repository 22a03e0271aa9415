export * from './allowance.js';
export * from './layers.js';
export * from './ledger.js';
export * from './month.js';
export * from './norm-kept.js';
export * from './quality-of-span.js';
export * from './quality.js';
export * from './terms.js';
