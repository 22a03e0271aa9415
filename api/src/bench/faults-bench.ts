import { randomUUID } from 'node:crypto';
import { type Batch, packReadings, type Reading } from '@linewatch/shared';
import type { LoggerService } from '@nestjs/common';
import { readEnv } from '../config/env.js';
import { AlarmEngine } from '../features/faults/alarm-engine.js';
import { IngestService } from '../features/telemetry/ingest.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Jobs } from '../platform/jobs/jobs.js';
import { startApi } from '../start-api.js';
import type { BenchDatabase } from './bench-database.js';
import { CpuClock } from './cpu-clock.js';
import { foundHouse } from './ingest-house.js';
import { PracticeSeries } from './practice-series.js';

export interface FaultSize {
  readonly devices: number;
  /** Ports that go down together, one end of as many circuits. */
  readonly storm: number;
  /** Quiet cycles that are timed, after the first. */
  readonly cycles: number;
}

/** CPU seconds, those of the database included. */
export interface FaultFigures {
  readonly ports: number;
  readonly circuits: number;
  /** One quiet cycle of all ports: taken in, and what the engine makes of it. */
  readonly ingestCpuS: number;
  readonly linesCpuS: number;
  /** The engine's looks at conditions and levels in 60 s. */
  readonly conditionsCpuS: number;
  readonly cycleCpuS: number;
  readonly stormPorts: number;
  /** The engine's part of: what changed is looked at, what is certain is raised, what is well again is cleared. */
  readonly changedCpuS: number;
  readonly raisedCpuS: number;
  readonly clearedCpuS: number;
  readonly alarms: number;
  readonly faults: number;
  /** Faults whose log is not: raised, cleared, each once and in this order. */
  readonly outOfOrder: number;
  readonly peakMb: number;
  readonly met: boolean;
}

const PORTS_A_DEVICE = 24;
const INTERVAL_S = 60;
const READINGS_A_BATCH = 2_000;
const CONDITION_LOOKS = INTERVAL_S / 5;
const TARGET_S = 60;
const nothing = (): void => undefined;
const SILENT: LoggerService = { log: nothing, warn: nothing, error: nothing, debug: nothing, verbose: nothing };
/** Well again, well for a minute, and the answer of that minute. */
const CYCLES_TO_CLEAR = 3;

/** Time as the bench lets it pass: what a machine is busy with besides must not make a reading late. */
class SteppedClock extends Clock {
  private time = Math.floor(Date.now() / 60_000) * 60_000;

  override now(): number {
    return this.time;
  }

  step(): void {
    this.time += INTERVAL_S * 1_000;
  }
}

export async function benchFaults(open: () => Promise<BenchDatabase>, size: FaultSize): Promise<FaultFigures> {
  const bench = await open();
  const clock = new SteppedClock();
  await foundHouse(bench.database, { devices: size.devices, ports: PORTS_A_DEVICE }, INTERVAL_S);
  const env = readEnv({ DATA_DIR: bench.folder });
  const where = { env, database: bench.database, portalDir: bench.folder, port: 0 };
  const { app } = await startApi({ ...where, clock, logger: SILENT });
  // The jobs are the bench's to do, each when it is timed.
  await app.get(Jobs, { strict: false }).onModuleDestroy();
  const engine = app.get(AlarmEngine, { strict: false });
  const network = new Network(bench, clock, app.get(IngestService, { strict: false }), engine, size);
  try {
    return await measured(bench, network, size);
  } finally {
    await app.close();
    await bench.close();
  }
}

async function measured(bench: BenchDatabase, network: Network, size: FaultSize): Promise<FaultFigures> {
  await network.cycle(0);
  await network.cycle(0);
  let [ingestS, linesS, conditionsS] = [0, 0, 0];
  for (let index = 0; index < size.cycles; index += 1) {
    const quiet = await network.cycle(0);
    ingestS += quiet.ingestS / size.cycles;
    linesS += quiet.linesS / size.cycles;
    conditionsS += (await network.conditions()) / size.cycles;
  }
  const changed = await network.cycle(size.storm);
  const raised = await network.cycle(size.storm);
  let clearedS = 0;
  for (let index = 0; index < CYCLES_TO_CLEAR; index += 1) clearedS += (await network.cycle(0)).linesS;
  const cycleCpuS = ingestS + linesS + conditionsS;
  const outOfOrder = await countOutOfOrder(bench);
  const faults = await countOf(bench, 'SELECT COUNT(*) AS n FROM fault');
  const slowest = Math.max(cycleCpuS, changed.linesS, raised.linesS, clearedS);
  const ports = size.devices * PORTS_A_DEVICE;
  return {
    ports,
    circuits: ports / 2,
    ingestCpuS: round(ingestS),
    linesCpuS: round(linesS),
    conditionsCpuS: round(conditionsS),
    cycleCpuS: round(cycleCpuS),
    stormPorts: size.storm,
    changedCpuS: round(changed.linesS),
    raisedCpuS: round(raised.linesS),
    clearedCpuS: round(clearedS),
    alarms: await countOf(bench, 'SELECT COUNT(*) AS n FROM alarm'),
    faults,
    outOfOrder,
    peakMb: Math.round(process.resourceUsage().maxRSS / 1_024),
    met: slowest <= TARGET_S && outOfOrder === 0 && faults === size.storm,
  };
}

/** All ports, read once an interval. */
class Network {
  private readonly series: readonly PracticeSeries[];
  private readonly cpu: CpuClock;
  private seq = 0;

  constructor(
    { pid }: BenchDatabase,
    private readonly clock: SteppedClock,
    private readonly ingest: IngestService,
    private readonly engine: AlarmEngine,
    { devices }: FaultSize,
  ) {
    this.cpu = new CpuClock(pid);
    const ports = devices * PORTS_A_DEVICE;
    this.series = Array.from({ length: ports }, (_, index) => new PracticeSeries(index + 1, INTERVAL_S));
  }

  /** One reading of every port, `down` of them down, and the engine's look at what that changed. CPU seconds. */
  async cycle(down: number): Promise<{ ingestS: number; linesS: number }> {
    this.clock.step();
    const readings = [...batchesOf(this.series, this.clock.now(), down)];
    const batches = readings.map((some) => batchOf(some, (this.seq += 1)));
    const ingestS = await this.cpu.of(async () => {
      for (const batch of batches) await this.ingest.take('bench', batch);
    });
    const linesS = await this.cpu.of(async () => {
      while ((await this.engine.lookAtDue()) > 0);
    });
    return { ingestS, linesS };
  }

  /** The engine's looks at conditions in one interval. CPU seconds. */
  conditions(): Promise<number> {
    return this.cpu.of(async () => {
      for (let look = 0; look < CONDITION_LOOKS; look += 1) await this.engine.lookAtConditions();
    });
  }
}

/** The readings of all ports; the first `down` ports with an odd number, one end of a circuit each, are down. */
function* batchesOf(series: readonly PracticeSeries[], at: number, down: number): Generator<Reading[]> {
  const slot = Math.floor(at / 1_000);
  for (let start = 0; start < series.length; start += READINGS_A_BATCH) {
    yield series.slice(start, start + READINGS_A_BATCH).map((one, place): Reading => {
      const index = start + place;
      const isDown = index % 2 === 0 && index / 2 < down;
      return { ...one.next(slot), operStatus: isDown ? 2 : 1, resume: 'bench' };
    });
  }
}

function batchOf(readings: readonly Reading[], seq: number): Batch {
  const { octets, notes } = packReadings(readings);
  const packed = Buffer.from(octets).toString('base64');
  return { epoch: randomUUID(), seq, readings: { packed, notes }, devices: [], impairedSince: null };
}

async function countOutOfOrder({ database }: BenchDatabase): Promise<number> {
  const rows = await database.read<{ faultId: string; kind: string }>(
    "SELECT fault_id AS faultId, kind FROM fault_change WHERE kind <> 'CHANGED' ORDER BY position",
  );
  const kinds = new Map<string, string>();
  for (const { faultId, kind } of rows) kinds.set(faultId, `${kinds.get(faultId) ?? ''}${kind} `);
  return [...kinds.values()].filter((told) => told !== 'RAISED CLEARED ').length;
}

async function countOf({ database }: BenchDatabase, sql: string): Promise<number> {
  const [row] = await database.read<{ n: number | string }>(sql);
  return Number(row?.n ?? 0);
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100;
}
