import { randomUUID } from 'node:crypto';
import { HOUSE_LEVELS, type Reading } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';

/**
 * Notes whose history changed, beside the history itself, for whoever draws conclusions from it after the commit (the
 * alarm engine). A row an object: what changes often is looked at once. Ports come before their circuits, and each kind
 * in the order of its keys: who locks the same rows in that order never waits for one that waits for it.
 */
export async function noteChanged(tx: Transaction, kind: string, objectIds: readonly string[]): Promise<void> {
  const mark = randomUUID();
  await tx.insertMany(
    'alarm_watch',
    ['object_type', 'object_id', 'due_at', 'mark', 'judged_at'],
    ['object_type', 'object_id'],
    [...objectIds].sort().map((id) => [kind, id, 0, mark, null]),
    'update',
    ['due_at', 'mark'],
  );
}

/** The ports of readings with so many errors that somebody has to look whether they go on. */
export function spoiltPorts(readings: readonly Reading[]): string[] {
  const spoilt = readings.filter(({ inErrors, inPackets }) => isSpoilt(inErrors, inPackets));
  return [...new Set(spoilt.map(({ portId }) => String(portId)))];
}

/** Whether so many of the packets of a reading had errors. */
export function isSpoilt(inErrors: number | null, inPackets: number | null): boolean {
  const percent = HOUSE_LEVELS.ERROR_RATE.levels[0]?.level ?? 0;
  const errors = inErrors ?? 0;
  return errors > 0 && 100 * errors >= percent * (errors + (inPackets ?? 0));
}
