export * from './float-columns.js';
export * from './number-columns.js';
export * from './number-octets.js';
