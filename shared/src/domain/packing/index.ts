export * from './number-columns.js';
export * from './number-octets.js';
