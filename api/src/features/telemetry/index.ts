export { BUCKET_S, day, fiveMinutes, hour, type RollupLevel, SHANGHAI } from './buckets.js';
export { CircuitStateRepository } from './circuit-state.repository.js';
export { PortStateRepository } from './port-state.repository.js';
export { RollupRepository } from './rollup.repository.js';
export type { BucketRow } from './sample-rows.js';
export { SampleStore } from './sample-store.js';
export type { Piece } from './state-history.js';
export { type HistoryOf, StateIntervalRepository } from './state-interval.repository.js';
export { TelemetryModule } from './telemetry.module.js';
