export { BUCKET_S, day, fiveMinutes, hour, SHANGHAI } from './buckets.js';
export { TelemetryModule } from './telemetry.module.js';
