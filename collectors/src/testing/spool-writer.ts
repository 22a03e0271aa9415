import { Spool } from '../uplink/spool.js';
import { aReading } from './reading.builder.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

/**
 * A process to be killed: commits batch after batch to the spool that its argument names, and says the slot of each
 * once it is committed.
 */
const spool = Spool.open(process.argv[2] ?? '', { maxOctets: 1e9, maxAgeMs: 1e9 });
let slot = 0;
function commitNext(): void {
  slot += 1;
  spool.append([ReadingSheet.of([aReading({ slot, inOctets: slot, resume: `after ${slot}` })])], [], Date.now());
  process.stdout.write(`${slot}\n`);
  setImmediate(commitNext);
}
commitNext();
