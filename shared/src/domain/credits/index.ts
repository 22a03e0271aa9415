export * from './credit.js';
export * from './money.js';
export * from './published-tables.js';
