import type { BulkAnswer, BulkRequest, Varbind } from '../snmp/snmp-client.js';
import { anInterface, aRecording, counter64, RecordedAgent, ticks } from './recorded-agent.js';

const MS_PER_TICK = 10;

/** An agent in memory with one port, ge-0/1, whose counters grow with a time that nobody can set. */
export class LivingAgent extends RecordedAgent {
  /** @param monotonic ms; @param octetsAMs what comes in */
  constructor(
    private readonly monotonic: () => number,
    private readonly octetsAMs: bigint,
  ) {
    super({});
  }

  /** What has come in since time began. */
  get inOctets(): bigint {
    return BigInt(Math.floor(this.monotonic())) * this.octetsAMs;
  }

  override get(oids: readonly string[]): Promise<readonly Varbind[]> {
    this.tell();
    return super.get(oids);
  }

  override getBulk(request: BulkRequest): Promise<BulkAnswer> {
    this.tell();
    return super.getBulk(request);
  }

  private tell(): void {
    const port = anInterface('ge-0/1', {
      ifHCInOctets: counter64(this.inOctets),
      ifCounterDiscontinuityTime: ticks(0),
    });
    this.record(aRecording({ 1: port }, { sysUpTime: 100_000 + Math.floor(this.monotonic() / MS_PER_TICK) }));
  }
}
