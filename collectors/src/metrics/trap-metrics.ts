import { Counter, type Registry } from 'prom-client';

const NAME = 'linewatch_collector_traps_total';
const HELP = 'Datagrams at the trap port: HINT made a device be polled, anything else is why it led to nothing.';

/** What became of traps. */
export class TrapMetrics {
  private hints = 0;

  /** @param dropped the receiver's own counts by reason */
  constructor(registry: Registry, dropped: () => Readonly<Record<string, number>>) {
    const hints = (): number => this.hints;
    new Counter({
      name: NAME,
      help: HELP,
      labelNames: ['outcome'],
      registers: [registry],
      // The receiver counts for itself; this says its counts again.
      collect() {
        this.reset();
        this.inc({ outcome: 'HINT' }, hints());
        for (const [outcome, count] of Object.entries(dropped())) this.inc({ outcome }, count);
      },
    });
  }

  hinted(): void {
    this.hints += 1;
  }
}
