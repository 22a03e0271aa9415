export * from './vectors/index.js';
export * from './spellings.js';
