import { randomUUID } from 'node:crypto';
import { type Batch, packReadings, type Reading } from '@linewatch/shared';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { readEnv } from '../config/env.js';
import { AlarmEngine } from '../features/faults/alarm-engine.js';
import { IngestService } from '../features/telemetry/ingest.service.js';
import { Clock } from '../platform/clock/clock.js';
import { Jobs } from '../platform/jobs/jobs.js';
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
  const ports = size.devices * PORTS_A_DEVICE;
  await foundHouse(bench.database, { devices: size.devices, ports: PORTS_A_DEVICE }, INTERVAL_S);
  const env = readEnv({ DATA_DIR: bench.folder });
  const app = await NestFactory.create(AppModule.with({ env, database: bench.database, clock }), { logger: false });
  await app.init();
  // The jobs are the bench's to do, each when it is timed.
  await app.get(Jobs, { strict: false }).onModuleDestroy();
  const engine = app.get(AlarmEngine, { strict: false });
  const ingest = app.get(IngestService, { strict: false });
  const series = Array.from({ length: ports }, (_, index) => new PracticeSeries(index + 1, INTERVAL_S));
  const cpu = new CpuClock(bench.pid);
  let seq = 0;

  const cycle = async (down: number): Promise<{ ingestS: number; linesS: number }> => {
    clock.step();
    const batches = [...batchesOf(series, clock.now(), down)].map((readings) => batchOf(readings, (seq += 1)));
    const ingestS = await cpu.of(async () => {
      for (const batch of batches) await ingest.take('bench', batch);
    });
    const linesS = await cpu.of(async () => {
      while ((await engine.lookAtDue()) > 0);
    });
    return { ingestS, linesS };
  };

  try {
    await cycle(0);
    await cycle(0);
    let [ingestS, linesS, conditionsS] = [0, 0, 0];
    for (let index = 0; index < size.cycles; index += 1) {
      const quiet = await cycle(0);
      ingestS += quiet.ingestS / size.cycles;
      linesS += quiet.linesS / size.cycles;
      conditionsS +=
        (await cpu.of(async () => {
          for (let look = 0; look < CONDITION_LOOKS; look += 1) await engine.lookAtConditions();
        })) / size.cycles;
    }
    const changed = await cycle(size.storm);
    const raised = await cycle(size.storm);
    let clearedS = 0;
    for (let index = 0; index < CYCLES_TO_CLEAR; index += 1) clearedS += (await cycle(0)).linesS;
    const cycleCpuS = ingestS + linesS + conditionsS;
    const outOfOrder = await countOutOfOrder(bench);
    const faults = await countOf(bench, 'SELECT COUNT(*) AS n FROM fault');
    const slowest = Math.max(cycleCpuS, changed.linesS, raised.linesS, clearedS);
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
  } finally {
    await app.close();
    await bench.close();
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
