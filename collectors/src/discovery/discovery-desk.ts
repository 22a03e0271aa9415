import { type DiscoveryOrders, type DiscoveryReport, MOST_INTERFACES, type PolledDevice } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { DeadlinePassed, withDeadline } from '../clock/deadline.js';
import { discoverDevice } from '../pipeline/device-discovery.js';
import { type SnmpClient, SnmpFault } from '../snmp/snmp-client.js';
import { pause } from '../uplink/waiting.js';

/** Where orders come from and reports go. */
export interface DiscoveryUplink {
  /** @throws Error when there is no usable answer */
  orders(signal: AbortSignal): Promise<DiscoveryOrders>;
  /** @throws Error when the report was not taken */
  report(report: DiscoveryReport, signal: AbortSignal): Promise<void>;
}

/** A device of this collector, and the way to its agent that polls use too. */
export interface ReachableDevice {
  readonly device: PolledDevice;
  readonly agent: SnmpClient;
}

/** What the desk tells of. */
export interface DiscoveryEvents {
  readonly onDone: (deviceId: string, interfaces: number) => void;
  /** The device could not be discovered, or the API did not take the report. */
  readonly onFailed: (deviceId: string, reason: string) => void;
  /** Called for errors that are no answer of a device: mistakes of ours. */
  readonly onUnexpected: (deviceId: string, error: unknown) => void;
}

/** Devices that are discovered at the same time; polls come first. */
const MOST_AT_ONCE = 4;
/** A device that gives so little that this passes is one that does not answer. */
const LONGEST_MS = 5 * 60_000;
/** A device whose report was not taken is due still; it is not walked through every few seconds. */
const AGAIN_MS = 60_000;

/** Asks which devices are to be discovered, discovers a few at a time, and reports. Nothing is kept: what fails stays due. */
export class DiscoveryDesk {
  private readonly stopping = new AbortController();
  private readonly running = new Map<string, Promise<void>>();
  private readonly triedAt = new Map<string, number>();

  constructor(
    private readonly uplink: DiscoveryUplink,
    private readonly deviceOf: (id: string) => ReachableDevice | undefined,
    private readonly clock: Clock,
    private readonly everyMs: number,
    private readonly events: DiscoveryEvents,
    /** Has a device polled at once; unknown ones are left out. */
    private readonly pollNow: (deviceId: string) => void,
  ) {}

  stop(): void {
    this.stopping.abort(new Error('The discovery was stopped'));
  }

  /** Looks for orders until it is stopped, and waits for what is under way then. */
  async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      await this.look(signal);
      await pause(this.clock, this.everyMs, signal);
    }
    await Promise.all(this.running.values());
  }

  private async look(signal: AbortSignal): Promise<void> {
    let wanted: readonly string[];
    try {
      const { devices, polls } = await this.uplink.orders(signal);
      wanted = devices;
      for (const id of polls) this.pollNow(id);
    } catch {
      // The API is away or older than discoveries: the work list's own loop says so; there is nothing to do here.
      return;
    }
    const now = this.clock.monotonic();
    for (const [id, triedAt] of this.triedAt) if (now - triedAt >= AGAIN_MS) this.triedAt.delete(id);
    for (const id of wanted) {
      const reachable = this.deviceOf(id);
      if (this.running.size >= MOST_AT_ONCE) return;
      if (reachable === undefined || this.running.has(id) || this.triedAt.has(id)) continue;
      this.running.set(
        id,
        this.discover(reachable, signal).finally(() => this.running.delete(id)),
      );
    }
  }

  private async discover({ device, agent }: ReachableDevice, signal: AbortSignal): Promise<void> {
    const { id } = device;
    try {
      const report = await this.reportOf(device, agent, signal);
      if (signal.aborted) return;
      await this.uplink.report(report, signal);
      if (report.fault === null) this.events.onDone(id, report.interfaces.length);
      else this.events.onFailed(id, report.fault);
    } catch (error) {
      if (signal.aborted) return;
      this.triedAt.set(id, this.clock.monotonic());
      this.events.onFailed(id, error instanceof Error ? error.name : 'unknown');
    }
  }

  private async reportOf(device: PolledDevice, agent: SnmpClient, signal: AbortSignal): Promise<DiscoveryReport> {
    const { maxRepetitions } = device.profile;
    const how = { clock: this.clock, maxRepetitions, most: MOST_INTERFACES };
    try {
      const found = await withDeadline(signal, LONGEST_MS, (ended) => discoverDevice(agent, how, ended));
      return { deviceId: device.id, fault: null, ...found };
    } catch (error) {
      const nothing = { system: null, interfaces: [], isTruncated: false, missingColumns: [] };
      return { deviceId: device.id, at: this.clock.now(), fault: this.faultOf(device.id, error), ...nothing };
    }
  }

  private faultOf(deviceId: string, error: unknown): NonNullable<DiscoveryReport['fault']> {
    if (error instanceof SnmpFault) return error.fault;
    if (error instanceof DeadlinePassed) return 'NO_ANSWER';
    if (!this.stopping.signal.aborted) this.events.onUnexpected(deviceId, error);
    return 'INTERNAL';
  }
}
