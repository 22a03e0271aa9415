export { type CoveredTime, type RunningWork, WorksCover, WorksCoverModule } from '../works-cover/index.js';
export { MaintenanceModule } from './maintenance.module.js';
