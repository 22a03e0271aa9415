export { DeviceSetupModule } from './device-setup.module.js';
