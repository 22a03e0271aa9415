import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PolledDevice, type PollProfile, type Reading, READING_COLUMNS } from '@linewatch/shared';
import type { DemoCircuit, DemoDevice } from '@linewatch/shared/demo';
import { pino } from 'pino';
import { SYSTEM_CLOCK } from '../clock/clock.js';
import type { IfStatus } from '../practice-network/model/practice-port.js';
import { Collector } from '../collector.js';
import type { PracticeHouse } from '../practice-network/practice-house.js';
import { ApiEdge } from './api-edge.js';
import { eventually } from './eventually.js';
import { freeTcpPort } from './free-tcp-port.js';
import { aPolledDevice, aPolledPort } from './polled-device.builder.js';
import { scrape } from './scrape.js';
import { freeUdpPort, openSmallHouse } from './small-practice-house.js';

const PATIENCE_MS = 15_000;
const TRAPS = /^linewatch_collector_traps_total\{outcome="([A-Z_0-9]+)"\}$/;

/** What a house has besides its devices. */
interface HouseOptions {
  readonly others?: readonly PolledDevice[];
  readonly circuits?: readonly DemoCircuit[];
  readonly profile?: Partial<PollProfile>;
}

/** A collector that polls the first port of some practice devices and listens for their traps, all in this process. */
export class PolledHouse {
  private constructor(
    private readonly folder: string,
    private readonly house: PracticeHouse,
    private readonly collector: Collector,
    readonly api: ApiEdge,
    readonly devices: readonly PolledDevice[],
    readonly trapPort: number,
    private readonly metricsPort: number,
  ) {}

  /**
   * Opens it and waits until every device was read once. Port n is on the n-th device.
   *
   * @param options.others devices of the work list that are not in the practice network
   */
  static async open(facts: readonly DemoDevice[], options: HouseOptions = {}): Promise<PolledHouse> {
    const { others = [], circuits = [], profile } = options;
    const folder = mkdtempSync(join(tmpdir(), 'linewatch-polled-house-'));
    const [trapPort, metricsPort] = [await freeUdpPort(), await freeTcpPort()];
    const house = await openSmallHouse(SYSTEM_CLOCK, {
      world: { devices: [...facts], circuits: [...circuits] },
      trapPort: await freeUdpPort(),
    });
    const devices = house.network.devices.map((device, at) =>
      aPolledDevice({
        port: house.fleet.portOf(device),
        access: device.facts.access,
        // Longer than a second: a poll after a trap then has a second, and so a slot, of its own.
        profile: { intervalS: 3, timeoutMs: 500, retries: 1, backoff: 1, maxRepetitions: 20, ...profile },
        ports: [aPolledPort({ portId: at + 1, ifAlias: device.facts.ports[0]?.ifAlias ?? null })],
      }),
    );
    const api = new ApiEdge();
    api.list = { version: '1', devices: [...devices, ...others] };
    await api.open();
    const collector = new Collector(
      {
        apiUrl: api.url,
        token: 'a-token-of-the-specs-that-is-long-enough',
        dataDir: folder,
        trapPort,
        trapHost: '127.0.0.1',
        spoolLimits: { maxOctets: 10_000_000, maxAgeMs: 3_600_000, leftFreeOctets: 0 },
        maxInFlight: 10,
        metricsPort,
        metricsHost: '127.0.0.1',
        logLevel: 'silent',
        workListEveryMs: 1_000,
        longestPauseMs: 1_000,
      },
      pino({ level: 'silent' }),
    );
    await collector.start();
    const opened = new PolledHouse(folder, house, collector, api, devices, trapPort, metricsPort);
    for (const at of devices.keys()) await opened.reads(at + 1, 1);
    return opened;
  }

  /** Turns the first port of a device; it sends no trap. */
  turn(portId: number, status: IfStatus): void {
    this.house.network.devices[portId - 1]?.ports[0]?.setOperStatus(status, SYSTEM_CLOCK.now());
  }

  /** The readings of a port in the order they were delivered. */
  readingsOf(portId: number): readonly Reading[] {
    return this.api.batches
      .flatMap(({ readings }) =>
        readings.portId.map(
          (_, row) =>
            Object.fromEntries(READING_COLUMNS.map((name) => [name, readings[name][row]])) as unknown as Reading,
        ),
      )
      .filter((reading) => reading.portId === portId);
  }

  /** What ifOperStatus each reading of a port said. */
  statesOf(portId: number): readonly unknown[] {
    return this.api.batches.flatMap(({ readings }) =>
      readings.operStatus.filter((_, row) => readings.portId[row] === portId),
    );
  }

  /** Waits until a port was read so often since the start. */
  async reads(portId: number, times: number): Promise<void> {
    const look = (): true | undefined => this.statesOf(portId).length >= times || undefined;
    await eventually(`reading ${String(times)} of port ${String(portId)}`, look, PATIENCE_MS);
  }

  /** How many datagrams came to what at the trap port, by the collector's own metrics. */
  async trapCounts(): Promise<ReadonlyMap<string, number>> {
    const samples = await scrape(this.metricsPort);
    return new Map(
      [...samples].flatMap(([name, count]) => {
        const outcome = TRAPS.exec(name)?.[1];
        return outcome === undefined ? [] : [[outcome, count]];
      }),
    );
  }

  /** How many looks at states began. */
  async startedLooks(): Promise<number> {
    return (await scrape(this.metricsPort)).get('linewatch_collector_polls_started_total{kind="LOOK"}') ?? 0;
  }

  async close(): Promise<void> {
    await this.collector.stop();
    await this.api.close();
    await this.house.close();
    rmSync(this.folder, { recursive: true });
  }
}
