export * from './service-advice.js';
