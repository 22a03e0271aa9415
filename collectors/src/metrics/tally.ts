import { Counter, type Registry } from 'prom-client';

/** Stands for every value that a label does not know, so that no text from outside ever becomes a series. */
const OTHER = 'OTHER';

/** A counter with one label of a closed set of values. Each of them is shown from the start, so that a first one is an increase. */
export class Tally {
  private readonly counter: Counter;
  private readonly values: ReadonlySet<string>;

  /** @param name without its ending `_total` */
  constructor(
    registry: Registry,
    name: string,
    help: string,
    private readonly label: string,
    values: readonly string[],
  ) {
    this.counter = new Counter({ name: `${name}_total`, help, labelNames: [label], registers: [registry] });
    this.values = new Set(values);
    for (const value of values) this.counter.inc({ [label]: value }, 0);
  }

  add(value: string, by = 1): void {
    this.counter.inc({ [this.label]: this.values.has(value) ? value : OTHER }, by);
  }
}
