export { type CoveredTime, type RunningWork, WorksCover, WorksCoverModule } from '../works-cover/index.js';
export { AffectedCircuits } from './affected-circuits.repository.js';
export { MaintenanceModule } from './maintenance.module.js';
export { WorksService } from './works.service.js';
export { type WorkChange, WorkWriter } from './work.writer.js';
