export { DeviceImpactModule } from './device-impact.module.js';
