import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** The labels of a metric with the only values that each may have. */
export type LabelSets = Readonly<Record<string, readonly string[]>>;

/** One value of each label. */
export type Labels<Sets extends LabelSets> = { readonly [Name in keyof Sets]: Sets[Name][number] };

/** Something that only grows. */
export interface Count<Sets extends LabelSets> {
  add(labels: Labels<Sets>, by?: number): void;
}

/** Durations, gathered in buckets. */
export interface Durations<Sets extends LabelSets> {
  observe(labels: Labels<Sets>, seconds: number): void;
}

/** Buckets from a read of one row to what nobody waits for; seconds. */
const DURATION_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Where the platform and the features name what they measure; nobody else knows the library. Names begin with
 * `linewatch_`. Labels have closed sets of values, so that no client can make series, and none holds a customer, a
 * user, a device or an address.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();

  /** Type of `text()` for HTTP. */
  get contentType(): string {
    return this.registry.contentType;
  }

  /** @param name ends in `_total`. Every value is shown from the start, so that the first one is an increase. */
  counter<const Sets extends LabelSets>(name: string, help: string, sets: Sets): Count<Sets> {
    const counter = new Counter({ name, help, labelNames: Object.keys(sets), registers: [this.registry] });
    for (const labels of combinations(sets)) counter.inc(labels, 0);
    return {
      add: (labels, by = 1) => {
        counter.inc(labels, by);
      },
    };
  }

  /** @param name ends in `_seconds` */
  durations<const Sets extends LabelSets>(name: string, help: string, sets: Sets): Durations<Sets> {
    return this.histogram<Sets>(name, help, Object.keys(sets));
  }

  /** Durations by labels whose values the program makes while it starts: routes, jobs. */
  durationsByName<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
  ): Durations<Record<Label, readonly string[]>> {
    return this.histogram(name, help, labels);
  }

  /**
   * A number that goes up and down, read when somebody asks.
   *
   * @param read undefined, or a failure, when it cannot be said now: the sample is then missing, not zero
   */
  gauge(name: string, help: string, read: () => number | undefined | Promise<number | undefined>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        // A database that is away must not take the other metrics with it.
        const value = await Promise.resolve()
          .then(read)
          .catch(() => undefined);
        if (value === undefined) this.remove();
        else this.set(value);
      },
    });
  }

  /** Adds those of the process, which cost something only when somebody looks. */
  addProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** All of it in the text format of Prometheus. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private histogram<Sets extends LabelSets>(
    name: string,
    help: string,
    labelNames: readonly string[],
  ): Durations<Sets> {
    const histogram = new Histogram({
      name,
      help,
      labelNames: [...labelNames],
      buckets: DURATION_S,
      registers: [this.registry],
    });
    return {
      observe: (labels, seconds) => {
        histogram.observe(labels, seconds);
      },
    };
  }
}

function combinations(sets: LabelSets): Record<string, string>[] {
  return Object.entries(sets).reduce<Record<string, string>[]>(
    (made, [name, values]) => made.flatMap((labels) => values.map((value) => ({ ...labels, [name]: value }))),
    [{}],
  );
}
