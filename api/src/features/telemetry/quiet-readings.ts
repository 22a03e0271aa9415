import { Injectable } from '@nestjs/common';
import { noteOf, type ReadingTable } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { blockOf, blocksOf, FIELD, FIELDS, type PortFigures, type PortPage } from '../port-pages/index.js';
import { BUCKET_S, fiveMinutes } from './buckets.js';
import { circuitRates, endsReadAt } from './circuit-composition.js';
import { type CircuitRated, CircuitStateRepository } from './circuit-state.repository.js';
import { PortStateRepository } from './port-state.repository.js';
import { isQuiet, isSound } from './quiet-rows.js';
import { SampleStore } from './sample-store.js';
import { SilenceJudge } from './silence-judge.js';
import { Topology, type TopologyView, type WatchedCircuit } from './topology.js';

/** What became of the quiet readings of a table. */
export interface QuietlyStored {
  /** The rows that were stored. */
  readonly rows: readonly number[];
  /** The circuits that have new figures. */
  readonly circuits: readonly WatchedCircuit[];
  /** The five minutes that have new readings, epoch seconds. */
  readonly buckets: readonly number[];
  /** The rows that are left for the long way; with them it is as if they came in the next batch. */
  readonly left: readonly number[];
}

type Pages = ReadonlyMap<number, PortPage>;

const NEVER_READ: PortFigures = { sampleAt: null, inBps: null, outBps: null };

/**
 * The short way of a batch, for its quiet readings (`isQuiet`): they are stored as the columns they came in, and the
 * same comes of it as by the long way of IngestService, which is made for readings that say something new.
 */
@Injectable()
export class QuietReadings {
  constructor(
    private readonly topology: Topology,
    private readonly ports: PortStateRepository,
    private readonly samples: SampleStore,
    private readonly circuits: CircuitStateRepository,
    private readonly silence: SilenceJudge,
  ) {}

  /**
   * Stores the quiet readings of a batch.
   *
   * @param now ms
   */
  async take(tx: Transaction, table: ReadingTable, now: number): Promise<QuietlyStored> {
    // Of two readings of a port the second goes on from the first, which is not stored yet.
    if (!isSound(table) || new Set(table.portId).size < table.rows) {
      const all = Array.from({ length: table.rows }, (_, row) => row);
      return { rows: [], circuits: [], buckets: [], left: all };
    }
    const house = await this.topology.view(tx, table.portId);
    const pages = await this.ports.openBlocks(tx, blocksOf(table.portId));
    const pageOf = pagesOf(table, pages);
    const [quiet, left] = this.parted(table, house, pageOf, now);
    if (quiet.length === 0) return { rows: [], circuits: [], buckets: [], left };
    const circuits = circuitsOf(quiet, house);
    await this.ports.openBlocks(tx, otherBlocks(circuits, pages));
    await this.samples.appendTable(tx, table, quiet);
    for (const row of quiet) note(table, row, pageOf[row]);
    await this.ports.saveChanged(tx, pages);
    await this.circuits.saveNewRates(
      tx,
      circuits.map((circuit) => rated(circuit, pages)),
    );
    return { rows: quiet, circuits, buckets: bucketsOf(table, quiet), left };
  }

  /** The rows that are quiet, and the others. */
  private parted(
    table: ReadingTable,
    { ports, settled }: TopologyView,
    pageOf: readonly (PortPage | undefined)[],
    now: number,
  ): readonly [quiet: readonly number[], left: readonly number[]] {
    let longest = 0;
    for (const port of ports) longest = Math.max(longest, port?.intervalMs ?? 0);
    const runningFrom = fiveMinutes(Math.floor(now / 1_000)) - BUCKET_S['5m'];
    const moment = { now, judgedAt: this.silence.judgedAt(longest), runningFrom };
    const quiet: number[] = [];
    const left: number[] = [];
    for (let row = 0; row < table.rows; row += 1) {
      const [port, page] = [ports[row], pageOf[row]];
      const isShort =
        port !== undefined &&
        page !== undefined &&
        isQuiet(table, row, page, port, moment) &&
        areSettled(port.circuits, settled);
      (isShort ? quiet : left).push(row);
    }
    return [quiet, left];
  }
}

/** Whether what is stored of circuits is the state that this house makes. */
function areSettled(circuits: readonly WatchedCircuit[], settled: ReadonlySet<string>): boolean {
  for (const { circuitId } of circuits) if (!settled.has(circuitId)) return false;
  return true;
}

/** The circuits with a watched end on the ports of some rows. */
function circuitsOf(rows: readonly number[], { ports }: TopologyView): WatchedCircuit[] {
  const found = new Set<WatchedCircuit>();
  for (const row of rows) for (const circuit of ports[row]?.circuits ?? []) found.add(circuit);
  return [...found];
}

/** The page of each row; neighbours are mostly on one. */
function pagesOf({ portId, rows }: ReadingTable, pages: Pages): (PortPage | undefined)[] {
  const found: (PortPage | undefined)[] = [];
  let [last, page]: [number, PortPage | undefined] = [NaN, undefined];
  for (let row = 0; row < rows; row += 1) {
    const block = blockOf(portId[row] ?? 0);
    if (block !== last) page = pages.get(block);
    last = block;
    found.push(page);
  }
  return found;
}

/** The blocks of the ends of some circuits, but for those that are open. */
function otherBlocks(circuits: readonly WatchedCircuit[], pages: Pages): Set<number> {
  const blocks = new Set<number>();
  for (const { ends } of circuits) {
    for (const { portId } of ends) if (!pages.has(blockOf(portId))) blocks.add(blockOf(portId));
  }
  return blocks;
}

function bucketsOf({ slot }: ReadingTable, rows: readonly number[]): number[] {
  const buckets = new Set<number>();
  for (const row of rows) buckets.add(fiveMinutes(slot[row] ?? 0));
  return [...buckets];
}

/** Lays a reading over what is known of its port. */
function note(table: ReadingTable, row: number, page: PortPage | undefined): void {
  if (page === undefined) return;
  const portId = table.portId[row] ?? 0;
  const { cells } = page;
  const at = page.cellsOf(portId);
  const slot = table.slot[row] ?? NaN;
  cells[at + FIELD.sampleAt] = table.takenAt[row] ?? NaN;
  cells[at + FIELD.slot] = slot;
  cells[at + FIELD.reach] = slot;
  cells[at + FIELD.inBps] = table.inBps[row] ?? NaN;
  cells[at + FIELD.outBps] = table.outBps[row] ?? NaN;
  const hasEnd = !Number.isNaN(table.dtMs[row] ?? NaN) && !Number.isNaN(table.toTicks[row] ?? NaN);
  cells[at + FIELD.endTicks] = hasEnd ? (table.toTicks[row] ?? NaN) : NaN;
  cells[at + FIELD.endInCount] = hasEnd ? (table.inCount[row] ?? NaN) : NaN;
  cells[at + FIELD.endOutCount] = hasEnd ? (table.outCount[row] ?? NaN) : NaN;
  page.resumes[at / FIELDS] = noteOf(table, row);
  page.isChanged = true;
}

function rated({ circuitId, customerId, contractedBps, ends }: WatchedCircuit, pages: Pages): CircuitRated {
  const rates = ends.map(({ side, portId }) => {
    const { sampleAt, inBps, outBps } = pages.get(blockOf(portId))?.ratesOf(portId) ?? NEVER_READ;
    return { side, sampleAt, inBps, outBps };
  });
  const { sampleAt, inBps, outBps, utilisation } = circuitRates(rates, contractedBps);
  const { oldestEndAt, newestEndAt } = endsReadAt(rates);
  return { circuitId, customerId, sampleAt, inBps, outBps, utilisation, oldestEndAt, newestEndAt };
}
