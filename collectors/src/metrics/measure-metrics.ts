import { MEASURE_STATUSES, type Measurements } from '@linewatch/shared';
import type { Registry } from 'prom-client';
import { Tally } from './tally.js';

/** How the measuring besides ports goes. */
export class MeasureMetrics {
  private readonly measurements: Tally;

  constructor(registry: Registry) {
    this.measurements = new Tally(
      registry,
      'linewatch_collector_measurements',
      'Measurements besides ports by how they went.',
      'status',
      MEASURE_STATUSES,
    );
  }

  measured({ line, performance, optical, latency }: Measurements): void {
    for (const rows of [line, performance, optical, latency]) {
      for (const { status } of rows) this.measurements.add(status);
    }
  }
}
