import { performance } from 'node:perf_hooks';
import { Injectable } from '@nestjs/common';
import { type BatchReceipt, DomainError } from '@linewatch/shared';
import { type Count, type Durations, Metrics } from '../../platform/metrics/metrics.js';

const BATCH_OUTCOMES = { outcome: ['stored', 'duplicate', 'overloaded', 'malformed', 'failed'] } as const;
const READING_OUTCOMES = { outcome: ['stored', 'known', 'set_aside'] } as const;

type BatchOutcome = (typeof BATCH_OUTCOMES.outcome)[number];

/** What became of batches and readings, and how long it took. */
@Injectable()
export class IngestMetrics {
  private readonly batches: Count<typeof BATCH_OUTCOMES>;
  private readonly readings: Count<typeof READING_OUTCOMES>;
  private readonly duration: Durations<typeof BATCH_OUTCOMES>;

  constructor(metrics: Metrics) {
    this.batches = metrics.counter(
      'linewatch_ingest_batches_total',
      'Batches of collectors: stored, a duplicate, turned away because too many wait, malformed, or failed.',
      BATCH_OUTCOMES,
    );
    this.readings = metrics.counter(
      'linewatch_ingest_readings_total',
      'Readings of stored batches: new, known already, or set aside as wrong.',
      READING_OUTCOMES,
    );
    this.duration = metrics.durations(
      'linewatch_ingest_duration_seconds',
      'From a batch that was read to its commit, its wait for its turn included.',
      BATCH_OUTCOMES,
    );
  }

  /** Takes a batch in, timed and counted. */
  async measure(take: () => Promise<BatchReceipt>): Promise<BatchReceipt> {
    const startedAt = performance.now();
    let outcome: BatchOutcome = 'failed';
    try {
      const receipt = await take();
      outcome = receipt.duplicate ? 'duplicate' : 'stored';
      this.readings.add({ outcome: 'stored' }, receipt.stored);
      this.readings.add({ outcome: 'known' }, receipt.known);
      this.readings.add({ outcome: 'set_aside' }, receipt.setAside.length);
      return receipt;
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      this.batches.add({ outcome });
      this.duration.observe({ outcome }, (performance.now() - startedAt) / 1_000);
    }
  }
}

function outcomeOf(error: unknown): BatchOutcome {
  if (!(error instanceof DomainError)) return 'failed';
  if (error.code === 'ingest.overloaded') return 'overloaded';
  return error.code === 'ingest.batch-malformed' ? 'malformed' : 'failed';
}
