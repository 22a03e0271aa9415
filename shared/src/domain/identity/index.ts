export * from './roles.js';
export * from './session-limits.js';
