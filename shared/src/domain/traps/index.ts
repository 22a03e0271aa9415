export * from './notification-oid.js';
