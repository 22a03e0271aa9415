import { collectDefaultMetrics, Registry } from 'prom-client';
import type { ReasonCounts, Refusal } from '../snmp/guard/refusals.js';
import type { SnmpTraffic } from '../snmp/snmp-traffic.js';
import type { TrapOutcome } from '../traps/trap-outcomes.js';
import { showDatagrams, showTraffic } from './datagram-metrics.js';
import { MeasureMetrics } from './measure-metrics.js';
import { MetricsServer } from './metrics-server.js';
import { PollMetrics } from './poll-metrics.js';
import { UplinkMetrics } from './uplink-metrics.js';

/** What a collector says about itself in numbers. Labels come from closed sets: no device, no address, no secret. */
export class CollectorMetrics {
  readonly registry = new Registry();
  readonly polls = new PollMetrics(this.registry);
  readonly measures = new MeasureMetrics(this.registry);
  readonly uplink = new UplinkMetrics(this.registry);
  private readonly server = new MetricsServer(this.registry);

  /**
   * @param traps the trap receiver's own counts
   * @param refusedAnswers the guard's own counts
   * @param traffic the sockets' own counts
   */
  constructor(
    traps: () => ReasonCounts<TrapOutcome>,
    refusedAnswers: () => ReasonCounts<Refusal>,
    traffic: () => SnmpTraffic,
  ) {
    showDatagrams(this.registry, traps, refusedAnswers);
    showTraffic(this.registry, traffic);
  }

  /**
   * Shows the metrics, and those of the process with them, which cost something only when somebody looks.
   *
   * @returns null when the port is open, else why it is not
   */
  async serve(port: number, host: string): Promise<string | null> {
    const problem = await this.server.listen(port, host);
    if (problem === null) collectDefaultMetrics({ register: this.registry });
    return problem;
  }

  /** The TCP port that is listened on, or null. */
  get port(): number | null {
    return this.server.port;
  }

  close(): void {
    this.server.close();
  }
}
