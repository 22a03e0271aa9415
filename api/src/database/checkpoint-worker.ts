import { parentPort, workerData } from 'node:worker_threads';
import BetterSqlite3 from 'better-sqlite3';
import type { CheckpointWork } from './checkpoints.js';

/** What is committed meanwhile is taken along; what is left then, the next time. */
const MOST_TRIES = 3;

const { file, everyMs } = workerData as CheckpointWork;
const handle = new BetterSqlite3(file);
handle.pragma('synchronous = FULL');

/** What another connection committed changes it. */
const version = (): number => Number(handle.pragma('data_version', { simple: true }));
let carried = Number.NaN;

interface Carried {
  readonly log: number;
  readonly checkpointed: number;
}

/** Neither waits for readers and writers nor keeps them waiting. The log begins anew once it is carried to its end. */
function carry(): void {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const [done] = handle.pragma('wal_checkpoint(PASSIVE)') as Carried[];
    if (done === undefined || done.checkpointed >= done.log) return;
  }
}

const timer = setInterval(() => {
  try {
    const now = version();
    if (now === carried) return;
    carry();
    carried = now;
  } catch {
    // A full disk, or a file that is gone: who writes meets it as well, and says so.
  }
}, everyMs);

parentPort?.once('message', () => {
  clearInterval(timer);
  handle.close();
  parentPort?.close();
});
