export * from './decimals/index.js';
export * from './division/index.js';
export * from './identity/index.js';
export * from './intervals/index.js';
export * from './percentile/index.js';
export * from './rates/index.js';
export * from './schedule/index.js';
export * from './status/index.js';
