export { CollectorHealth } from './collector-health.js';
export { CollectorsModule } from './collectors.module.js';
export { CollectorsService } from './collectors.service.js';
export { WorkDivision } from './work-division.js';
