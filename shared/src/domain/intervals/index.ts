export * from './intervals.js';
