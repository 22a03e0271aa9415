import { Injectable } from '@nestjs/common';
import type { CircuitEndSide } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { scopeCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A circuit by what its series are called. */
export interface ScrapedCircuit {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly alias: string | null;
  readonly product: string;
  readonly contractedBps: number;
}

/** What a watched end counted in the newest five minutes that are over. */
export interface EndCounts {
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  /** Tells several ends of one side apart. */
  readonly seq: number;
  readonly inErrors: number;
  readonly outErrors: number;
  readonly inDiscards: number;
  readonly outDiscards: number;
}

/** The newest answer of one measuring point. */
export interface PointLatency {
  readonly pointId: number;
  readonly circuitId: string;
  readonly side: CircuitEndSide;
  readonly source: string;
  readonly meanUs: number | null;
  readonly jitterUs: number | null;
  /** 0..1; null when nothing was sent. */
  readonly loss: number | null;
}

type Stored<Row> = Readonly<Record<keyof Row, string | number | null>>;

/** Points whose newest measurement is older than this many intervals say nothing of now. */
const FRESH_INTERVALS = 2.5;
/** A five-minute sum is written some time after its end; one that is older than this is no longer news. */
const COUNTS_WITHIN_S = 900;

/** What machines read of circuits beside what lists and charts read. The scope comes first. */
@Injectable()
export class ScrapedCircuits {
  constructor(private readonly database: Database) {}

  /** Circuits in service, by their ids; at most `limit`. */
  async find(scope: Scope, limit: number): Promise<ScrapedCircuit[]> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<Stored<ScrapedCircuit>>(
      `SELECT c.id AS id, c.code AS code, c.name AS name, c.alias AS alias, c.product AS product,
         c.contracted_bps AS contractedBps
       FROM circuit c WHERE c.state <> 'terminated' AND ${mine.sql} ORDER BY c.id LIMIT ?`,
      [...mine.values, limit],
    );
    return rows.map((row) => ({
      id: String(row.id),
      code: String(row.code),
      name: String(row.name),
      alias: row.alias === null ? null : String(row.alias),
      product: String(row.product),
      contractedBps: Number(row.contractedBps),
    }));
  }

  /** How many circuits in service there are. */
  async count(scope: Scope): Promise<number> {
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM circuit c WHERE c.state <> 'terminated' AND ${mine.sql}`,
      mine.values,
    );
    return Number(row?.total ?? 0);
  }

  /** Errors and discards of the watched ends of some circuits in scope; ends without a recent sum are missing. */
  async counts(scope: Scope, circuitIds: readonly string[], now: number): Promise<EndCounts[]> {
    if (circuitIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const from = Math.floor(now / 1_000) - COUNTS_WITHIN_S;
    const rows = await this.database.read<Stored<EndCounts>>(
      `SELECT e.circuit_id AS circuitId, e.side AS side, e.seq AS seq, r.in_errors AS inErrors, r.out_errors AS outErrors,
         r.in_discards AS inDiscards, r.out_discards AS outDiscards
       FROM circuit c JOIN circuit_end e ON e.circuit_id = c.id AND e.monitoring <> 'UNMONITORED'
         JOIN rollup_5m r ON r.port_id = e.port_id AND r.bucket = (
           SELECT MAX(newest.bucket) FROM rollup_5m newest WHERE newest.port_id = e.port_id AND newest.bucket >= ?
         )
       WHERE c.id IN (${circuitIds.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY c.id, e.side, e.seq`,
      [from, ...circuitIds, ...mine.values],
    );
    return rows.map((row) => ({
      circuitId: String(row.circuitId),
      side: row.side as CircuitEndSide,
      seq: Number(row.seq),
      inErrors: Number(row.inErrors ?? 0),
      outErrors: Number(row.outErrors ?? 0),
      inDiscards: Number(row.inDiscards ?? 0),
      outDiscards: Number(row.outDiscards ?? 0),
    }));
  }

  /** The newest answers of the measuring points of some circuits in scope; silent points are missing. */
  async latencies(scope: Scope, circuitIds: readonly string[], now: number): Promise<PointLatency[]> {
    if (circuitIds.length === 0) return [];
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const nowS = Math.floor(now / 1_000);
    const rows = await this.database.read<Stored<PointLatency & { sent: number; received: number }>>(
      `SELECT m.id AS pointId, m.circuit_id AS circuitId, m.side AS side, m.source AS source, l.mean_us AS meanUs,
         l.jitter_us AS jitterUs, l.sent AS sent, l.received AS received
       FROM circuit c JOIN measure_point m ON m.circuit_id = c.id AND m.kind = 'LATENCY'
         JOIN measure_latency l ON l.point_id = m.id AND l.status = 'OK' AND l.slot = (
           SELECT MAX(newest.slot) FROM measure_latency newest
           WHERE newest.point_id = m.id AND newest.slot >= ? - ${String(FRESH_INTERVALS)} * m.interval_s
         )
       WHERE c.id IN (${circuitIds.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY c.id, m.side, m.id`,
      [nowS, ...circuitIds, ...mine.values],
    );
    const orNull = (value: string | number | null): number | null => (value === null ? null : Number(value));
    return rows.map((row) => ({
      pointId: Number(row.pointId),
      circuitId: String(row.circuitId),
      side: row.side as CircuitEndSide,
      source: String(row.source),
      meanUs: orNull(row.meanUs),
      jitterUs: orNull(row.jitterUs),
      loss: Number(row.sent ?? 0) === 0 ? null : 1 - Number(row.received ?? 0) / Number(row.sent),
    }));
  }
}
