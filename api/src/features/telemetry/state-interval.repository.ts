import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import type { Transaction } from '../../database/database.js';
import { noteChanged } from './changed-objects.js';
import { toChunks } from './chunks.js';
import {
  type HistoryChange,
  type HistoryWindow,
  historyChange,
  type Piece,
  splice,
  type StoredPiece,
} from './state-history.js';

export type HistoryOf = 'port' | 'circuit';

/** Stretches of one object's history that are known anew. */
export interface HistoryUpdate {
  readonly objectId: string;
  /** Null for ports: they may carry several customers. */
  readonly customerId: string | null;
  /** In order. */
  readonly windows: readonly HistoryWindow[];
}

/** A circuit of which it is told anew when it was down: `from` (ms) on. */
export interface RetoldCircuit {
  readonly circuitId: string;
  readonly customerId: string;
  readonly from: number;
}

/** Told in the transaction that tells the down time of circuits anew; what it throws undoes that too. */
export type DownTimeListener = (tx: Transaction, retold: readonly RetoldCircuit[]) => Promise<void>;

const DOWN = 'failed';
const UNKNOWN: Readonly<Record<HistoryOf, string>> = { port: 'UNKNOWN', circuit: 'unknown' };
const OBJECTS_A_QUERY = 500;
const ROWS_A_STATEMENT = 200;
const COLUMNS = ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'];

interface Row {
  readonly id: string;
  readonly objectId: string;
  readonly status: string;
  readonly fromAt: number | string;
  readonly toAt: number | string | null;
  readonly sides: string;
  readonly evidence: string;
}

/** The history of ports and circuits, as pieces that touch and never overlap. */
@Injectable()
export class StateIntervalRepository {
  private downTimeRetold: DownTimeListener = () => Promise.resolve();

  /** Whom to tell when the down time of circuits changed; there is one. */
  onDownTime(listener: DownTimeListener): void {
    this.downTimeRetold = listener;
  }

  /**
   * The pieces that reach to `from` (ms) or beyond, by object, in order.
   */
  async since(
    tx: Transaction,
    kind: HistoryOf,
    objectIds: readonly string[],
    from: number,
  ): Promise<Map<string, StoredPiece[]>> {
    const byObject = new Map<string, StoredPiece[]>();
    for (const ids of toChunks(objectIds, OBJECTS_A_QUERY)) {
      const rows = await tx.query<Row>(
        `SELECT id, object_id AS objectId, status, from_at AS fromAt, to_at AS toAt, sides, evidence
         FROM state_interval
         WHERE object_type = ? AND object_id IN (${ids.map(() => '?').join(',')}) AND (to_at IS NULL OR to_at >= ?)
         ORDER BY object_id, from_at`,
        [kind, ...ids, from],
      );
      for (const row of rows) {
        const known = byObject.get(row.objectId);
        if (known === undefined) byObject.set(row.objectId, [toPiece(row)]);
        else known.push(toPiece(row));
      }
    }
    return byObject;
  }

  /**
   * Puts stretches that are known anew into the stored histories.
   *
   * @returns the newest pieces of each object, in order, from the one before its first stretch on
   */
  async update(tx: Transaction, kind: HistoryOf, updates: readonly HistoryUpdate[]): Promise<Map<string, Piece[]>> {
    const from = Math.min(...updates.flatMap(({ windows }) => windows.map((window) => window.from)));
    const objectIds = updates.map(({ objectId }) => objectId);
    const stored = await this.since(tx, kind, objectIds, from);
    const silent = objectIds.filter((objectId) => !stored.has(objectId));
    for (const [objectId, piece] of await this.last(tx, kind, silent)) stored.set(objectId, [piece]);
    const wanted = new Map<string, Piece[]>();
    const removed: string[] = [];
    const ended: { id: string; to: number | null }[] = [];
    const inserted: (string | number | null)[][] = [];
    const retold: RetoldCircuit[] = [];
    for (const { objectId, customerId, windows } of updates) {
      const known = stored.get(objectId) ?? [];
      const pieces = windows.reduce<Piece[]>((history, window) => splice(history, window, UNKNOWN[kind]), known);
      wanted.set(objectId, pieces);
      const change = historyChange(known, pieces);
      removed.push(...change.removed);
      ended.push(...change.ended);
      inserted.push(...change.inserted.map((piece) => toRow(kind, objectId, customerId, piece)));
      const retoldFrom = kind === 'circuit' ? downTimeFrom(known, change) : null;
      if (retoldFrom !== null && customerId !== null)
        retold.push({ circuitId: objectId, customerId, from: retoldFrom });
    }
    await this.remove(tx, removed);
    await this.end(tx, ended);
    await tx.insertMany('state_interval', COLUMNS, ['id'], inserted);
    await noteChanged(tx, kind, objectIds);
    if (retold.length > 0) await this.downTimeRetold(tx, retold);
    return wanted;
  }

  /** The last piece of histories that ended: of objects that were told nothing of for a while. */
  private async last(
    tx: Transaction,
    kind: HistoryOf,
    objectIds: readonly string[],
  ): Promise<Map<string, StoredPiece>> {
    const found = new Map<string, StoredPiece>();
    for (const ids of toChunks(objectIds, OBJECTS_A_QUERY)) {
      // CROSS: SQLite keeps the order then. Left to itself it goes through every history of the kind.
      const rows = await tx.query<Row>(
        `SELECT si.id AS id, si.object_id AS objectId, si.status AS status, si.from_at AS fromAt, si.to_at AS toAt,
           si.sides AS sides, si.evidence AS evidence
         FROM (
           SELECT object_id, MAX(from_at) AS from_at FROM state_interval
           WHERE object_type = ? AND object_id IN (${ids.map(() => '?').join(',')}) GROUP BY object_id
         ) newest CROSS JOIN state_interval si ON newest.object_id = si.object_id AND newest.from_at = si.from_at
         WHERE si.object_type = ?`,
        [kind, ...ids, kind],
      );
      for (const row of rows) found.set(row.objectId, toPiece(row));
    }
    return found;
  }

  private async remove(tx: Transaction, ids: readonly string[]): Promise<void> {
    for (const chunk of toChunks(ids, OBJECTS_A_QUERY)) {
      await tx.execute(`DELETE FROM state_interval WHERE id IN (${chunk.map(() => '?').join(',')})`, chunk);
    }
  }

  private async end(tx: Transaction, ended: readonly { id: string; to: number | null }[]): Promise<void> {
    for (const chunk of toChunks(ended, ROWS_A_STATEMENT)) {
      const cases = chunk.map(() => 'WHEN ? THEN ?').join(' ');
      await tx.execute(
        `UPDATE state_interval SET to_at = CASE id ${cases} END WHERE id IN (${chunk.map(() => '?').join(',')})`,
        [...chunk.flatMap(({ id, to }) => [id, to]), ...chunk.map(({ id }) => id)],
      );
    }
  }
}

/** From when on a change tells down time anew, ms; null when it tells of other states only. */
function downTimeFrom(known: readonly StoredPiece[], { removed, ended, inserted }: HistoryChange): number | null {
  const gone = new Set([...removed, ...ended.map(({ id }) => id)]);
  const changed = [...known.filter(({ id }) => gone.has(id)), ...inserted].filter(({ status }) => status === DOWN);
  return changed.length === 0 ? null : Math.min(...changed.map(({ from }) => from));
}

function toPiece(row: Row): StoredPiece {
  return {
    id: row.id,
    status: row.status,
    from: Number(row.fromAt),
    to: row.toAt === null ? null : Number(row.toAt),
    sides: row.sides,
    evidence: row.evidence,
  };
}

function toRow(kind: HistoryOf, objectId: string, customerId: string | null, piece: Piece): (string | number | null)[] {
  return [uuid(), kind, objectId, customerId, piece.status, piece.from, piece.to, piece.sides, piece.evidence];
}
