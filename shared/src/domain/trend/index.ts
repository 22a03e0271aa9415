export * from './load-trend.js';
