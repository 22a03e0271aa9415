import { randomUUID } from 'node:crypto';
import type { Database, SqlValue, Transaction } from '../database/database.js';
import type { StoredLine } from './test-line.builder.js';

const HOUR_MS = 3_600_000;

/** A line was down for an hour, a while ago: its history says so, and so does the ledger. @returns the outage's id */
export async function anOutage(
  database: Database,
  line: Pick<StoredLine, 'circuitId' | 'customerId'>,
  [from, to]: readonly [from: number, to: number | null] = [HOUR_MS, 2 * HOUR_MS],
): Promise<string> {
  const id = randomUUID();
  await database.transaction(async (tx) => {
    await storePiece(tx, line, ['failed', from, to, 'Z', 'POLL']);
    const row: SqlValue[] = [id, line.circuitId, line.customerId, from, to, 'Z', 'POLL', 'UNKNOWN', 0];
    await tx.insertMany('outage', OUTAGE, ['id'], [row]);
  });
  return id;
}

const PIECE = ['id', 'object_type', 'object_id', 'customer_id', 'status', 'from_at', 'to_at', 'sides', 'evidence'];
const OUTAGE = ['id', 'circuit_id', 'customer_id', 'from_at', 'to_at', 'sides', 'evidence', 'cause', 'revision'];

/** One piece of a circuit's history, past all rules: status, from, to, sides, evidence. */
export async function storePiece(
  tx: Transaction,
  { circuitId, customerId }: Pick<StoredLine, 'circuitId' | 'customerId'>,
  piece: readonly SqlValue[],
): Promise<void> {
  await tx.insertMany('state_interval', PIECE, ['id'], [[randomUUID(), 'circuit', circuitId, customerId, ...piece]]);
}
