import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './database-gone.js';

/**
 * What a server says to the transaction that it has taken back so that others can go on: it held what they waited for
 * (https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-lock-modes, "deadlock"), or a row changed
 * after this one had fixed what it sees (`innodb_snapshot_isolation`, on by default since MariaDB 11.6.2).
 */
const LOST = new Set(['ER_LOCK_DEADLOCK', 'ER_CHECKREAD']);
const TIMES = 6;
/** Milliseconds before the second time; twice as long before each that follows, and up to as long again. */
const FIRST_PAUSE_MS = 5;

/** Whether a transaction failed by nothing but what others wrote at the same moment: nothing of it is left. */
export function isLostRace(error: unknown): boolean {
  return LOST.has(codeOf(error) ?? '');
}

/**
 * Runs a transaction again that lost against others, as servers expect it of their clients. What it does apart from the
 * database therefore happens as often: it has to be the same each time.
 *
 * @param lost is told of each time that it lost
 * @throws what the last of six times threw, or at once what is no lost race
 */
export async function untilNotLost<Result>(transact: () => Promise<Result>, lost: () => void): Promise<Result> {
  for (let time = 1; ; time += 1) {
    try {
      return await transact();
    } catch (error) {
      if (!isLostRace(error)) throw error;
      lost();
      if (time === TIMES) throw error;
      // Those that met once would meet again if they came back together.
      const least = FIRST_PAUSE_MS * 2 ** (time - 1);
      await pause(least + randomInt(least));
    }
  }
}
