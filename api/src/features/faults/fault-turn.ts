import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../database/database.js';

/** The one row. */
const TURN = 1;

/**
 * Lets one transaction at a time change alarms and faults, so that each object's happenings have one order, also with
 * several instances; and numbers the places of their log. Taken first: on MySQL what a transaction sees is fixed by
 * its first plain read.
 */
@Injectable()
export class FaultTurn {
  /** Makes the row; once a start. */
  async prepare(tx: Transaction): Promise<void> {
    await tx.insertMany('fault_turn', ['id', 'position'], ['id'], [[TURN, 0]], 'ignore');
  }

  /** Waits until no other transaction has it, and has it until the commit. SQLite has one writer anyway. */
  async take(tx: Transaction): Promise<void> {
    if (tx.dialect === 'mysql') await tx.query('SELECT id FROM fault_turn WHERE id = ? FOR UPDATE', [TURN]);
  }

  /** @returns the first of `count` places that follow each other; whoever asks has taken the turn */
  async places(tx: Transaction, count: number): Promise<number> {
    await tx.execute('UPDATE fault_turn SET position = position + ? WHERE id = ?', [count, TURN]);
    const [row] = await tx.query<{ position: number | string }>('SELECT position FROM fault_turn WHERE id = ?', [TURN]);
    return Number(row?.position ?? 0) - count + 1;
  }
}
