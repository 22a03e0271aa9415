import { Injectable } from '@nestjs/common';
import { type OperatingStatus, statusRank } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { toChunks } from './chunks.js';
import type { EndsReadAt } from './circuit-composition.js';
import { toNumber } from './sample-rows.js';

/** A row of `circuit_state`. Times in ms, rates in bit/s. */
export interface CircuitNow extends EndsReadAt {
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

/** What every reading changes of a circuit. */
export type CircuitRated = Omit<CircuitNow, 'status' | 'since' | 'intervalS'>;

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
  'oldest_end_at',
  'newest_end_at',
];
const RATE_COLUMNS = ['sample_at', 'in_bps', 'out_bps', 'utilisation', 'oldest_end_at', 'newest_end_at'];

/** The present state of the circuits. Knows no scope: it is for what the network says, not for what somebody asks. */
@Injectable()
export class CircuitStateRepository {
  async states(tx: Transaction, circuitIds: readonly string[]): Promise<Map<string, CircuitNow>> {
    const found = new Map<string, CircuitNow>();
    for (const ids of toChunks(circuitIds, IDS_A_QUERY)) {
      const rows = await tx.query<Record<keyof CircuitNow, number | string | null>>(
        `SELECT circuit_id AS circuitId, customer_id AS customerId, status, since, sample_at AS sampleAt,
           interval_s AS intervalS, in_bps AS inBps, out_bps AS outBps, utilisation,
           oldest_end_at AS oldestEndAt, newest_end_at AS newestEndAt
         FROM circuit_state WHERE circuit_id IN (${marks(ids)})`,
        ids,
      );
      for (const row of rows) found.set(String(row.circuitId), toCircuitNow(row));
    }
    return found;
  }

  async save(tx: Transaction, states: readonly CircuitNow[]): Promise<void> {
    await tx.insertMany('circuit_state', COLUMNS, KEYS, states.map(toRow), 'update');
  }

  /** Saves what every reading changes, of circuits that have a row which is right in all else. */
  async saveNewRates(tx: Transaction, rates: readonly CircuitRated[]): Promise<void> {
    if (tx.dialect === 'mysql') {
      // There is no statement that updates many rows and inserts none; the rows are there.
      const rest = { status: 'unknown', since: null, intervalS: 0 } as const;
      const states = rates.map((own) => ({ ...rest, ...own }));
      // Whoever locks rows of circuits does so in the order of their ids.
      states.sort((one, other) => (one.circuitId < other.circuitId ? -1 : 1));
      await this.saveRates(tx, states);
      return;
    }
    await tx.updateMany(
      'circuit_state',
      RATE_COLUMNS,
      KEYS,
      rates.map((own) => {
        const { sampleAt, inBps, outBps, utilisation, oldestEndAt, newestEndAt, circuitId } = own;
        return [sampleAt, inBps, outBps, utilisation, oldestEndAt, newestEndAt, circuitId];
      }),
    );
  }

  /** Saves what every reading changes, of circuits whose status and its begin are as they were. */
  async saveRates(tx: Transaction, states: readonly CircuitNow[]): Promise<void> {
    await tx.insertMany('circuit_state', COLUMNS, KEYS, states.map(toRow), 'update', RATE_COLUMNS);
  }
}

function toRow(state: CircuitNow): (string | number | null)[] {
  return [
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
    state.oldestEndAt,
    state.newestEndAt,
  ];
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
    oldestEndAt: toNumber(row.oldestEndAt),
    newestEndAt: toNumber(row.newestEndAt),
  };
}

function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}
