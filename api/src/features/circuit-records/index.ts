export { CircuitRecordsModule } from './circuit-records.module.js';
