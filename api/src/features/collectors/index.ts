export { CollectorHealth } from './collector-health.js';
export { CollectorsModule } from './collectors.module.js';
export { WorkDivision } from './work-division.js';
