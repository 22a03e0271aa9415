/** What a browser, the API and the collectors agree on. No DOM, no Node built-in. */
export * from './contracts/index.js';
export * from './domain/index.js';
export * from './errors/index.js';
