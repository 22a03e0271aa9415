import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../database/database.js';

/**
 * Notes whose history changed, beside the history itself, for whoever draws conclusions from it after the commit (the
 * alarm engine). A row an object: what changes often is looked at once.
 */
export async function noteChanged(tx: Transaction, kind: string, objectIds: readonly string[]): Promise<void> {
  const mark = randomUUID();
  await tx.insertMany(
    'alarm_watch',
    ['object_type', 'object_id', 'due_at', 'mark', 'judged_at'],
    ['object_type', 'object_id'],
    objectIds.map((id) => [kind, id, 0, mark, null]),
    'update',
    ['due_at', 'mark'],
  );
}
