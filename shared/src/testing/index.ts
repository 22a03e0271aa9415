export * from './ledger.builder.js';
export * from './vectors/index.js';
export * from './spellings.js';
export * from './line-watcher.js';
