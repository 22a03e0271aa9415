export * from './optical-power.js';
export * from './sensor-value.js';
