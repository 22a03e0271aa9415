import { existsSync, readFileSync } from 'node:fs';

/** A reading as its collector had it, with the agent's own count of octets in (null: counted in 32 bits only). */
export interface JournalReading {
  readonly portId: number;
  readonly slot: number;
  readonly takenAt: number;
  readonly dtMs: number | null;
  readonly status: string;
  readonly inOctets: number | null;
  readonly count: bigint | null;
}

export interface Journal {
  /** Readings of which the spool said that they were committed. */
  readonly committed: readonly JournalReading[];
  /** All readings that were about to be written, those among them. */
  readonly intended: readonly JournalReading[];
}

type Row = readonly [number, number, number, number | null, string, number | null, string | null];

/** Reads what collectors told of their spools (`? ID ROWS` before a commit, `! ID` after it). The last line may be torn. */
export function readJournal(files: readonly string[]): Journal {
  const committed: JournalReading[] = [];
  const intended: JournalReading[] = [];
  for (const file of files.filter((each) => existsSync(each))) {
    const waiting = new Map<string, JournalReading[]>();
    for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
      const [mark, id = '', rows = '[]'] = line.split(' ');
      if (mark === '?') waiting.set(id, (JSON.parse(rows) as Row[]).map(toReading));
      else committed.push(...(waiting.get(id) ?? []));
    }
    for (const readings of waiting.values()) intended.push(...readings);
  }
  return { committed, intended };
}

function toReading([portId, slot, takenAt, dtMs, status, inOctets, count]: Row): JournalReading {
  return { portId, slot, takenAt, dtMs, status, inOctets, count: count === null ? null : BigInt(count) };
}
