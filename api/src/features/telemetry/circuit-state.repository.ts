import { Injectable } from '@nestjs/common';
import { type CircuitEndSide, type ComposeMode, type OperatingStatus, statusRank } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { toChunks } from './chunks.js';
import type { CircuitRule } from './circuit-composition.js';
import { toNumber } from './sample-rows.js';

/** A circuit with its watched ends, as its state is made of them. */
export interface WatchedCircuit extends CircuitRule {
  readonly circuitId: string;
  readonly customerId: string;
  readonly contractedBps: number;
  /** A before Z, in their order. */
  readonly ends: readonly WatchedEnd[];
}

export interface WatchedEnd {
  readonly side: CircuitEndSide;
  readonly portId: number;
}

/** A row of `circuit_state`. Times in ms, rates in bit/s. */
export interface CircuitNow {
  readonly circuitId: string;
  readonly customerId: string;
  readonly status: OperatingStatus;
  readonly since: number | null;
  readonly sampleAt: number | null;
  readonly intervalS: number;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly utilisation: number | null;
}

const IDS_A_QUERY = 500;
const KEYS = ['circuit_id'];
const COLUMNS = [
  'circuit_id',
  'customer_id',
  'status',
  'status_rank',
  'since',
  'sample_at',
  'interval_s',
  'in_bps',
  'out_bps',
  'utilisation',
];

interface EndRow {
  readonly circuitId: string;
  readonly customerId: string;
  readonly contractedBps: number | string;
  readonly composeMode: string;
  readonly state: string;
  readonly side: string;
  readonly portId: number;
}

/** The present state of the circuits. Knows no scope: it is for what the network says, not for what somebody asks. */
@Injectable()
export class CircuitStateRepository {
  /** The circuits that have a watched end on one of these ports, with all their watched ends. */
  async onPorts(tx: Transaction, portIds: readonly number[]): Promise<WatchedCircuit[]> {
    const found = new Map<string, WatchedCircuit>();
    for (const ids of toChunks(portIds, IDS_A_QUERY)) {
      const rows = await tx.query<EndRow>(
        `SELECT e.circuit_id AS circuitId, c.customer_id AS customerId, c.contracted_bps AS contractedBps,
           c.compose_mode AS composeMode, c.state AS state, e.side AS side, e.port_id AS portId
         FROM circuit_end e JOIN circuit c ON c.id = e.circuit_id
         WHERE e.circuit_id IN (SELECT touched.circuit_id FROM circuit_end touched WHERE touched.port_id IN (${marks(ids)})
           AND touched.monitoring <> 'UNMONITORED')
           AND e.port_id IS NOT NULL AND e.monitoring <> 'UNMONITORED'
         ORDER BY e.circuit_id, e.side, e.seq`,
        ids,
      );
      for (const circuit of toCircuits(rows)) found.set(circuit.circuitId, circuit);
    }
    return [...found.values()].sort((left, right) => (left.circuitId < right.circuitId ? -1 : 1));
  }

  async states(tx: Transaction, circuitIds: readonly string[]): Promise<Map<string, CircuitNow>> {
    const found = new Map<string, CircuitNow>();
    for (const ids of toChunks(circuitIds, IDS_A_QUERY)) {
      const rows = await tx.query<Record<keyof CircuitNow, number | string | null>>(
        `SELECT circuit_id AS circuitId, customer_id AS customerId, status, since, sample_at AS sampleAt,
           interval_s AS intervalS, in_bps AS inBps, out_bps AS outBps, utilisation
         FROM circuit_state WHERE circuit_id IN (${marks(ids)})`,
        ids,
      );
      for (const row of rows) found.set(String(row.circuitId), toCircuitNow(row));
    }
    return found;
  }

  async save(tx: Transaction, states: readonly CircuitNow[]): Promise<void> {
    const rows = states.map((state) => [
      state.circuitId,
      state.customerId,
      state.status,
      statusRank(state.status),
      state.since,
      state.sampleAt,
      state.intervalS,
      state.inBps,
      state.outBps,
      state.utilisation,
    ]);
    await tx.insertMany('circuit_state', COLUMNS, KEYS, rows, 'update');
  }
}

function toCircuits(rows: readonly EndRow[]): WatchedCircuit[] {
  const circuits = new Map<string, WatchedCircuit & { ends: WatchedEnd[] }>();
  for (const row of rows) {
    const end: WatchedEnd = { side: row.side as CircuitEndSide, portId: row.portId };
    const known = circuits.get(row.circuitId);
    if (known !== undefined) {
      known.ends.push(end);
      continue;
    }
    circuits.set(row.circuitId, {
      circuitId: row.circuitId,
      customerId: row.customerId,
      contractedBps: Number(row.contractedBps),
      composeMode: row.composeMode as ComposeMode,
      state: row.state,
      ends: [end],
    });
  }
  return [...circuits.values()];
}

function toCircuitNow(row: Readonly<Record<keyof CircuitNow, number | string | null>>): CircuitNow {
  return {
    circuitId: String(row.circuitId),
    customerId: String(row.customerId),
    status: row.status as OperatingStatus,
    since: toNumber(row.since),
    sampleAt: toNumber(row.sampleAt),
    intervalS: Number(row.intervalS),
    inBps: toNumber(row.inBps),
    outBps: toNumber(row.outBps),
    utilisation: toNumber(row.utilisation),
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
