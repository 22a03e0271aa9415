export * from './icu-message.js';
