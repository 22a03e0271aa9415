import type { Reading } from '@linewatch/shared';
import { openSync, writeSync } from 'node:fs';
import { readResume } from '../../pipeline/baseline.js';
import type { BatchStore } from '../../uplink/batcher.js';

/** One reading in the journal, in this order: port, slot, when, over how long (ms), outcome, octets in, and the agent's count. */
export type JournalRow = readonly [number, number, number, number | null, string, number | null, string | null];

/**
 * What a collector commits to its spool, told beside it in a file: each batch before it is written ("?") and again
 * once it is committed ("!"). A kill leaves what was written to a file, so what is told as committed was committed.
 */
export function journaled(spool: BatchStore, file: string): BatchStore {
  const journal = openSync(file, 'a');
  let number = 0;
  return {
    append: (...batch) => {
      number += 1;
      const id = `${String(process.pid)}-${String(number)}`;
      writeSync(journal, `? ${id} ${JSON.stringify(batch[0].flatMap((sheet) => sheet.toReadings().map(rowOf)))}\n`);
      const dropped = spool.append(...batch);
      writeSync(journal, `! ${id}\n`);
      return dropped;
    },
  };
}

function rowOf({ portId, slot, takenAt, dtMs, status, inOctets, resume }: Reading): JournalRow {
  const count = readResume(resume)?.counters.inOctets ?? null;
  return [portId, slot, takenAt, dtMs, status, inOctets, count?.width === 64 ? String(count.value) : null];
}
