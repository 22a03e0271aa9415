export * from './notification-oid.js';
export * from './known-notifications.js';
