import type { Reading } from '@linewatch/shared';
import { HourSealing } from '../features/telemetry/hour-sealing.js';
import { hourOf, hourStart } from '../features/telemetry/hours.js';
import { IngestLedger } from '../features/telemetry/ingest-ledger.repository.js';
import { RollupRepository } from '../features/telemetry/rollup.repository.js';
import { SampleStore } from '../features/telemetry/sample-store.js';
import { Clock } from '../platform/clock/clock.js';
import type { BenchDatabase } from './bench-database.js';
import { CpuClock } from './cpu-clock.js';
import { PracticeSeries } from './practice-series.js';

/** How much is stored. */
export interface StoreLoad {
  /** Ports that are polled every minute, and for how many hours. */
  readonly ports: number;
  readonly hours: number;
  /** Ports that are polled every five minutes for 30 days. */
  readonly monthPorts: number;
}

/** What was measured on one database. CPU seconds are this process's and the database server's, if it is seen. */
export interface StoreFigures {
  readonly samples: number;
  readonly appendedPerCpuS: number;
  readonly sealedPerCpuS: number;
  /** On disk, keys and free space of pages included. */
  readonly bytesPerSampleOpen: number;
  readonly bytesPerSampleSealed: number;
  /** The packed bodies alone. */
  readonly bodyBytesPerSample: number;
  /** A month of one port at five minutes, 8,640 samples, median of 7 ports: rows of the log, then sealed. */
  readonly monthSamples: number;
  readonly monthOpenMs: number;
  readonly monthSealedMs: number;
  readonly monthOpenBytesPerSample: number;
  readonly monthSealedBytesPerSample: number;
  /** Longest time that one transaction of the sealing kept others waiting. */
  readonly longestSealingMs: number;
  readonly serverCpuCounted: boolean;
}

const HOUR_S = 3_600;
const BATCH_ROWS = 2_000;
const FIRST_HOUR = hourOf(Date.UTC(2026, 10, 1) / 1_000);
const MONTH_HOURS = 30 * 24;
const READS = 7;

/** A clock long after all that is stored, so that every hour is past. */
class LaterClock extends Clock {
  override now(): number {
    return hourStart(FIRST_HOUR + 2 * MONTH_HOURS) * 1_000;
  }
}

/** Times each transaction that another writer would have to wait for. */
class TimedStore extends SampleStore {
  longestMs = 0;

  override async seal(...args: Parameters<SampleStore['seal']>): ReturnType<SampleStore['seal']> {
    const begin = performance.now();
    const sealed = await super.seal(...args);
    this.longestMs = Math.max(this.longestMs, performance.now() - begin);
    return sealed;
  }
}

/** Appends, reads, seals and reads again, the way the API does it, and measures each. */
export async function benchStore(bench: BenchDatabase, load: StoreLoad): Promise<StoreFigures> {
  const { database } = bench;
  const cpu = new CpuClock(bench.pid);
  const samples = new TimedStore(database);
  const ledger = new IngestLedger(database);
  await ledger.prepare();
  const sealing = new HourSealing(database, samples, new RollupRepository(database), ledger, new LaterClock());
  const append = (readings: readonly Reading[]): Promise<number> =>
    database.transaction(async (tx) => {
      await ledger.inOrder(tx);
      // As ingest does: nothing of these ports is stored beyond these slots.
      return (await samples.append(tx, readings, () => null)).length;
    });
  const sealAll = async (): Promise<void> => {
    await sealing.run(new AbortController().signal);
  };

  let stored = 0;
  let appendCpuS = 0;
  for (const batch of batches(0, load.ports, 60, load.hours)) {
    appendCpuS += await cpu.of(async () => void (stored += await append(batch)));
  }
  const openOctets = await bench.sizeOf('sample_chunk');
  const sealCpuS = await cpu.of(sealAll);
  const sealedOctets = await bench.sizeOf('sealed_block');
  const bodyOctets = await bodiesOf(bench);
  await clear(bench);

  const firstMonthPort = load.ports;
  let monthStored = 0;
  for (const batch of batches(firstMonthPort, load.monthPorts, 300, MONTH_HOURS)) monthStored += await append(batch);
  const monthOpenOctets = await bench.sizeOf('sample_chunk');
  const readMonth = (): Promise<{ ms: number; samples: number }> => monthOf(samples, firstMonthPort, load.monthPorts);
  const open = await readMonth();
  await sealAll();
  const monthSealedOctets = await bench.sizeOf('sealed_block');
  const sealed = await readMonth();
  if (open.samples !== sealed.samples) throw new Error('sealing changed how much there is to read');

  return {
    samples: stored,
    appendedPerCpuS: Math.round(stored / appendCpuS),
    sealedPerCpuS: Math.round(stored / sealCpuS),
    bytesPerSampleOpen: openOctets / stored,
    bytesPerSampleSealed: sealedOctets / stored,
    bodyBytesPerSample: bodyOctets / stored,
    monthSamples: sealed.samples,
    monthOpenMs: open.ms,
    monthSealedMs: sealed.ms,
    monthOpenBytesPerSample: monthOpenOctets / monthStored,
    monthSealedBytesPerSample: monthSealedOctets / monthStored,
    longestSealingMs: samples.longestMs,
    serverCpuCounted: database.dialect === 'sqlite' || bench.pid !== undefined,
  };
}

/** Batches as collectors send them: slot by slot, all ports of a slot together. */
function* batches(firstPort: number, ports: number, intervalS: number, hours: number): Generator<Reading[]> {
  const series = Array.from({ length: ports }, (_, index) => new PracticeSeries(firstPort + index + 1, intervalS));
  let batch: Reading[] = [];
  for (let slot = hourStart(FIRST_HOUR); slot < hourStart(FIRST_HOUR + hours); slot += intervalS) {
    for (const port of series) {
      batch.push(port.next(slot));
      if (batch.length === BATCH_ROWS) {
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}

/** Median of some ports, each read once before so that the page cache is the same for both forms. */
async function monthOf(
  samples: SampleStore,
  firstPort: number,
  ports: number,
): Promise<{ ms: number; samples: number }> {
  const from = hourStart(FIRST_HOUR);
  const times: number[] = [];
  let read = 0;
  for (const isMeasured of [false, true]) {
    for (let index = 0; index < READS; index += 1) {
      const begin = performance.now();
      const found = await samples.traffic(firstPort + 1 + (index % ports), from, from + MONTH_HOURS * HOUR_S);
      if (isMeasured) times.push(performance.now() - begin);
      read = found.length;
    }
  }
  times.sort((one, other) => one - other);
  return { ms: times[Math.floor(READS / 2)] ?? Number.NaN, samples: read };
}

async function bodiesOf({ database }: BenchDatabase): Promise<number> {
  const [row] = await database.read<{ octets: number | string | null }>(
    'SELECT SUM(LENGTH(body)) AS octets FROM sealed_block',
  );
  return Number(row?.octets ?? 0);
}

async function clear({ database }: BenchDatabase): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.execute('DELETE FROM sealed_block');
  });
}
