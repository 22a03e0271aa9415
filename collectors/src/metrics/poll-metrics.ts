import { DEVICE_FAULTS, type DevicePoll, RATE_STATUSES } from '@linewatch/shared';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Clock } from '../clock/clock.js';
import type { PollOrder } from '../pipeline/device-poll.js';
import type { ReadingSheet } from '../readings/reading-sheet.js';
import type { DevicePolling } from '../scheduler/device-schedule.js';
import type { FetchedWorkList } from '../uplink/api-client.js';
import { Tally } from './tally.js';

const KINDS = ['POLL', 'PROBE', 'LOOK'] as const;
type Kind = (typeof KINDS)[number];

/** From a device on the next desk to one that needs all its retries. */
const DURATION_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LATENESS_S = [0.001, 0.005, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** How the polling of devices goes. */
export class PollMetrics {
  private readonly started: Tally;
  private readonly results: Tally;
  private readonly readings: Tally;
  private readonly duration: Histogram;
  private readonly lateness: Histogram;
  private readonly inFlight: Gauge;
  private readonly overruns: Counter;
  private readonly withoutSlot: Counter;
  private readonly devices: Gauge;
  private readonly ports: Gauge;
  private readonly unreadable: Gauge;

  constructor(registry: Registry) {
    const registers = [registry];
    this.started = new Tally(
      registry,
      'linewatch_collector_polls_started',
      'Requests to devices that began: whole polls, probes of devices that do not answer, and looks at states.',
      'kind',
      KINDS,
    );
    this.results = new Tally(
      registry,
      'linewatch_collector_poll_results',
      'What polls came to: OK, or why the device gave no usable answer.',
      'result',
      ['OK', ...DEVICE_FAULTS],
    );
    this.readings = new Tally(
      registry,
      'linewatch_collector_readings',
      'Readings of ports by the outcome of their rate.',
      'status',
      RATE_STATUSES,
    );
    this.duration = new Histogram({
      name: 'linewatch_collector_poll_duration_seconds',
      help: 'From the first request to the last answer, or until the device was given up.',
      labelNames: ['kind'],
      buckets: DURATION_S,
      registers,
    });
    for (const kind of KINDS) this.duration.zero({ kind });
    this.lateness = new Histogram({
      name: 'linewatch_collector_poll_lateness_seconds',
      help: 'How long after its due time a poll began.',
      buckets: LATENESS_S,
      registers,
    });
    this.inFlight = new Gauge({
      name: 'linewatch_collector_polls_in_flight',
      help: 'Devices that are being asked now.',
      registers,
    });
    this.overruns = new Counter({
      name: 'linewatch_collector_poll_overruns_total',
      help: 'Polls left out because the one before still ran.',
      registers,
    });
    this.withoutSlot = new Counter({
      name: 'linewatch_collector_readings_without_slot_total',
      help: 'Readings left out because the clock was set back.',
      registers,
    });
    this.devices = new Gauge({ name: 'linewatch_collector_devices', help: 'Devices of the work list.', registers });
    this.ports = new Gauge({ name: 'linewatch_collector_ports', help: 'Ports of the work list.', registers });
    this.unreadable = new Gauge({
      name: 'linewatch_collector_devices_unreadable',
      help: 'Devices of the work list left out because their entry cannot be read.',
      registers,
    });
  }

  listed({ devices, unreadable }: FetchedWorkList): void {
    this.devices.set(devices.length);
    this.ports.set(devices.reduce((sum, device) => sum + device.ports.length, 0));
    this.unreadable.set(unreadable);
  }

  /** Counts what a poll came to. */
  polled({ fault, overruns }: DevicePoll, readings: ReadingSheet): void {
    this.results.add(fault ?? 'OK');
    if (overruns > 0) this.overruns.inc(overruns);
    let from = 0;
    for (let row = 1; row <= readings.rows; row += 1) {
      if (row < readings.rows && readings.get('status', row) === readings.get('status', from)) continue;
      this.readings.add(readings.statusOf(from), row - from);
      from = row;
    }
  }

  /** The same polling, timed. */
  measure(polling: DevicePolling, clock: Clock): DevicePolling {
    const { look } = polling;
    return {
      ...polling,
      ...(look && { look: (order: PollOrder, signal) => this.time('LOOK', clock, () => look(order, signal)) }),
      probe: (signal) => this.time('PROBE', clock, () => polling.probe(signal)),
      poll: (order, signal) => {
        this.lateness.observe(Math.max(0, clock.now() - order.dueAt) / 1_000);
        return this.time('POLL', clock, async () => {
          const result = await polling.poll(order, signal);
          if (result.withoutSlot > 0) this.withoutSlot.inc(result.withoutSlot);
          return result;
        });
      },
      close: () => {
        polling.close();
      },
    };
  }

  private async time<T>(kind: Kind, clock: Clock, task: () => Promise<T>): Promise<T> {
    const startedAt = clock.monotonic();
    this.started.add(kind);
    this.inFlight.inc();
    try {
      return await task();
    } finally {
      this.inFlight.dec();
      this.duration.observe({ kind }, (clock.monotonic() - startedAt) / 1_000);
    }
  }
}
