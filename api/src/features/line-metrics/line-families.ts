import { type CircuitLive, FAULT_KINDS, type FaultKind, OPERATING_STATUSES } from '@linewatch/shared';
import type { EndCounts, PointLatency, ScrapedCircuit } from './scraped-circuits.repository.js';
import type { Labels, MetricFamily, Sample } from './write-open-metrics.js';

/** The month of a circuit so far, by its contract. */
export interface MonthSoFar {
  /** 0..1; null while nothing was scheduled. */
  readonly availability: number | null;
  /** Seconds that it may still be down; below zero when the target is missed, null without one. */
  readonly leftS: number | null;
}

/** A circuit with all that is said of it. */
export interface ScrapedLine {
  readonly circuit: ScrapedCircuit;
  readonly live: CircuitLive | undefined;
  readonly month: MonthSoFar | undefined;
  readonly openFaults: readonly FaultKind[];
  readonly counts: readonly EndCounts[];
  readonly latencies: readonly PointLatency[];
}

const PERCENT = 100;
const MS_PER_SECOND = 1_000;
const US_PER_SECOND = 1_000_000;
const STATE = 'linewatch_circuit_state';

/**
 * Circuits as families of metrics. What is not known is left out and never said as 0, so that an alert on absence works.
 *
 * @param total circuits in scope, whether or not all of them are among `lines`
 */
export function lineFamilies(lines: readonly ScrapedLine[], total: number): MetricFamily[] {
  const gauge = (
    name: string,
    help: string,
    samplesOf: (line: ScrapedLine) => readonly (readonly [Labels, number | null | undefined])[],
    unit?: string,
  ): MetricFamily => ({
    name: `linewatch_${name}`,
    type: 'gauge',
    help,
    ...(unit !== undefined && { unit }),
    samples: lines.flatMap((line) => samplesOf(line).flatMap(([labels, value]) => sample(line, labels, value))),
  });
  return [
    { ...gauge('circuits', 'Circuits that the token may see.', () => []), samples: [{ labels: {}, value: total }] },
    {
      name: 'linewatch_circuit',
      type: 'info',
      help: 'Name and product of a circuit.',
      samples: lines.flatMap((line) => sample(line, { name: line.circuit.name, product: line.circuit.product }, 1)),
    },
    {
      name: STATE,
      type: 'stateset',
      help: 'What is known of a circuit now; unknown is neither up nor down.',
      samples: lines.flatMap((line) =>
        OPERATING_STATUSES.flatMap((status) =>
          sample(line, { [STATE]: status }, (line.live?.status ?? 'unknown') === status ? 1 : 0),
        ),
      ),
    },
    gauge(
      'circuit_sample_timestamp_seconds',
      'When the newest reading was taken.',
      ({ live }) => [[{}, scaled(instantOf(live?.sampleAt), MS_PER_SECOND)]],
      'seconds',
    ),
    gauge('circuit_contracted_bits_per_second', 'Contracted bandwidth.', ({ circuit }) => [
      [{}, circuit.contractedBps],
    ]),
    gauge('circuit_traffic_bits_per_second', 'Traffic by the newest reading.', ({ live }) => [
      [{ direction: 'in' }, live?.inBps],
      [{ direction: 'out' }, live?.outBps],
    ]),
    gauge(
      'circuit_utilisation_ratio',
      'The larger of both directions against the contracted bandwidth.',
      ({ live }) => [[{}, scaled(live?.utilisation, PERCENT)]],
      'ratio',
    ),
    gauge('circuit_maintenance', 'Whether planned works are in progress.', ({ live }) => [
      [{}, live === undefined ? null : Number((live.work ?? null) !== null)],
    ]),
    gauge('circuit_faults', 'Open faults by kind.', ({ openFaults }) =>
      FAULT_KINDS.map((kind) => [{ kind }, openFaults.filter((each) => each === kind).length] as const),
    ),
    gauge('circuit_end_errors', 'Errored packets of an end within the newest five minutes.', ({ counts }) =>
      counts.flatMap((each) => [
        [{ ...endOf(each), direction: 'in' }, each.inErrors] as const,
        [{ ...endOf(each), direction: 'out' }, each.outErrors] as const,
      ]),
    ),
    gauge('circuit_end_discards', 'Discarded packets of an end within the newest five minutes.', ({ counts }) =>
      counts.flatMap((each) => [
        [{ ...endOf(each), direction: 'in' }, each.inDiscards] as const,
        [{ ...endOf(each), direction: 'out' }, each.outDiscards] as const,
      ]),
    ),
    gauge(
      'circuit_latency_seconds',
      'Mean round trip of the newest test run.',
      ({ latencies }) => latencies.map((each) => [pointOf(each), scaled(each.meanUs, US_PER_SECOND)] as const),
      'seconds',
    ),
    gauge(
      'circuit_jitter_seconds',
      'Jitter of the newest test run.',
      ({ latencies }) => latencies.map((each) => [pointOf(each), scaled(each.jitterUs, US_PER_SECOND)] as const),
      'seconds',
    ),
    gauge(
      'circuit_loss_ratio',
      'Share of the packets that the newest test run lost.',
      ({ latencies }) => latencies.map((each) => [pointOf(each), each.loss] as const),
      'ratio',
    ),
    gauge(
      'circuit_availability_ratio',
      'Availability of this month so far, by the contract.',
      ({ month }) => [[{}, month?.availability]],
      'ratio',
    ),
    gauge(
      'circuit_downtime_left_seconds',
      'How long the circuit may still be down this month.',
      ({ month }) => [[{}, month?.leftS]],
      'seconds',
    ),
  ];
}

/** Every series of a circuit names it by its code, and by the alias that its customer gave it. */
function sample({ circuit }: ScrapedLine, labels: Labels, value: number | null | undefined): Sample[] {
  if (value === null || value === undefined) return [];
  return [{ labels: { circuit: circuit.code, alias: circuit.alias ?? '', ...labels }, value }];
}

function endOf({ side, seq }: EndCounts): Labels {
  return { side, end: String(seq) };
}

function pointOf({ side, source, pointId }: PointLatency): Labels {
  return { side, source, point: String(pointId) };
}

function scaled(value: number | null | undefined, by: number): number | null {
  return value === null || value === undefined ? null : value / by;
}

function instantOf(text: string | null | undefined): number | null {
  return text === null || text === undefined ? null : Date.parse(text);
}
