import { Injectable } from '@nestjs/common';
import { noteOf, type ReadingTable } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { blockOf, FIELD, FIELDS, type PortFigures, type PortPage } from '../port-pages/index.js';
import { BUCKET_S, fiveMinutes } from './buckets.js';
import { circuitRates, endsReadAt } from './circuit-composition.js';
import { type CircuitRated, CircuitStateRepository } from './circuit-state.repository.js';
import { PortStateRepository } from './port-state.repository.js';
import { isQuiet, isSound } from './quiet-rows.js';
import { SampleStore } from './sample-store.js';
import { SilenceJudge } from './silence-judge.js';
import { type PortFacts, Topology, type TopologyView, type WatchedCircuit } from './topology.js';

/** What was stored of a quiet table. */
export interface QuietlyStored {
  /** The circuits that have new figures. */
  readonly circuits: readonly WatchedCircuit[];
  /** The five minutes that have new readings, epoch seconds. */
  readonly buckets: readonly number[];
}

type Pages = ReadonlyMap<number, PortPage>;

const NEVER_READ: PortFigures = { sampleAt: null, inBps: null, outBps: null };

/**
 * The short way of a batch, for one of which every reading is quiet (`isQuiet`): it is stored as the columns it came in,
 * and the same comes of it as by the long way of IngestService, which is made for readings that say something new.
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
   * Stores a batch that is quiet.
   *
   * @param now ms
   * @returns null when it is not; then nothing was written
   */
  async take(tx: Transaction, table: ReadingTable, now: number): Promise<QuietlyStored | null> {
    if (table.rows === 0 || !isSound(table)) return null;
    const portIds = new Set(table.portId);
    if (portIds.size < table.rows) return null;
    const house = await this.topology.view(tx, portIds);
    const touched = touchedCircuits(portIds, house);
    if (touched === null) return null;
    const pages = await this.ports.openBlocks(tx, blocksWithOtherEnds(table, touched));
    if (!this.isAllQuiet(table, house, pages, now)) return null;
    await this.samples.appendTable(tx, table);
    for (let row = 0; row < table.rows; row += 1) note(table, row, pages);
    await this.ports.saveChanged(tx, pages);
    await this.circuits.saveNewRates(
      tx,
      touched.map((circuit) => rated(circuit, pages)),
    );
    return { circuits: touched, buckets: bucketsOf(table) };
  }

  private isAllQuiet(table: ReadingTable, { ports }: TopologyView, pages: Pages, now: number): boolean {
    const facts: PortFacts[] = [];
    let longest = 0;
    for (const portId of table.portId) {
      const own = ports.get(portId);
      if (own === undefined) return false;
      if (own.intervalMs > longest) longest = own.intervalMs;
      facts.push(own);
    }
    const runningFrom = fiveMinutes(Math.floor(now / 1_000)) - BUCKET_S['5m'];
    const moment = { now, judgedAt: this.silence.judgedAt(longest), runningFrom };
    return facts.every((own, row) => {
      const page = pages.get(blockOf(own.portId));
      return page !== undefined && isQuiet(table, row, page, own, moment);
    });
  }
}

/** @returns null when what is stored of one of them may be another state than this house makes */
function touchedCircuits(portIds: Iterable<number>, { circuits, settled }: TopologyView): WatchedCircuit[] | null {
  const touched = new Set<WatchedCircuit>();
  for (const portId of portIds) {
    for (const circuit of circuits.get(portId) ?? []) {
      if (!settled.has(circuit.circuitId)) return null;
      touched.add(circuit);
    }
  }
  return [...touched];
}

function blocksWithOtherEnds({ portId }: ReadingTable, circuits: readonly WatchedCircuit[]): Set<number> {
  const blocks = new Set<number>();
  for (const own of portId) blocks.add(blockOf(own));
  for (const { ends } of circuits) for (const end of ends) blocks.add(blockOf(end.portId));
  return blocks;
}

function bucketsOf({ slot }: ReadingTable): number[] {
  const buckets = new Set<number>();
  for (const own of slot) buckets.add(fiveMinutes(own));
  return [...buckets];
}

/** Lays a reading over what is known of its port. */
function note(table: ReadingTable, row: number, pages: Pages): void {
  const portId = table.portId[row] ?? 0;
  const page = pages.get(blockOf(portId));
  if (page === undefined) return;
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
