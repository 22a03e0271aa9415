export { DEMO_PASSWORD } from './customers.js';
export { demoNetwork } from './network.js';
export { demoDelayMs } from './probes.js';
export { type DemoLoad, demoTraffic } from './traffic.js';
export type * from './types.js';
