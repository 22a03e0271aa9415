export * from './half-up.js';
