import type { BatchReceipt } from '@linewatch/shared';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../clock/clock.js';
import type { BatcherEvents } from '../uplink/batcher.js';
import type { BatchReceiver } from '../uplink/batch-sender.js';
import type { Spool } from '../uplink/spool.js';
import type { WorkListSource } from '../uplink/work-list-watch.js';
import { Tally } from './tally.js';

/** Outcomes of a delivery, in the words of `Delivery`. */
const DELIVERIES = ['stored', 'refused', 'shut', 'later'] as const;
const DELIVERY_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

type Api = BatchReceiver & WorkListSource;

/** How readings get from the pipeline to the API. */
export class UplinkMetrics {
  private readonly committed: Counter;
  private readonly droppedReadings: Counter;
  private readonly droppedBatches: Counter;
  private readonly writeFailures: Counter;
  private readonly delivery: Histogram;
  private readonly delivered: Tally;
  private readonly duplicates: Counter;
  private readonly workLists: Tally;

  constructor(private readonly registry: Registry) {
    const counter = (name: string, help: string): Counter => new Counter({ name, help, registers: [registry] });
    this.committed = counter('linewatch_collector_batches_committed_total', 'Batches that were written to the spool.');
    this.droppedReadings = counter(
      'linewatch_collector_readings_dropped_total',
      'Readings lost: the spool was full, too old or could not be written.',
    );
    this.droppedBatches = counter('linewatch_collector_batches_dropped_total', 'Batches lost with those readings.');
    this.writeFailures = counter(
      'linewatch_collector_spool_write_failures_total',
      'Times the spool could not be written; what was to be written is kept and tried again.',
    );
    this.delivery = new Histogram({
      name: 'linewatch_collector_delivery_duration_seconds',
      help: 'From sending a batch to its acknowledgement (stored), refusal, a shut door or an answer of "later".',
      labelNames: ['outcome'],
      buckets: DELIVERY_S,
      registers: [registry],
    });
    for (const outcome of DELIVERIES) this.delivery.zero({ outcome });
    this.delivered = new Tally(
      registry,
      'linewatch_collector_readings_delivered',
      'Readings that the API acknowledged: stored, known already, or set aside as wrong.',
      'outcome',
      ['stored', 'known', 'set_aside'],
    );
    this.duplicates = counter(
      'linewatch_collector_batches_duplicate_total',
      'Batches that the API had stored before: an acknowledgement was lost.',
    );
    this.workLists = new Tally(
      registry,
      'linewatch_collector_work_list_requests',
      'Requests for the work list.',
      'outcome',
      ['changed', 'unchanged', 'failed'],
    );
  }

  /** The same API, timed and counted. */
  measure(api: Api, clock: Clock): Api {
    return {
      deliver: async (body, signal) => {
        const sentAt = clock.monotonic();
        const delivery = await api.deliver(body, signal);
        this.delivery.observe({ outcome: delivery.kind }, (clock.monotonic() - sentAt) / 1_000);
        if (delivery.kind === 'stored') this.acknowledged(delivery.receipt);
        return delivery;
      },
      workList: async (known, signal) => {
        try {
          const list = await api.workList(known, signal);
          this.workLists.add(list === null ? 'unchanged' : 'changed');
          return list;
        } catch (error) {
          this.workLists.add('failed');
          throw error;
        }
      },
    };
  }

  /** The same events, counted. */
  count(events: BatcherEvents): BatcherEvents {
    return {
      onCommitted: () => {
        this.committed.inc();
        events.onCommitted();
      },
      onDropped: (dropped) => {
        this.droppedReadings.inc(dropped.readings);
        this.droppedBatches.inc(dropped.batches);
        events.onDropped(dropped);
      },
      onFailed: (error) => {
        this.writeFailures.inc();
        events.onFailed(error);
      },
    };
  }

  /** Shows what waits on disk, as it is when somebody asks. */
  watchSpool(spool: Pick<Spool, 'backlog' | 'refusedCount'>, clock: Clock): void {
    const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [this.registry] });
    // Registered first, so that its look at the spool is done before the others are read: one look for all of them.
    new Gauge({
      name: 'linewatch_collector_spool_bytes',
      help: 'Octets that wait on disk for the API.',
      registers: [this.registry],
      collect() {
        const { octets, batches: waiting, oldestAt } = spool.backlog();
        this.set(octets);
        batches.set(waiting);
        age.set(oldestAt === null ? 0 : Math.max(0, clock.now() - oldestAt) / 1_000);
        refused.set(spool.refusedCount());
      },
    });
    const batches = gauge('linewatch_collector_spool_batches', 'Batches that wait on disk for the API.');
    const age = gauge('linewatch_collector_spool_age_seconds', 'Age of the oldest batch that waits; 0 when none does.');
    const refused = gauge(
      'linewatch_collector_spool_refused_batches',
      'Batches that the API refused, kept for a person to look at.',
    );
  }

  private acknowledged({ duplicate, stored, known, setAside }: BatchReceipt): void {
    if (duplicate) this.duplicates.inc();
    this.delivered.add('stored', stored);
    this.delivered.add('known', known);
    this.delivered.add('set_aside', setAside.length);
  }
}
