import { randomUUID } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { shiftMonth } from '@linewatch/shared';
import { Logger } from '@nestjs/common';
import { AgreedTermsRepository } from '../features/sla/agreed-terms.repository.js';
import { CreditProposals } from '../features/sla/credit-proposals.js';
import { CreditRepository } from '../features/sla/credit.repository.js';
import { CreditTableRepository } from '../features/sla/credit-table.repository.js';
import { ExcludedTimesRepository } from '../features/sla/excluded-times.repository.js';
import { MonthClosing } from '../features/sla/month-closing.js';
import { MonthReckoner } from '../features/sla/month-reckoner.js';
import { PromisedMonth } from '../features/sla/promised-month.js';
import { QualityRepository } from '../features/sla/quality.repository.js';
import { SlaMonthRepository } from '../features/sla/sla-month.repository.js';
import { YearOfCircuit } from '../features/sla/year-of-circuit.js';
import { CircuitTimes, OutageLedger } from '../features/outages/index.js';
import { TicketFacts } from '../features/tickets/index.js';
import { WorksCover } from '../features/works-cover/index.js';
import { makeScope } from '../platform/auth/scope.js';
import { Clock } from '../platform/clock/clock.js';
import type { BenchDatabase } from './bench-database.js';
import { CpuClock } from './cpu-clock.js';

/** What the ledger costs. */
export interface SlaFigures {
  readonly circuits: number;
  readonly outages: number;
  /** The month of all circuits, reckoned and stored. */
  readonly monthWallS: number;
  readonly monthCpuS: number;
  /** The same months reckoned again, and nothing stored. */
  readonly reviewCpuS: number;
  readonly revised: number;
  /** A year of one circuit, eleven of its months closed; the median. */
  readonly yearMs: number;
  /** Of the whole process: before the months were closed, and the most while they were. */
  readonly idleMb: number;
  readonly peakMb: number;
}

const OUTAGES_A_CIRCUIT = 4;
const CIRCUITS_AT_ONCE = 100;
const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-12-10T12:00:00+08:00');
const MONTH = '2026-11';
const FROM = Date.parse('2026-01-01T00:00:00+08:00');
const NOVEMBER = Date.parse('2026-11-01T00:00:00+08:00');
const MEMORY_LOOK_MS = 50;
const ROUNDS = 11;

class FixedClock extends Clock {
  override now(): number {
    return NOW;
  }
}

/** Closes a month of many circuits as the job does, and reads a year of one of them as its page does. */
export async function benchSla(bench: BenchDatabase, circuits: number): Promise<SlaFigures> {
  Logger.overrideLogger(false);
  const { database } = bench;
  const first = await foundCircuits(bench, circuits);
  const clock = new FixedClock();
  const [terms, months] = [new AgreedTermsRepository(), new SlaMonthRepository()];
  const times = new CircuitTimes(new OutageLedger(clock), new WorksCover(), clock);
  const reckoner = new MonthReckoner(times, new ExcludedTimesRepository(), clock);
  const credits = new CreditProposals(new CreditTableRepository(), new CreditRepository());
  const kept = { RETAIN_5M_DAYS: 400 };
  const promised = new PromisedMonth(reckoner, new QualityRepository(), new TicketFacts(), months, clock, kept);
  const closing = new MonthClosing(database, terms, promised, months, credits, clock);
  const cpu = new CpuClock(bench.pid);
  const never = new AbortController().signal;
  collectGarbage();
  const memory = new PeakMemory();
  const { idleMb } = memory;
  const begun = performance.now();
  const monthCpuS = await cpu.of(async () => {
    const { closed } = await closing.close(MONTH, never);
    if (closed !== circuits) throw new Error(`${String(closed)} months were closed`);
  });
  const monthWallS = (performance.now() - begun) / 1_000;
  const peakMb = memory.stop();
  let revised = 0;
  const reviewCpuS = await cpu.of(async () => {
    ({ revised } = await closing.review(MONTH, never));
  });
  for (let back = -10; back < 0; back += 1)
    await closeOne(bench, shiftMonth(MONTH, back), first, terms, reckoner, months);
  const year = new YearOfCircuit(database, terms, reckoner, months, clock);
  const scope = makeScope({ kind: 'all' });
  const yearMs = await median(() => year.view(scope, first, { year: 2026 }));
  return {
    circuits,
    outages: circuits * OUTAGES_A_CIRCUIT,
    monthWallS,
    monthCpuS,
    reviewCpuS,
    revised,
    yearMs,
    idleMb,
    peakMb,
  };
}

async function closeOne(
  { database }: BenchDatabase,
  month: string,
  circuitId: string,
  terms: AgreedTermsRepository,
  reckoner: MonthReckoner,
  months: SlaMonthRepository,
): Promise<void> {
  const circuits = await terms.of(database, [circuitId], month);
  const [reckoned] = await reckoner.reckon(database, circuits, month);
  if (reckoned === undefined) throw new Error('there is no month');
  const { snapshot, circuit } = reckoned;
  const revision = { snapshot, customerId: circuit.customerId, revision: 1, changed: null };
  await database.transaction((tx) => months.add(tx, [revision], NOW));
}

/** @returns the id of the first circuit, which has outages in every month */
async function foundCircuits({ database }: BenchDatabase, circuits: number): Promise<string> {
  const [customerId, contractId] = [randomUUID(), randomUUID()];
  const ids = Array.from({ length: circuits }, () => randomUUID());
  await database.transaction(async (tx) => {
    const customer = [customerId, 'C', '客户', 'Customer', 'GROUP', 'Asia/Shanghai', 'ACTIVE'];
    const columns = ['id', 'code', 'name_zh', 'name_en', 'grade', 'time_zone', 'status'];
    await tx.insertMany('customer', columns, ['id'], [customer]);
    await tx.insertMany(
      'contract',
      ['id', 'customer_id', 'number', 'sla_class'],
      ['id'],
      [[contractId, customerId, 'K', 'GOLD']],
    );
    const specification = ['id', 'contract_id', 'customer_id', 'name', 'valid_from', 'time_zone', 'no_data_policy'];
    const values = [randomUUID(), contractId, customerId, 'Gold', '2020-01', 'Asia/Shanghai', 'EXCLUDE'];
    await tx.insertMany(
      'sla_specification',
      [...specification, 'denominator', 'min_outage_s', 'excludes_force_majeure', 'objection_days'],
      ['id'],
      [[...values, 'SCHEDULED', 0, 1, 10]],
    );
    const objective = ['id', 'specification_id', 'metric', 'target'];
    await tx.insertMany('sla_objective', objective, ['id'], [[randomUUID(), values[0] ?? '', 'AVAILABILITY', '99.9']]);
  });
  for (let start = 0; start < ids.length; start += CIRCUITS_AT_ONCE) {
    await foundSome(database, ids.slice(start, start + CIRCUITS_AT_ONCE), customerId, contractId);
  }
  const [first = ''] = ids;
  return first;
}

async function foundSome(
  database: BenchDatabase['database'],
  ids: readonly string[],
  customerId: string,
  contractId: string,
): Promise<void> {
  const circuit = [
    ...['id', 'code', 'name', 'customer_id', 'contract_id', 'product', 'contracted_bps', 'topology', 'protection'],
    ...['compose_mode', 'state', 'activated_at'],
  ];
  const pieces: (string | number | null)[][] = [];
  const outages: (string | number | null)[][] = [];
  for (const [place, id] of ids.entries()) {
    let at = FROM;
    const tell = (status: string, to: number | null): void => {
      pieces.push([randomUUID(), 'circuit', id, customerId, status, at, to, '', 'POLL']);
      if (status === 'failed') outages.push([randomUUID(), id, customerId, at, to, '', 'POLL', 'UNKNOWN', 0]);
      at = to ?? at;
    };
    for (let index = 0; index < OUTAGES_A_CIRCUIT; index += 1) {
      tell('running', NOVEMBER + (index * 150 + ((place * 13 + index * 37) % 100)) * HOUR_MS);
      tell('failed', at + 600_000);
    }
    tell('running', at + HOUR_MS);
    tell('unknown', at + HOUR_MS);
    tell('running', null);
  }
  await database.transaction(async (tx) => {
    await tx.insertMany(
      'circuit',
      circuit,
      ['id'],
      ids.map((id) => [
        ...[id, id, 'Line', customerId, contractId, 'MSTP', 100_000_000, 'P2P', 'NONE', 'SERIES', 'active', FROM],
      ]),
    );
    const interval = [
      'id',
      'object_type',
      'object_id',
      'customer_id',
      'status',
      'from_at',
      'to_at',
      'sides',
      'evidence',
    ];
    await tx.insertMany('state_interval', interval, ['id'], pieces);
    const outage = ['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'sides', 'evidence', 'cause', 'revision'];
    await tx.insertMany('outage', outage, ['id'], outages);
  });
}

/** The most memory that the process held, looked at often. */
class PeakMemory {
  readonly idleMb = process.memoryUsage().rss / 1e6;
  private peak = 0;
  private readonly timer = setInterval(() => {
    this.peak = Math.max(this.peak, process.memoryUsage().rss);
  }, MEMORY_LOOK_MS);

  /** @returns MB */
  stop(): number {
    clearInterval(this.timer);
    return Math.max(this.peak, process.memoryUsage().rss) / 1e6;
  }
}

/** What founding the circuits left behind is no part of the job, which runs in a process that founded none. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

async function median(work: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const begun = performance.now();
    await work();
    taken.push(performance.now() - begun);
  }
  return taken.sort((one, other) => one - other)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
}
