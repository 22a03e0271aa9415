import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { describeError } from '../logging/describe-error.js';
import { type EndedRun, JobRepository, type Lease } from './job.repository.js';

/** What a job does. The signal is aborted when the API stops or the lease is lost; a long job looks at it. */
export type JobWork = (signal: AbortSignal) => Promise<void>;

/** Told of each run that ended. */
export type JobEnded = (name: string, outcome: 'done' | 'failed', seconds: number) => void;

interface Job {
  readonly name: string;
  readonly everyMs: number;
  readonly firstMs: number;
  readonly work: JobWork;
}

const LOOK_MS = 500;
/** A job whose instance died is taken over after this time; more than clocks of instances differ. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
/** How long a run that ended waits for others: so short that a crash in between is no likelier than one while it ran. */
const TOGETHER_MS = 20;

/**
 * Recurring work that one instance does at a time: whoever takes the row of the job in the database. Features name
 * their jobs in `onModuleInit`; running begins when the application has started.
 */
@Injectable()
export class Jobs implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(Jobs.name);
  private readonly owner = randomUUID();
  private readonly jobs = new Map<string, Job>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private isAway = false;
  private ended: JobEnded = () => undefined;
  private looking: Promise<void> = Promise.resolve();
  private endedRuns: EndedRun[] = [];
  private givingBack: Promise<void> | null = null;

  constructor(
    private readonly repository: JobRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Does the work every `everyMs` from the last end on, on one instance at a time.
   *
   * @param name at most 80 characters, `feature.what`; the same in every instance
   * @param firstMs how long a house that never did it waits for the first time
   */
  every(name: string, everyMs: number, work: JobWork, firstMs = everyMs): void {
    if (this.jobs.has(name)) throw new Error(`two jobs are called ${name}`);
    this.jobs.set(name, { name, everyMs, firstMs, work });
  }

  /** When a job ended last, in any instance, ms; null before its first end. */
  endedAt(name: string): Promise<number | null> {
    return this.repository.endedAt(name);
  }

  /** Whom to tell when a run has ended; there is one. */
  onEnd(listener: JobEnded): void {
    this.ended = listener;
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const job of this.jobs.values()) await this.repository.enrol(job.name, this.clock.now() + job.firstMs);
    this.timer = setInterval(() => {
      this.looking = this.looking.then(() => this.look());
    }, LOOK_MS);
  }

  /** Waits for what runs, so that no job is cut in the middle of its transaction. */
  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    this.stopping.abort();
    await this.looking;
    await Promise.all(this.running.values());
  }

  /** Takes what is due. A failure is said once an outage: the next look comes by itself. */
  private async look(): Promise<void> {
    const free = [...this.jobs.keys()].filter((name) => !this.running.has(name));
    if (this.stopping.signal.aborted || free.length === 0) return;
    try {
      const due = await this.repository.due(free, this.clock.now());
      const now = this.clock.now();
      for (const lease of await this.repository.claim(due, this.owner, now, now + LEASE_MS)) {
        const job = this.jobs.get(lease.name);
        if (job !== undefined) this.begin(job, lease);
      }
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) this.logger.warn({ msg: 'jobs cannot be looked for', error: describeError(error) });
      this.isAway = true;
    }
  }

  private begin(job: Job, lease: Lease): void {
    const run = this.run(job, lease)
      .catch((error: unknown) => {
        // The lease runs out and the job is taken again; by then the database may be back.
        this.logger.warn({ msg: 'a job could not be given back', job: job.name, error: describeError(error) });
      })
      .finally(() => this.running.delete(job.name));
    this.running.set(job.name, run);
  }

  private async run(job: Job, lease: Lease): Promise<void> {
    const lost = new AbortController();
    const renewal = setInterval(() => {
      this.repository.extend(lease, this.clock.now() + LEASE_MS).then(
        (isOurs) => {
          if (!isOurs) lost.abort();
        },
        () => undefined, // The database is away: the lease goes on until its time is over.
      );
    }, RENEW_MS);
    let failure: string | null = null;
    const startedAt = performance.now();
    try {
      await job.work(AbortSignal.any([this.stopping.signal, lost.signal]));
    } catch (error) {
      const record = describeError(error);
      failure = record.message ?? record.code ?? record.name;
      this.logger.error({ msg: 'a job failed', job: job.name, error: record });
    } finally {
      clearInterval(renewal);
      this.ended(job.name, failure === null ? 'done' : 'failed', (performance.now() - startedAt) / 1_000);
    }
    const endedAt = this.clock.now();
    await this.giveBack({ lease, endedAt, dueAt: endedAt + job.everyMs, error: failure });
  }

  /** Runs that began together end about together: those that end within a moment are written down together. */
  private giveBack(run: EndedRun): Promise<void> {
    this.endedRuns.push(run);
    this.givingBack ??= setTimeout(TOGETHER_MS).then(() => {
      const runs = this.endedRuns;
      this.endedRuns = [];
      this.givingBack = null;
      return this.repository.finish(runs);
    });
    return this.givingBack;
  }
}
