import { type Measurements, NO_MEASUREMENTS, type OwnProbe, type PolledDevice } from '@linewatch/shared';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Clock, SYSTEM_CLOCK } from './clock/clock.js';
import type { CollectorConfig } from './config/env.js';
import { describeError } from './logging/describe-error.js';
import { CollectorMetrics } from './metrics/collector-metrics.js';
import { DiscoveryDesk, type ReachableDevice } from './discovery/discovery-desk.js';
import { discoveryEvents } from './discovery/discovery-log.js';
import { NOTIFICATIONS_OF_RENUMBERING } from './mibs/notifications.js';
import { devicePipeline, type DeviceReadings, type PollOrder } from './pipeline/device-poll.js';
import { DeviceReader } from './pipeline/device-reader.js';
import { DeviceMeasuring } from './pipeline/measures/device-measuring.js';
import { PortMemory } from './pipeline/port-memory.js';
import { pipe, type Stage } from './pipeline/stage.js';
import { StatusLook } from './pipeline/status-look.js';
import { pingByFping } from './probes/fping.js';
import type { ProbeRun } from './probes/probe-run.js';
import { Prober } from './probes/prober.js';
import { sendStamp } from './probes/stamp-sender.js';
import { InFlightLimit } from './scheduler/in-flight-limit.js';
import type { DevicePolling } from './scheduler/device-schedule.js';
import { PollHealth } from './scheduler/poll-health.js';
import { Scheduler } from './scheduler/scheduler.js';
import { ReasonCounts, type Refusal } from './snmp/guard/refusals.js';
import { SharedSockets } from './snmp/lean/shared-sockets.js';
import { openClient, type PollingClient } from './snmp/open-client.js';
import { takingTurns } from './snmp/taking-turns.js';
import { DatagramReport } from './traps/datagram-report.js';
import { DeviceDirectory } from './traps/device-directory.js';
import { TrapDelivery } from './traps/trap-delivery.js';
import { type KnownEngine, TrapListener } from './traps/trap-listener.js';
import { TRAP_LIMITS } from './traps/trap-outcomes.js';
import { ApiClient, type FetchedWorkList } from './uplink/api-client.js';
import { Batcher, type BatchStore } from './uplink/batcher.js';
import { type BatchReceiver, BatchSender } from './uplink/batch-sender.js';
import { openSpool } from './uplink/open-spool.js';
import type { Spool } from './uplink/spool.js';
import { senderEvents, batcherEvents } from './uplink/uplink-log.js';
import { WorkListWatch } from './uplink/work-list-watch.js';

/** Probes that may run at the same moment: each has a socket, or a process of its own. */
const PROBES_AT_ONCE = 32;
/** What stands between the parts of the uplink where somebody wants to see, or to break, what passes. */
export interface UplinkTaps {
  readonly store: (spool: BatchStore) => BatchStore;
  readonly receiver: (api: BatchReceiver) => BatchReceiver;
}

const NOTHING_BETWEEN: UplinkTaps = { store: (spool) => spool, receiver: (api) => api };

/** One running collector: schedule, pipeline, spool, uplink and traps, wired together. */
export class Collector {
  private readonly spool: Spool;
  private readonly batcher: Batcher;
  private readonly sender: BatchSender;
  private readonly watch: WorkListWatch;
  private readonly scheduler: Scheduler;
  /** Devices of which something is read besides their ports. */
  private readonly measuring: InFlightLimit;
  private readonly prober: Prober;
  private readonly clients = new Map<string, PollingClient>();
  private readonly reachable = new Map<string, ReachableDevice>();
  private readonly discovery: DiscoveryDesk;
  private readonly health: PollHealth;
  private readonly directory = new DeviceDirectory();
  private readonly traps: TrapListener;
  private readonly trapDelivery: TrapDelivery;
  private readonly readers = new Map<string, DeviceReader>();
  private readonly refusedAnswers = new ReasonCounts<Refusal>();
  private readonly sockets = new SharedSockets(this.refusedAnswers);
  private readonly report: DatagramReport;
  private readonly metrics = new CollectorMetrics(
    () => this.traps.outcomes,
    () => this.refusedAnswers,
    () => this.sockets.traffic,
  );
  private readonly loops: Promise<void>[] = [];
  private readonly withoutSlot = new Set<string>();
  private isReady = false;

  constructor(
    private readonly config: CollectorConfig,
    private readonly log: Logger,
    clock: Clock = SYSTEM_CLOCK,
    taps: UplinkTaps = NOTHING_BETWEEN,
  ) {
    const folder = join(config.dataDir, 'spool');
    mkdirSync(folder, { recursive: true });
    this.spool = openSpool(join(folder, 'readings.sqlite'), config.spoolLimits, log);
    this.metrics.uplink.watchSpool(this.spool, clock);
    const client = new ApiClient(config.apiUrl, config.token);
    const api = this.metrics.uplink.measure(client, clock);
    const trapReceiver: BatchReceiver = { deliver: (body, signal) => client.deliverTraps(body, signal) };
    this.trapDelivery = new TrapDelivery(folder, trapReceiver, clock, config.longestPauseMs, log);
    const reachable = (id: string): ReachableDevice | undefined => this.reachable.get(id);
    const told = discoveryEvents(log);
    this.discovery = new DiscoveryDesk(client, reachable, clock, config.workListEveryMs, told, this.pollNow);
    const receiver = taps.receiver(api);
    this.sender = new BatchSender(this.spool, receiver, clock, config.longestPauseMs, senderEvents(log, this.spool));
    this.health = new PollHealth(log);
    const events = this.metrics.uplink.count(batcherEvents(log, this.spool, this.sender));
    this.batcher = new Batcher(taps.store(this.spool), clock, events, this.health);
    this.watch = new WorkListWatch(api, clock, config.workListEveryMs, {
      onList: (list) => {
        this.take(list);
      },
      onTrouble: (reason) => {
        log.warn({ reason }, 'the work list cannot be fetched; the last one holds');
      },
    });
    this.measuring = new InFlightLimit(config.maxInFlight);
    const memory = new PortMemory(this.spool.traces());
    this.scheduler = new Scheduler((device) => this.openPolling(device, memory, clock), {
      clock,
      limit: new InFlightLimit(config.maxInFlight),
      sink: (poll, readings, isUrgent) => {
        this.health.note(poll);
        this.metrics.polls.polled(poll, readings);
        this.batcher.add(poll, readings, isUrgent);
      },
      onUnexpected: (deviceId, error) => {
        log.error({ deviceId, error: describeError(error) }, 'a poll failed by our fault');
      },
    });
    this.prober = new Prober({
      clock,
      limit: new InFlightLimit(PROBES_AT_ONCE),
      run: (probe, signal) => this.runProbe(probe, clock, signal),
      sink: (measurement) => {
        this.keepMeasures({ ...NO_MEASUREMENTS, latency: [measurement] });
      },
      onNotRun: (source, reason) => {
        log.warn({ source, reason }, 'probes cannot be run here; their points are not measured');
      },
    });
    const engineOf = (deviceId: string): KnownEngine | null => this.engineOf(deviceId);
    const { keeper } = this.trapDelivery;
    this.traps = new TrapListener(this.directory, clock, engineOf, this.hint, TRAP_LIMITS, keeper);
    this.report = new DatagramReport(this.traps, this.refusedAnswers, clock, log);
  }

  /** Starts everything. @returns once the loops run; the first work list comes later */
  async start(): Promise<void> {
    const { trapPort, trapHost } = this.config;
    if (trapPort !== 0) {
      const problem = await this.traps.listen(trapPort, trapHost);
      if (problem === null) {
        this.log.info({ port: trapPort, bufferOctets: this.traps.receiveBufferOctets }, 'traps are received');
      } else {
        this.log.warn({ port: trapPort, problem }, 'no traps: the port cannot be used; polling goes on without them');
      }
    }
    this.report.start();
    await this.serveMetrics();
    this.loops.push(this.sender.run(), this.trapDelivery.run(), this.watch.run(), this.discovery.run());
  }

  /** Settles when a loop ended on its own, which only a broken spool makes it do. */
  async failure(): Promise<void> {
    await Promise.all(this.loops);
  }

  /** Stops polling, commits what was read, and closes the spool. */
  async stop(): Promise<void> {
    this.watch.stop();
    this.discovery.stop();
    this.scheduler.stop();
    this.prober.stop();
    this.sockets.close();
    this.report.stop();
    this.traps.close();
    this.metrics.close();
    this.sender.stop();
    this.trapDelivery.stop();
    await Promise.allSettled(this.loops);
    this.batcher.flush();
    this.spool.close();
    this.trapDelivery.close();
  }

  private readonly pollNow = (deviceId: string): void => {
    this.scheduler.hint(deviceId);
  };

  private readonly hint = (deviceId: string, oid: string): void => {
    this.log.debug({ deviceId }, 'trap: the device is polled now');
    if (NOTIFICATIONS_OF_RENUMBERING.has(oid)) this.readers.get(deviceId)?.lookAgain();
    this.scheduler.hint(deviceId);
  };

  private async serveMetrics(): Promise<void> {
    const { metricsPort: port, metricsHost: host } = this.config;
    if (port === 0) return;
    const problem = await this.metrics.serve(port, host);
    if (problem === null) this.log.info({ port, host }, 'metrics are shown');
    else this.log.warn({ port, host, problem }, 'no metrics: the port cannot be used; polling goes on without them');
  }

  private take(list: FetchedWorkList): void {
    const { devices, unreadable } = list;
    this.metrics.polls.listed(list);
    if (unreadable > 0) this.log.error({ unreadable }, 'the work list has devices that cannot be read');
    this.scheduler.apply(devices);
    this.prober.apply(list.probes);
    this.health.replace(devices);
    this.directory.replace(devices);
    const ports = devices.reduce((sum, device) => sum + device.ports.length, 0);
    const facts = { devices: devices.length, ports, probes: list.probes.length };
    if (this.isReady) this.log.info(facts, 'the work list changed');
    else this.log.info({ ...facts, epoch: this.spool.epoch }, 'ready');
    this.isReady = true;
  }

  /** Tells once that a device's readings find no slot: after a clock that was set back they wait for it to catch up. */
  private noteSlots(deviceId: string, result: DeviceReadings): Promise<DeviceReadings> {
    if (result.withoutSlot === 0) this.withoutSlot.delete(deviceId);
    else if (!this.withoutSlot.has(deviceId)) {
      this.withoutSlot.add(deviceId);
      this.log.warn({ deviceId, ports: result.withoutSlot }, 'readings are left out: the clock was set back');
    }
    return Promise.resolve(result);
  }

  private engineOf(deviceId: string): KnownEngine | null {
    const client = this.clients.get(deviceId);
    return client?.engineId ? { engineId: client.engineId, moment: client.engineMoment } : null;
  }

  private keepMeasures(measures: Measurements): void {
    this.metrics.measures.measured(measures);
    this.batcher.addMeasures(measures);
  }

  private async runProbe(probe: OwnProbe, clock: Clock, signal: AbortSignal): Promise<ProbeRun> {
    if (probe.source === 'ICMP') return pingByFping(probe, signal);
    const { run, refused } = await sendStamp(probe, clock, signal);
    if (Object.values(refused).some((answers: number) => answers > 0)) {
      this.log.debug({ pointId: probe.pointId, refused }, 'answers to a probe were not counted');
    }
    return run;
  }

  private openPolling(device: PolledDevice, memory: PortMemory, clock: Clock): DevicePolling {
    const client = openClient(device, this.sockets, this.refusedAnswers);
    const agent = takingTurns(client);
    const reachable = { device, agent };
    const { maxRepetitions, countsAllPackets } = device.profile;
    const reader = new DeviceReader(agent, maxRepetitions, clock, countsAllPackets);
    const measuring = new DeviceMeasuring(agent, reader, clock);
    const states = new StatusLook(agent, maxRepetitions, clock, () => reader.interfaces, memory);
    this.clients.set(device.id, client);
    this.readers.set(device.id, reader);
    this.reachable.set(device.id, reachable);
    const inHaste: Stage<PollOrder, PollOrder> = (order) => {
      client.hurry?.(order.isAwaited === true);
      return Promise.resolve(order);
    };
    const polling: DevicePolling = {
      probe: (signal) => reader.probe(signal),
      poll: pipe(
        inHaste,
        pipe(devicePipeline(reader, memory), (result) => this.noteSlots(device.id, result)),
      ),
      look: (order, signal) => {
        client.hurry?.(false);
        return states.isOther(order, signal);
      },
      hasMore: ({ measures = [] }) => measures.length > 0,
      afterwards: async (order, signal) => {
        // Waiting would delay the device's next poll; what is due now is still due then.
        if (this.measuring.isFull) return;
        const results = await this.measuring.run(() => measuring.measure(order, signal));
        for (const measures of results) this.keepMeasures(measures);
      },
      close: () => {
        client.close();
        if (this.clients.get(device.id) === client) this.clients.delete(device.id);
        if (this.readers.get(device.id) === reader) this.readers.delete(device.id);
        if (this.reachable.get(device.id) === reachable) this.reachable.delete(device.id);
      },
    };
    return this.trapDelivery.follow(device.id, this.metrics.polls.measure(polling, clock));
  }
}
