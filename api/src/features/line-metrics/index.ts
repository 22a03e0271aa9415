export { LineMetricsModule } from './line-metrics.module.js';
