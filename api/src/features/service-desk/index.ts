export { ServiceDeskModule } from './service-desk.module.js';
