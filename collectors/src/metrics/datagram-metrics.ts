import { Counter, type Registry } from 'prom-client';
import { type ReasonCounts, REFUSALS, type Refusal } from '../snmp/guard/refusals.js';
import type { SnmpTraffic } from '../snmp/snmp-traffic.js';
import type { TrapOutcome } from '../traps/trap-outcomes.js';

const TRAP_OUTCOMES: readonly TrapOutcome[] = [
  ...REFUSALS,
  'DELIVERED',
  'DISCOVERY',
  'OF_NO_INTEREST',
  'DUPLICATE',
  'STORM',
  'REPLAYED',
  'WRONG_CREDENTIALS',
  'KERNEL',
];

/**
 * Shows what became of datagrams at the trap port, and of those that were no answer at the polling sockets.
 *
 * @param traps the trap receiver's own counts
 * @param refusedAnswers the guard's own counts, of the sockets of all devices
 */
export function showDatagrams(
  registry: Registry,
  traps: () => ReasonCounts<TrapOutcome>,
  refusedAnswers: () => ReasonCounts<Refusal>,
): void {
  repeat(
    registry,
    'linewatch_collector_traps_total',
    'Datagrams at the trap port: DELIVERED was kept and made its device be polled, OF_NO_INTEREST was kept, anything else is why it led to nothing.',
    TRAP_OUTCOMES,
    traps,
  );
  repeat(
    registry,
    'linewatch_collector_answers_refused_total',
    'Datagrams at the polling sockets that were not let through, by reason.',
    REFUSALS,
    refusedAnswers,
  );
}

/** Shows how much is said to devices and heard of them. */
export function showTraffic(registry: Registry, traffic: () => SnmpTraffic): void {
  const shown = [
    ['requests', 'SNMP requests, each once however often it was sent.'],
    ['retries', 'SNMP requests that were sent again because no answer came in time.'],
    ['varbinds', 'Variable bindings of SNMP answers that were taken.'],
  ] as const;
  for (const [name, help] of shown) {
    new Counter({
      name: `linewatch_collector_snmp_${name}_total`,
      help,
      registers: [registry],
      collect() {
        this.reset();
        this.inc(traffic()[name]);
      },
    });
  }
}

/** Says counts that are kept elsewhere, as they are when somebody asks. */
function repeat<Reason extends string>(
  registry: Registry,
  name: string,
  help: string,
  reasons: readonly Reason[],
  counts: () => ReasonCounts<Reason>,
): void {
  new Counter({
    name,
    help,
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const outcome of reasons) this.inc({ outcome }, counts().of(outcome));
    },
  });
}
