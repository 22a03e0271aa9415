export * from './codes.contract.js';
export * from './problem.contract.js';
export * from './session.contract.js';
export * from './circuits.contract.js';
export * from './live.contract.js';
export * from './devices.contract.js';
export * from './collector.contract.js';
export * from './practice.contract.js';
