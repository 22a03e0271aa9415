export * from './availability.js';
export * from './means.js';
