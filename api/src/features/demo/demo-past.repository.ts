import { Injectable } from '@nestjs/common';
import { type OperatingStatus, type PortStatus, statusRank } from '@linewatch/shared';
import { v7 as uuidv7 } from 'uuid';
import type { SqlValue, Transaction } from '../../database/database.js';
import { ANSWER_MS, type Present } from './demo-present.js';
import type { PastPiece } from './demo-states.js';
import type { PastReading, TrafficSum } from './demo-traffic.js';

const ROLLUP_COLUMNS = [
  'port_id',
  'bucket',
  'n',
  'null_n',
  'up_n',
  'covered_ms',
  'in_octets',
  'out_octets',
  'in_max',
  'in_min',
  'out_max',
  'out_min',
  'in_errors',
  'out_errors',
  'in_discards',
  'out_discards',
];

const READING_COLUMNS = [
  'hour',
  'port_id',
  'slot',
  'taken_at',
  'status',
  'dt_ms',
  'in_bps',
  'out_bps',
  'in_octets',
  'out_octets',
  'in_errors',
  'out_errors',
  'in_discards',
  'out_discards',
  'in_packets',
  'out_packets',
  'admin_status',
  'oper_status',
];

/** So few that they are gone again before the garbage collector has to carry them along. */
const ROWS_AT_ONCE = 1_000;
const HOUR_S = 3_600;
const MS = 1_000;
const OCTETS_A_PACKET = 800;
/** IF-MIB (RFC 2863): up, down. */
const UP = 1;
const DOWN = 2;

/** Writes the demo's past into the tables that the network will go on writing. */
@Injectable()
export class DemoPastRepository {
  async addRollups(
    tx: Transaction,
    level: '5m' | '1h' | '1d',
    portId: number,
    sums: readonly TrafficSum[],
  ): Promise<number> {
    for (let start = 0; start < sums.length; start += ROWS_AT_ONCE) {
      const rows = sums.slice(start, start + ROWS_AT_ONCE).map((sum) => rollupRow(portId, sum));
      await tx.insertMany(`rollup_${level}`, ROLLUP_COLUMNS, ['port_id', 'bucket'], rows);
    }
    return sums.length;
  }

  async addReadings(tx: Transaction, portId: number, readings: readonly PastReading[], stepS: number): Promise<number> {
    return tx.insertMany(
      'sample_log',
      READING_COLUMNS,
      ['hour', 'port_id', 'slot'],
      readings.map((reading) => [
        Math.floor(reading.slot / HOUR_S),
        portId,
        reading.slot,
        reading.slot * MS + ANSWER_MS,
        'OK',
        stepS * MS,
        reading.inBps,
        reading.outBps,
        reading.inOctets,
        reading.outOctets,
        0,
        0,
        0,
        0,
        Math.round(reading.inOctets / OCTETS_A_PACKET),
        Math.round(reading.outOctets / OCTETS_A_PACKET),
        UP,
        reading.isUp ? UP : DOWN,
      ]),
    );
  }

  /** Says that the five minutes in which the demo begins have to be rolled up once they are over. */
  async markDirty(tx: Transaction, bucket: number): Promise<void> {
    await tx.insertMany('rollup_dirty', ['level', 'bucket', 'version'], ['level', 'bucket'], [['5m', bucket, 1]]);
  }

  async addPieces(
    tx: Transaction,
    object: { readonly type: 'port' | 'circuit'; readonly id: string; readonly customerId: string | null },
    pieces: readonly PastPiece<string>[],
  ): Promise<void> {
    await tx.insertMany(
      'state_interval',
      ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'],
      ['id'],
      pieces.map(({ status, from, to, sides, evidence }) => [
        uuidv7(),
        object.type,
        object.id,
        object.customerId,
        status,
        from,
        to,
        sides,
        evidence,
      ]),
    );
  }

  async addPortState(tx: Transaction, portId: number, present: Present<PortStatus>): Promise<void> {
    const { status, since, sampleAt, slot, inBps, outBps } = present;
    await tx.insertMany(
      'port_state',
      ['port_id', 'status', 'since', 'sample_at', 'slot', 'in_bps', 'out_bps'],
      ['port_id'],
      [[portId, status, since, sampleAt, slot, inBps, outBps]],
    );
  }

  async addCircuitState(
    tx: Transaction,
    { id, customerId }: { readonly id: string; readonly customerId: string },
    intervalS: number,
    { status, since, sampleAt, inBps, outBps, utilisation }: Present<OperatingStatus>,
  ): Promise<void> {
    const columns = ['circuit_id', 'customer_id', 'status', 'status_rank', 'since', 'sample_at', 'interval_s'];
    await tx.insertMany(
      'circuit_state',
      [...columns, 'in_bps', 'out_bps', 'utilisation'],
      ['circuit_id'],
      [[id, customerId, status, statusRank(status), since, sampleAt, intervalS, inBps, outBps, utilisation]],
    );
  }
}

function rollupRow(portId: number, sum: TrafficSum): SqlValue[] {
  const { bucket, n, upN, coveredMs, inOctets, outOctets, inMax, inMin, outMax, outMin } = sum;
  return [portId, bucket, n, 0, upN, coveredMs, inOctets, outOctets, inMax, inMin, outMax, outMin, 0, 0, 0, 0];
}
