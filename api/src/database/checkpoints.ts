import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** What the thread is told. */
export interface CheckpointWork {
  readonly file: string;
  readonly everyMs: number;
}

/** So long at most lies in the log alone what was committed; the fewer pages, the shorter the disk is kept busy. */
const EVERY_MS = 5_000;

/**
 * Carries the log of an SQLite database into its file, in a thread of its own. A commit that does it (as
 * `wal_autocheckpoint` asks) keeps the whole process waiting for the disk for a tenth of a second, and with it a trap
 * that is to be told; only where this thread falls behind by far do commits help.
 */
export class Checkpoints {
  private thread: Worker | undefined;
  private readonly beginning: NodeJS.Timeout;

  constructor(file: string, everyMs = EVERY_MS) {
    // A process that opens the file for a moment needs no thread.
    this.beginning = setTimeout(() => {
      const work: CheckpointWork = { file, everyMs };
      this.thread = new Worker(new URL('./checkpoint-worker.js', import.meta.url), { workerData: work });
      // Without it commits carry the log, as they do in an SQLite of its own.
      this.thread.on('error', () => undefined);
      this.thread.unref();
    }, everyMs);
    this.beginning.unref();
  }

  /** Ends once the thread has let go of the file. */
  async close(): Promise<void> {
    clearTimeout(this.beginning);
    const { thread } = this;
    if (thread === undefined || thread.threadId < 0) return;
    // A process that has nothing else to do would end here otherwise, in the middle.
    thread.ref();
    const gone = once(thread, 'exit');
    thread.postMessage('end');
    await gone;
  }
}
