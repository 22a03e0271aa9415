export * from './break-between-polls.js';
export * from './operating-status.js';
export * from './port-status.js';
export * from './statuses.js';
