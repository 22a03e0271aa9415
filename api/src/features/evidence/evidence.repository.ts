import { Injectable } from '@nestjs/common';
import type { EvidenceState } from '@linewatch/shared';
import { Database, type SqlValue, type Transaction } from '../../database/database.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';

/** A pack with its circuit's code. bigint columns come as text from mysql2. */
export interface StoredPack {
  readonly id: string;
  readonly customerId: string;
  readonly circuitId: string;
  readonly code: string;
  readonly fromDate: string;
  readonly toDate: string;
  readonly state: EvidenceState;
  readonly attempts: number;
  readonly requestedAt: number | string;
  readonly madeAt: number | string | null;
  readonly storageKey: string | null;
  readonly bytes: number | string | null;
  readonly sha256: string | null;
}

/** A circuit that packs are asked for. */
export interface PackedCircuit {
  readonly id: string;
  readonly customerId: string;
  readonly code: string;
}

const SELECT = `SELECT p.id AS id, p.customer_id AS customerId, p.circuit_id AS circuitId, c.code AS code,
  p.from_date AS fromDate, p.to_date AS toDate, p.state AS state, p.attempts AS attempts,
  p.requested_at AS requestedAt, p.made_at AS madeAt, p.storage_key AS storageKey, p.bytes AS bytes,
  p.sha256 AS sha256 FROM evidence_pack p JOIN circuit c ON c.id = p.circuit_id`;
const COLUMNS = [
  ...['id', 'customer_id', 'circuit_id', 'from_date', 'to_date', 'state', 'attempts', 'requested_at'],
  'requested_by',
];
const LISTED = 20;
const AT_A_TIME = 10;

/** Packs hold tickets and notices of the whole customer's people: who sees some sites only gets none. */
function inReach(scope: Scope, customer: string): SqlCondition {
  return scopeCondition(scope, { customer, site: 'NULL' });
}

/** The only class that reads or writes the table `evidence_pack`. */
@Injectable()
export class EvidenceRepository {
  constructor(private readonly database: Database) {}

  async circuit(scope: Scope, id: string): Promise<PackedCircuit | undefined> {
    const mine = inReach(scope, 'c.customer_id');
    const [row] = await this.database.read<PackedCircuit>(
      `SELECT c.id AS id, c.customer_id AS customerId, c.code AS code FROM circuit c WHERE c.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row;
  }

  /** The last twenty of a circuit, newest first. */
  list(scope: Scope, circuitId: string): Promise<StoredPack[]> {
    const mine = inReach(scope, 'p.customer_id');
    return this.database.read(
      `${SELECT} WHERE p.circuit_id = ? AND ${mine.sql} ORDER BY p.id DESC LIMIT ${String(LISTED)}`,
      [circuitId, ...mine.values],
    );
  }

  async findOne(scope: Scope, circuitId: string, id: string): Promise<StoredPack | undefined> {
    const mine = inReach(scope, 'p.customer_id');
    const [row] = await this.database.read<StoredPack>(
      `${SELECT} WHERE p.id = ? AND p.circuit_id = ? AND ${mine.sql}`,
      [id, circuitId, ...mine.values],
    );
    return row;
  }

  /** How many packs of a circuit are not made yet. */
  async countOpen(tx: Transaction, circuit: PackedCircuit): Promise<number> {
    const [row] = await tx.query<{ packs: number | string }>(
      `SELECT COUNT(*) AS packs FROM evidence_pack p
       WHERE p.circuit_id = ? AND p.customer_id = ? AND p.state IN ('queued','generating')`,
      [circuit.id, circuit.customerId],
    );
    return Number(row?.packs ?? 0);
  }

  async insert(
    tx: Transaction,
    id: string,
    { id: circuitId, customerId }: PackedCircuit,
    dates: { readonly from: string; readonly to: string },
    userId: string,
    now: number,
  ): Promise<void> {
    const row = [id, customerId, circuitId, dates.from, dates.to, 'queued', 0, now, userId];
    await tx.insertMany('evidence_pack', COLUMNS, ['id'], [row]);
  }

  /** For the job: packs to make, and those that were left by a maker that died; the oldest first. */
  waiting(): Promise<StoredPack[]> {
    return this.database.read(
      `${SELECT} WHERE p.state IN ('queued','generating') ORDER BY p.id LIMIT ${String(AT_A_TIME)}`,
    );
  }

  /** For the job. @returns whether the pack was in that state */
  async step(
    tx: Transaction,
    { id, customerId }: StoredPack,
    from: EvidenceState,
    changes: Readonly<Record<string, SqlValue>>,
  ): Promise<boolean> {
    const names = Object.keys(changes).map((name) => `${name} = ?`);
    const changed = await tx.execute(
      `UPDATE evidence_pack SET ${names.join(', ')} WHERE id = ? AND customer_id = ? AND state = ?`,
      [...Object.values(changes), id, customerId, from],
    );
    return changed === 1;
  }

  /** For the job: forgets packs that were asked for before `time` (ms). */
  async removeOlderThan(tx: Transaction, time: number): Promise<void> {
    await tx.execute('DELETE FROM evidence_pack WHERE requested_at < ?', [time]);
  }

  /** For the job: which of the keys no pack has; they come by the hundred at most. */
  async orphansAmong(keys: readonly string[]): Promise<string[]> {
    if (keys.length === 0) return [];
    const rows = await this.database.read<{ storageKey: string }>(
      'SELECT storage_key AS storageKey FROM evidence_pack WHERE storage_key IS NOT NULL',
    );
    const used = new Set(rows.map(({ storageKey }) => storageKey));
    return keys.filter((key) => !used.has(key));
  }
}
