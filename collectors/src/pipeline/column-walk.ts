import { compareOids } from '../mibs/oid.js';
import { isException, type RawValue } from '../mibs/smi.js';
import { type SnmpClient, SnmpFault, SnmpTooBig } from '../snmp/snmp-client.js';

/** One instance of a column: its index as the numbers after the column's OID, and its value. */
export interface Instance {
  readonly index: readonly number[];
  readonly value: RawValue;
}

/** What a walk gave. */
export interface WalkedColumn {
  readonly instances: readonly Instance[];
  /** The column goes on, but so much of it is not wanted. */
  readonly isCut: boolean;
}

/** An index of interest has a few parts; a longer one is not what was asked for. */
const LONGEST_INDEX = 8;

/**
 * Walks one column from its first instance to its last, whatever its index is made of. Ends at the column's end, at
 * the end of the view, or at `most` instances.
 *
 * @throws SnmpFault `MALFORMED` when the agent goes backwards or repeats itself; `REFUSED` when one instance is too big
 */
export async function walkColumn(
  agent: SnmpClient,
  column: string,
  { most, maxRepetitions }: { readonly most: number; readonly maxRepetitions: number },
  signal: AbortSignal,
): Promise<WalkedColumn> {
  const instances: Instance[] = [];
  let last = column;
  let repetitions = maxRepetitions;
  for (;;) {
    signal.throwIfAborted();
    let varbinds;
    try {
      const answer = await agent.getBulk({ scalars: [], columns: [last], maxRepetitions: repetitions }, signal);
      varbinds = answer.columns[0] ?? [];
    } catch (error) {
      if (!(error instanceof SnmpTooBig) || repetitions === 1) throw error;
      repetitions = Math.floor(repetitions / 2);
      continue;
    }
    if (varbinds.length === 0) return { instances, isCut: false };
    for (const varbind of varbinds) {
      if (isException(varbind) || !varbind.oid.startsWith(`${column}.`)) return { instances, isCut: false };
      if (compareOids(varbind.oid, last) <= 0) throw new SnmpFault('MALFORMED', 'The agent’s answers do not advance');
      if (instances.length >= most) return { instances, isCut: true };
      last = varbind.oid;
      const index = varbind.oid.slice(column.length + 1).split('.');
      if (index.length <= LONGEST_INDEX) instances.push({ index: index.map(Number), value: varbind });
    }
  }
}
