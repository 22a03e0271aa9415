export * from './alarm-operator.js';
export * from './alarm-resource.js';
export * from './circuit.js';
export * from './exclusion.js';
export * from './life-cycle.js';
export * from './maintenance-window.js';
export * from './report.js';
export * from './trouble-ticket.js';
