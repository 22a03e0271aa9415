export * from './percentile95.js';
