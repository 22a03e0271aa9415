export { type FaultChange, type FaultChangeKind, FaultChanges } from './fault-changes.js';
export { FaultsModule } from './faults.module.js';
export { FaultsService } from './faults.service.js';
export { type OpenFault, OpenFaults } from './open-faults.js';
