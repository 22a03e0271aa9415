import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Jobs } from '../jobs/jobs.js';
import { LiveGateway } from '../live/live.gateway.js';
import { OutboxRepository } from '../outbox/outbox.repository.js';
import { OutboxTail } from '../outbox/outbox-tail.js';
import { Metrics } from './metrics.js';

/** What the platform says about itself: sockets, outbox, jobs and the database's queue. */
@Injectable()
export class PlatformMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly live: LiveGateway,
    private readonly outbox: OutboxRepository,
    private readonly tail: OutboxTail,
    private readonly jobs: Jobs,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.watchSockets();
    this.watchOutbox();
    this.watchJobs();
    this.watchDatabase();
  }

  private watchSockets(): void {
    this.metrics.gauge('linewatch_live_sockets', 'Browsers that are connected.', () => this.live.load().sockets);
    this.metrics.gauge('linewatch_live_rooms', 'Rooms that somebody sits in.', () => this.live.load().rooms);
  }

  private watchOutbox(): void {
    this.metrics.gauge(
      'linewatch_outbox_lag_changes',
      'Committed changes that were not pushed yet; 0 while nobody is connected.',
      async () => (this.tail.isFollowing ? behind(await this.outbox.heads(), this.tail.heads) : 0),
    );
  }

  private watchJobs(): void {
    const durations = this.metrics.durationsByName(
      'linewatch_job_duration_seconds',
      'Runs of recurring jobs by name and outcome (done, failed).',
      ['job', 'outcome'],
    );
    this.jobs.onEnd((job, outcome, seconds) => {
      durations.observe({ job, outcome }, seconds);
    });
  }

  private watchDatabase(): void {
    const { load } = this.database;
    const waits = this.metrics.durations(
      'linewatch_database_wait_seconds',
      'How long transactions waited for their turn or for a connection.',
      {},
    );
    const runs = this.metrics.durations(
      'linewatch_database_transaction_seconds',
      'How long transactions ran, commit included.',
      {},
    );
    const lost = this.metrics.counter(
      'linewatch_database_races_lost_total',
      'Transactions that the server took back in favour of others; each but a sixth time runs again.',
      {},
    );
    load.onLost = () => {
      lost.add({});
    };
    load.onEnd = (waitedMs, ranMs) => {
      waits.observe({}, waitedMs / 1_000);
      runs.observe({}, ranMs / 1_000);
    };
    this.metrics.gauge(
      'linewatch_database_transactions_waiting',
      'Transactions that wait for their turn.',
      () => load.waiting,
    );
    this.metrics.gauge('linewatch_database_transactions_running', 'Transactions under way.', () => load.running);
  }
}

/** How many changes the positions are behind the heads, over all feeds. */
function behind(heads: ReadonlyMap<string, number>, positions: ReadonlyMap<string, number>): number {
  return [...heads].reduce((sum, [feed, head]) => sum + Math.max(0, head - (positions.get(feed) ?? 0)), 0);
}
