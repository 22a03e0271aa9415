export * from './identity/index.js';
export * from './status/index.js';
