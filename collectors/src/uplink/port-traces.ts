import type Database from 'better-sqlite3';
import {
  NumberReader,
  NumberWriter,
  present,
  type Reading,
  readNear,
  readNumbers,
  writeNear,
  writeNumbers,
} from '@linewatch/shared';

/** What the last committed reading of a port was. */
export interface SpooledTrace {
  readonly slot: number;
  readonly resume: string;
}

/** `trace` and `trace_block` are what earlier versions wrote, a row a port and a row a block of ports. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS trace (port_id INTEGER PRIMARY KEY, slot INTEGER NOT NULL, resume TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS trace_block (block INTEGER PRIMARY KEY, ports TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS trace_batch (seq INTEGER PRIMARY KEY, places BLOB NOT NULL, notes TEXT NOT NULL);
`;

type Trace = readonly [portId: number, slot: number, resume: string];

interface TraceRow {
  readonly seq: number;
  readonly places: Uint8Array;
  readonly notes: string;
}

/** Which ports a batch tells of that no later one tells of, and up to which slot. */
interface LatestOf {
  readonly seq: number;
  ports: number;
}

/**
 * The traces of all ports, a row a batch: each commit writes one, and removes those of which every port has a newer one.
 * Which batch a port's newest trace is in is kept at hand; the traces themselves are read at the start only.
 */
export class PortTraces {
  private readonly latest = new Map<number, { batch: LatestOf; slot: number }>();
  private readonly insert: Database.Statement;
  private readonly remove: Database.Statement;

  constructor(private readonly db: Database.Database) {
    db.exec(SCHEMA);
    this.insert = db.prepare('INSERT INTO trace_batch (seq, places, notes) VALUES (?, ?, ?)');
    this.remove = db.prepare('DELETE FROM trace_batch WHERE seq = ?');
    const older = this.olderTraces();
    if (older.length > 0) this.learn(OLDER, older);
    const rows = this.rows();
    for (const row of rows) this.learn(row.seq, unpacked(row));
    if (rows.length > MOST_ROWS) this.gather();
  }

  /**
   * Keeps the traces of a batch's readings, within the transaction that commits them.
   *
   * @param seq higher than that of every batch before
   * @returns what to call when the transaction was committed
   */
  keep(seq: number, readings: readonly TracedReading[]): () => void {
    const newest = new Map<number, Trace>();
    for (const { portId, slot, resume } of readings) {
      const known = newest.get(portId)?.[1] ?? this.latest.get(portId)?.slot ?? slot;
      if (slot >= known) newest.set(portId, [portId, slot, resume]);
    }
    if (newest.size === 0) return () => undefined;
    const traces = [...newest.values()];
    this.insert.run(seq, packed(traces), notesOf(traces));
    const left = new Map<LatestOf, number>();
    for (const portId of newest.keys()) {
      const batch = this.latest.get(portId)?.batch;
      if (batch !== undefined) left.set(batch, (left.get(batch) ?? batch.ports) - 1);
    }
    for (const [{ seq: old }, ports] of left) if (ports === 0) this.forget(old);
    return () => {
      this.learn(seq, traces);
    };
  }

  /** The last slot and baseline of each port. */
  byPort(): ReadonlyMap<number, SpooledTrace> {
    const traces = new Map<number, SpooledTrace>();
    for (const trace of [...this.olderTraces(), ...this.rows().flatMap(unpacked)]) {
      const [portId, slot, resume] = trace;
      if (slot >= (traces.get(portId)?.slot ?? slot)) traces.set(portId, { slot, resume });
    }
    return traces;
  }

  private learn(seq: number, traces: readonly Trace[]): void {
    const batch = { seq, ports: 0 };
    for (const [portId, slot] of traces) {
      const known = this.latest.get(portId);
      if (known !== undefined && known.slot > slot) continue;
      if (known !== undefined) known.batch.ports -= 1;
      batch.ports += 1;
      this.latest.set(portId, { batch, slot });
    }
  }

  private forget(seq: number): void {
    if (seq === OLDER) this.db.exec('DELETE FROM trace; DELETE FROM trace_block');
    else this.remove.run(seq);
  }

  /** Puts all traces into one row: ports that are no longer polled would keep a row each for ever. */
  private gather(): void {
    const traces = [...this.byPort()].map(([portId, { slot, resume }]): Trace => [portId, slot, resume]);
    try {
      this.db.transaction(() => {
        this.db.exec('DELETE FROM trace; DELETE FROM trace_block; DELETE FROM trace_batch');
        this.insert.run(GATHERED, packed(traces), notesOf(traces));
      })();
    } catch (error) {
      // Room is what this is about, so there may be none: the rows stay, and the next start tries again.
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL') return;
      throw error;
    }
    this.latest.clear();
    this.learn(GATHERED, traces);
  }

  private rows(): TraceRow[] {
    return this.db.prepare('SELECT seq, places, notes FROM trace_batch ORDER BY seq').all() as TraceRow[];
  }

  private olderTraces(): Trace[] {
    const traces = this.db.prepare('SELECT port_id, slot, resume FROM trace').raw().all() as Trace[];
    const blocks = this.db.prepare('SELECT ports FROM trace_block').pluck().all() as string[];
    return [...traces, ...blocks.flatMap((text) => JSON.parse(text) as Trace[])];
  }
}

/** Numbers that no batch has: those are numbered from 0 on. */
const GATHERED = -1;
const OLDER = -2;
/** Of steadily polled ports there are as many rows as batches in an interval. */
const MOST_ROWS = 256;

type TracedReading = Pick<Reading, 'portId' | 'slot' | 'resume'>;

function notesOf(traces: readonly Trace[]): string {
  let notes = '';
  for (const [, , resume] of traces) notes += resume;
  return notes;
}

/** How many, then ports, slots and lengths of notes. */
function packed(traces: readonly Trace[]): Buffer {
  const writer = new NumberWriter();
  writer.count(traces.length);
  writeNear(
    writer,
    traces.map(([portId]) => portId),
    (row) => (traces[row - 1]?.[0] ?? 0) + 1,
  );
  writeNear(
    writer,
    traces.map(([, slot]) => slot),
    (row) => traces[row - 1]?.[1] ?? 0,
  );
  writeNumbers(
    writer,
    traces.map(([, , resume]) => resume.length),
  );
  return Buffer.from(writer.toOctets().buffer);
}

function unpacked({ places, notes }: TraceRow): Trace[] {
  const reader = new NumberReader(places);
  const rows = reader.count();
  const ports = present(readNear(reader, rows, (row, before) => (before[row - 1] ?? 0) + 1));
  const slots = present(readNear(reader, rows, (row, before) => before[row - 1] ?? 0));
  const lengths = present(readNumbers(reader, rows));
  let at = 0;
  return ports.map((portId, row) => {
    const from = at;
    at += lengths[row] ?? 0;
    return [portId, slots[row] ?? 0, notes.slice(from, at)];
  });
}
