export { type BatchPart, BatchParts } from './batch-parts.js';
export { BUCKET_S, day, fiveMinutes, hour, type RollupLevel, SHANGHAI } from './buckets.js';
export { bundledReadings, type SideReading } from './bundle-readings.js';
export { BundleSums } from './bundle-sums.js';
export { noteChanged } from './changed-objects.js';
export { ChangeAnnouncer } from './change-announcer.js';
export { checkRange } from './chart-range.js';
export { groupBy, toChunks } from './chunks.js';
export { type EndsReadAt, endsReadAt } from './circuit-composition.js';
export { CircuitTrendService } from './circuit-trend.service.js';
export { CircuitStateRepository } from './circuit-state.repository.js';
export { PortStateRepository } from './port-state.repository.js';
export type { KeptDays } from './retention.js';
export { RollupRepository } from './rollup.repository.js';
export { type BucketRow, type PortSampleRow, toNumber } from './sample-rows.js';
export { bucketStart, bucketWidth, type TrafficSum } from './sample-series.js';
export { LATEST_S, SampleStore } from './sample-store.js';
export { SamplesService } from './samples.service.js';
export { breaksOfCircuit, type EndBreak } from './circuit-breaks.js';
export { shortBreaks, type ShortBreakRow } from './short-break-rows.js';
export { ShownStateRepository } from './shown-state.repository.js';
export type { Piece } from './state-history.js';
export {
  type DownTimeListener,
  type HistoryOf,
  type RetoldCircuit,
  StateIntervalRepository,
} from './state-interval.repository.js';
export { TelemetryModule } from './telemetry.module.js';
