export { toOverviewFault } from './overview-fault.mapper.js';
export { OverviewModule } from './overview.module.js';
