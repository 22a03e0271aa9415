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
import type { ReadingSheet } from '../readings/reading-sheet.js';

/** What the last committed reading of a port was. */
export interface SpooledTrace {
  readonly slot: number;
  readonly resume: string;
}

/**
 * `trace` and `trace_block` are what earlier versions wrote, a row a port and a row a block of ports. `traced` names the
 * batches of the spool that are looked into; what has to outlive its batch is written into `trace_batch`.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS traced (seq INTEGER PRIMARY KEY);
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

/** Of how many ports a batch has the newest trace. */
interface LatestOf {
  readonly seq: number;
  ports: number;
}

/** Where the newest trace of a port is. */
interface LatestTrace {
  batch: LatestOf;
  slot: number;
  /** By which keeping of a batch it was looked at last. */
  seenBy: number;
}

const NOWHERE: LatestOf = { seq: NaN, ports: 0 };

/** What came of keeping the traces of a batch. */
export interface KeptTraces {
  /** Batches of which every port has a newer trace now. */
  readonly outdated: readonly number[];
  /** To be called when the transaction was committed. */
  readonly committed: () => void;
}

/**
 * The traces of all ports. They lie in the batches that brought them and are not written a second time: each commit notes
 * its batch, and takes those out of which every port has a newer trace. Which batch a port's newest one is in is kept at
 * hand; the traces themselves are read at the start only.
 */
export class PortTraces {
  private readonly latest = new Map<number, LatestTrace>();
  private readonly batches = new Map<number, LatestOf>();
  /** How many batches were to be kept; one that was taken back comes again under its number. */
  private keeping = 0;
  private readonly note: Database.Statement;
  private readonly insert: Database.Statement;
  private readonly remove: readonly Database.Statement[];

  /** @param readingsOf the readings of a batch that is in the spool */
  constructor(
    private readonly db: Database.Database,
    private readonly readingsOf: (seq: number) => readonly TracedReading[],
  ) {
    db.exec(SCHEMA);
    this.note = db.prepare('INSERT INTO traced (seq) VALUES (?)');
    this.insert = db.prepare('INSERT INTO trace_batch (seq, places, notes) VALUES (?, ?, ?)');
    this.remove = ['traced', 'trace_batch'].map((table) => db.prepare(`DELETE FROM ${table} WHERE seq = ?`));
    const older = this.olderTraces();
    if (older.length > 0) this.learn(OLDER, older);
    const rows = this.rows();
    for (const { seq, traces } of rows) this.learn(seq, traces());
    if (rows.length > MOST_ROWS) this.gather();
  }

  /** Whether a batch has the newest trace of some port, and nobody else has it. */
  isIn(seq: number): boolean {
    return this.batches.has(seq);
  }

  /**
   * Keeps the traces of a batch's readings, within the transaction that commits them.
   *
   * @param seq higher than that of every batch before
   */
  keep(seq: number, readings: readonly ReadingSheet[]): KeptTraces {
    const found = this.newerThanKnown(readings);
    if (found.traces.length === 0) return { outdated: [], committed: () => undefined };
    this.note.run(seq);
    this.keeping += 1;
    const left = new Map<LatestOf, number>();
    for (const known of found.traces) {
      if (known.batch === NOWHERE || known.seenBy === this.keeping) continue;
      // Of a port with two readings in the batch only one leaves the older batch.
      known.seenBy = this.keeping;
      left.set(known.batch, (left.get(known.batch) ?? known.batch.ports) - 1);
    }
    const outdated = [...left].filter(([, ports]) => ports === 0).map(([batch]) => batch.seq);
    for (const old of outdated) this.forget(old);
    return {
      outdated,
      committed: () => {
        const batch = { seq, ports: 0 };
        for (const [at, known] of found.traces.entries()) this.move(known, batch, found.slots[at] ?? 0);
        if (batch.ports > 0) this.batches.set(seq, batch);
      },
    };
  }

  /** Writes the traces of a batch that has to leave the spool, within the transaction that removes it. */
  outlive(seq: number): void {
    const traces = tracesOf(this.readingsOf(seq));
    this.forget(seq);
    this.insert.run(seq, packed(traces), notesOf(traces));
  }

  /** The last slot and baseline of each port. */
  byPort(): ReadonlyMap<number, SpooledTrace> {
    const newest = new Map<number, SpooledTrace>();
    const take = (traces: readonly Trace[]): void => {
      for (const [portId, slot, resume] of traces) {
        if (slot >= (newest.get(portId)?.slot ?? slot)) newest.set(portId, { slot, resume });
      }
    };
    take(this.olderTraces());
    for (const { traces } of this.rows()) take(traces());
    return newest;
  }

  /** The traces that readings of this or a later slot come to, and those slots; what was never read gets one. */
  private newerThanKnown(readings: readonly ReadingSheet[]): {
    readonly traces: readonly LatestTrace[];
    readonly slots: readonly number[];
  } {
    const traces: LatestTrace[] = [];
    const slots: number[] = [];
    for (const sheet of readings) {
      for (let row = 0; row < sheet.rows; row += 1) {
        const slot = sheet.get('slot', row);
        const known = this.traceOf(sheet.get('portId', row));
        if (slot < known.slot) continue;
        traces.push(known);
        slots.push(slot);
      }
    }
    return { traces, slots };
  }

  private traceOf(portId: number): LatestTrace {
    let known = this.latest.get(portId);
    if (known === undefined) this.latest.set(portId, (known = { batch: NOWHERE, slot: -Infinity, seenBy: NaN }));
    return known;
  }

  private learn(seq: number, traces: readonly Trace[]): void {
    const batch = { seq, ports: 0 };
    for (const [portId, slot] of traces) this.move(this.traceOf(portId), batch, slot);
    if (batch.ports > 0) this.batches.set(seq, batch);
  }

  /** The newest trace of a port is in this batch now, unless a newer one is elsewhere. */
  private move(known: LatestTrace, batch: LatestOf, slot: number): void {
    if (known.slot > slot) return;
    known.slot = slot;
    if (known.batch === batch) return;
    batch.ports += 1;
    const before = known.batch;
    known.batch = batch;
    if (before === NOWHERE) return;
    before.ports -= 1;
    if (before.ports === 0) this.batches.delete(before.seq);
  }

  private forget(seq: number): void {
    if (seq === OLDER) this.db.exec('DELETE FROM trace; DELETE FROM trace_block');
    else for (const statement of this.remove) statement.run(seq);
  }

  /** Puts all traces into one row: ports that are no longer polled would keep a row each for ever. */
  private gather(): void {
    const traces = [...this.byPort()].map(([portId, { slot, resume }]): Trace => [portId, slot, resume]);
    try {
      this.db.transaction(() => {
        this.db.exec('DELETE FROM trace; DELETE FROM trace_block; DELETE FROM trace_batch; DELETE FROM traced');
        this.insert.run(GATHERED, packed(traces), notesOf(traces));
      })();
    } catch (error) {
      // Room is what this is about, so there may be none: the rows stay, and the next start tries again.
      if (error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL') return;
      throw error;
    }
    this.latest.clear();
    this.batches.clear();
    this.learn(GATHERED, traces);
  }

  /** By their batches; each one's traces are read when they are asked for. */
  private rows(): { readonly seq: number; readonly traces: () => readonly Trace[] }[] {
    const own = this.db.prepare('SELECT seq, places, notes FROM trace_batch').all() as TraceRow[];
    const inBatches = this.db.prepare('SELECT seq FROM traced').pluck().all() as number[];
    return [
      ...own.map((row) => ({ seq: row.seq, traces: () => unpacked(row) })),
      ...inBatches.map((seq) => ({ seq, traces: () => tracesOf(this.readingsOf(seq)) })),
    ].sort((left, right) => left.seq - right.seq);
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

/** What is kept of a reading. */
export type TracedReading = Pick<Reading, 'portId' | 'slot' | 'resume'>;

/** Of each port the newest, the last one where two are of one slot. */
function tracesOf(readings: readonly TracedReading[]): readonly Trace[] {
  const newest = new Map<number, Trace>();
  for (const { portId, slot, resume } of readings) {
    if (slot >= (newest.get(portId)?.[1] ?? slot)) newest.set(portId, [portId, slot, resume]);
  }
  return [...newest.values()];
}

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
