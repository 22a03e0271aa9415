import type { PolledDevice } from '@linewatch/shared';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Clock, SYSTEM_CLOCK } from './clock/clock.js';
import type { CollectorConfig } from './config/env.js';
import { describeError } from './logging/describe-error.js';
import { CollectorMetrics } from './metrics/collector-metrics.js';
import { devicePipeline, type DeviceReadings } from './pipeline/device-poll.js';
import { DeviceReader } from './pipeline/device-reader.js';
import { PortMemory } from './pipeline/port-memory.js';
import { pipe } from './pipeline/stage.js';
import { InFlightLimit } from './scheduler/in-flight-limit.js';
import type { DevicePolling } from './scheduler/device-schedule.js';
import { PollHealth } from './scheduler/poll-health.js';
import { Scheduler } from './scheduler/scheduler.js';
import { ReasonCounts, type Refusal } from './snmp/guard/refusals.js';
import { SharedSockets } from './snmp/lean/shared-sockets.js';
import { openClient, type PollingClient } from './snmp/open-client.js';
import { DatagramReport } from './traps/datagram-report.js';
import { DeviceDirectory } from './traps/device-directory.js';
import { type KnownEngine, TrapListener } from './traps/trap-listener.js';
import { ApiClient, type FetchedWorkList } from './uplink/api-client.js';
import { Batcher } from './uplink/batcher.js';
import { BatchSender } from './uplink/batch-sender.js';
import { openSpool } from './uplink/open-spool.js';
import { senderEvents, batcherEvents } from './uplink/uplink-log.js';
import type { Spool } from './uplink/spool.js';
import { WorkListWatch } from './uplink/work-list-watch.js';

/** One running collector: schedule, pipeline, spool, uplink and traps, wired together. */
export class Collector {
  private readonly spool: Spool;
  private readonly batcher: Batcher;
  private readonly sender: BatchSender;
  private readonly watch: WorkListWatch;
  private readonly scheduler: Scheduler;
  private readonly clients = new Map<string, PollingClient>();
  private readonly health: PollHealth;
  private readonly directory = new DeviceDirectory();
  private readonly traps: TrapListener;
  private readonly refusedAnswers = new ReasonCounts<Refusal>();
  private readonly sockets = new SharedSockets(this.refusedAnswers);
  private readonly report: DatagramReport;
  private readonly metrics = new CollectorMetrics(
    () => this.traps.outcomes,
    () => this.refusedAnswers,
  );
  private readonly loops: Promise<void>[] = [];
  private readonly withoutSlot = new Set<string>();
  private isReady = false;

  constructor(
    private readonly config: CollectorConfig,
    private readonly log: Logger,
    clock: Clock = SYSTEM_CLOCK,
  ) {
    const folder = join(config.dataDir, 'spool');
    mkdirSync(folder, { recursive: true });
    this.spool = openSpool(join(folder, 'readings.sqlite'), config.spoolLimits, log);
    this.metrics.uplink.watchSpool(this.spool, clock);
    const api = this.metrics.uplink.measure(new ApiClient(config.apiUrl, config.token), clock);
    this.sender = new BatchSender(this.spool, api, clock, config.longestPauseMs, senderEvents(log, this.spool));
    this.health = new PollHealth(log);
    const events = this.metrics.uplink.count(batcherEvents(log, this.spool, this.sender));
    this.batcher = new Batcher(this.spool, clock, events, this.health);
    this.watch = new WorkListWatch(api, clock, config.workListEveryMs, {
      onList: (list) => {
        this.take(list);
      },
      onTrouble: (reason) => {
        log.warn({ reason }, 'the work list cannot be fetched; the last one holds');
      },
    });
    const memory = new PortMemory(this.spool.traces());
    this.scheduler = new Scheduler((device) => this.openPolling(device, memory, clock), {
      clock,
      limit: new InFlightLimit(config.maxInFlight),
      sink: (poll, readings) => {
        this.health.note(poll);
        this.metrics.polls.polled(poll, readings);
        this.batcher.add(poll, readings);
      },
      onUnexpected: (deviceId, error) => {
        log.error({ deviceId, error: describeError(error) }, 'a poll failed by our fault');
      },
    });
    const engineOf = (deviceId: string): KnownEngine | null => {
      const client = this.clients.get(deviceId);
      return client?.engineId ? { engineId: client.engineId, moment: client.engineMoment } : null;
    };
    this.traps = new TrapListener(this.directory, clock, engineOf, (deviceId) => {
      log.debug({ deviceId }, 'trap: the device is polled now');
      this.scheduler.hint(deviceId);
    });
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
    this.loops.push(this.sender.run(), this.watch.run());
  }

  /** Settles when a loop ended on its own, which only a broken spool makes it do. */
  async failure(): Promise<void> {
    await Promise.all(this.loops);
  }

  /** Stops polling, commits what was read, and closes the spool. */
  async stop(): Promise<void> {
    this.watch.stop();
    this.scheduler.stop();
    this.sockets.close();
    this.report.stop();
    this.traps.close();
    this.metrics.close();
    this.sender.stop();
    await Promise.allSettled(this.loops);
    this.batcher.flush();
    this.spool.close();
  }

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
    this.health.replace(devices);
    this.directory.replace(devices);
    const ports = devices.reduce((sum, device) => sum + device.ports.length, 0);
    const facts = { devices: devices.length, ports };
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

  private openPolling(device: PolledDevice, memory: PortMemory, clock: Clock): DevicePolling {
    const client = openClient(device, this.sockets, this.refusedAnswers);
    const reader = new DeviceReader(client, device.profile.maxRepetitions, clock);
    this.clients.set(device.id, client);
    const polling: DevicePolling = {
      probe: (signal) => reader.probe(signal),
      poll: pipe(devicePipeline(reader, memory), (result) => this.noteSlots(device.id, result)),
      close: () => {
        client.close();
        if (this.clients.get(device.id) === client) this.clients.delete(device.id);
      },
    };
    return this.metrics.polls.measure(polling, clock);
  }
}
