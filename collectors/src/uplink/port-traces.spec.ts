import Database from 'better-sqlite3';
import { aReading } from '../testing/reading.builder.js';
import { PortTraces, type TracedReading } from './port-traces.js';
import { ReadingSheet } from '../readings/reading-sheet.js';

describe('the traces of ports', () => {
  let db: Database.Database;
  /** What the batches of the spool hold. */
  let batches: Map<number, readonly TracedReading[]>;

  beforeEach(() => {
    db = new Database(':memory:');
    batches = new Map();
  });

  function open(): PortTraces {
    return new PortTraces(db, (seq) => batches.get(seq) ?? []);
  }

  afterEach(() => {
    db.close();
  });

  function keep(traces: PortTraces, seq: number, slot: number, ...ports: number[]): void {
    const readings = ports.map((portId) => aReading({ portId, slot, resume: `${String(portId)} at ${String(slot)}` }));
    batches.set(seq, readings);
    traces.keep(seq, [ReadingSheet.of(readings)]).committed();
  }

  function rows(): number {
    const sql = 'SELECT (SELECT COUNT(*) FROM trace_batch) + (SELECT COUNT(*) FROM traced)';
    return db.prepare(sql).pluck().get() as number;
  }

  function slots(traces: PortTraces): Record<string, number> {
    return Object.fromEntries([...traces.byPort()].map(([portId, { slot }]) => [portId, slot]));
  }

  it('are a row a batch, and no more rows than tell the newest of some port', () => {
    const traces = open();
    keep(traces, 0, 60, 1, 2);
    keep(traces, 1, 60, 3);
    keep(traces, 2, 120, 1);
    expect(rows()).toBe(3);
    keep(traces, 3, 120, 2, 3);

    expect(rows()).toBe(2);
    expect(slots(traces)).toEqual({ 1: 120, 2: 120, 3: 120 });
    expect(traces.byPort().get(3)?.resume).toBe('3 at 120');
  });

  it('are the same after a restart, and go on from there', () => {
    const before = open();
    keep(before, 0, 60, 1, 2);
    keep(before, 1, 120, 1);
    const after = open();

    expect(slots(after)).toEqual({ 1: 120, 2: 60 });
    keep(after, 2, 120, 2);
    expect(rows()).toBe(2);
    expect(slots(after)).toEqual({ 1: 120, 2: 120 });
  });

  it('do not go back to an older slot, also within one batch', () => {
    const traces = open();
    keep(traces, 0, 120, 1);
    keep(traces, 1, 60, 1);
    const both = [aReading({ portId: 2, slot: 120 }), aReading({ portId: 2, slot: 60 })];
    batches.set(2, both);
    traces.keep(2, [ReadingSheet.of(both)]).committed();

    expect(slots(traces)).toEqual({ 1: 120, 2: 120 });
  });

  it('of a batch that was rolled back are kept with the next', () => {
    const traces = open();
    keep(traces, 0, 60, 1);
    const fail = db.transaction(() => {
      traces.keep(1, [ReadingSheet.of([aReading({ portId: 1, slot: 120, resume: 'lost' })])]);
      throw new Error('the disk is full');
    });
    expect(fail).toThrowError('the disk is full');
    expect(slots(traces)).toEqual({ 1: 60 });
    keep(traces, 1, 120, 1);

    expect(rows()).toBe(1);
    expect(slots(traces)).toEqual({ 1: 120 });
  });

  it('of a batch that leaves the spool outlive it', () => {
    const traces = open();
    keep(traces, 0, 60, 1, 2);
    keep(traces, 1, 120, 1);
    expect([traces.isIn(0), traces.isIn(1), traces.isIn(2)]).toEqual([true, true, false]);
    traces.outlive(0);
    batches.delete(0);

    expect(open().byPort().get(2)).toEqual({ slot: 60, resume: '2 at 60' });
    keep(traces, 2, 120, 2);
    expect([traces.isIn(0), rows()]).toEqual([false, 2]);
  });

  it('of earlier versions count until all their ports were read again', () => {
    open();
    db.exec(`INSERT INTO trace VALUES (1, 60, 'one')`);
    db.exec(`INSERT INTO trace_block VALUES (0, '[[2,60,"two"]]')`);
    const traces = open();
    expect(slots(traces)).toEqual({ 1: 60, 2: 60 });
    keep(traces, 0, 120, 1);
    expect(slots(traces)).toEqual({ 1: 120, 2: 60 });
    keep(traces, 1, 120, 2);

    expect(db.prepare('SELECT COUNT(*) FROM trace_block').pluck().get()).toBe(0);
    expect(slots(traces)).toEqual({ 1: 120, 2: 120 });
  });

  it('of ports that are no longer read do not hold a row each for ever', () => {
    const traces = open();
    for (let seq = 0; seq < 300; seq += 1) keep(traces, seq, 60, seq);
    expect(rows()).toBe(300);
    const after = open();

    expect(rows()).toBe(1);
    expect(after.byPort().size).toBe(300);
  });
});
