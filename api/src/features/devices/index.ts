export { DevicesModule } from './devices.module.js';
export { visibleDevices } from './visible-devices.js';
