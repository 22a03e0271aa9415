import Database from 'better-sqlite3';
import { aReading } from '../testing/reading.builder.js';
import { PortTraces } from './port-traces.js';

describe('the traces of ports', () => {
  let db: Database.Database;

  beforeEach(() => {
    db = new Database(':memory:');
  });

  afterEach(() => {
    db.close();
  });

  function keep(traces: PortTraces, seq: number, slot: number, ...ports: number[]): void {
    traces.keep(
      seq,
      ports.map((portId) => aReading({ portId, slot, resume: `${String(portId)} at ${String(slot)}` })),
    )();
  }

  function rows(): number {
    return db.prepare('SELECT COUNT(*) FROM trace_batch').pluck().get() as number;
  }

  function slots(traces: PortTraces): Record<string, number> {
    return Object.fromEntries([...traces.byPort()].map(([portId, { slot }]) => [portId, slot]));
  }

  it('are a row a batch, and no more rows than tell the newest of some port', () => {
    const traces = new PortTraces(db);
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
    const before = new PortTraces(db);
    keep(before, 0, 60, 1, 2);
    keep(before, 1, 120, 1);
    const after = new PortTraces(db);

    expect(slots(after)).toEqual({ 1: 120, 2: 60 });
    keep(after, 2, 120, 2);
    expect(rows()).toBe(2);
    expect(slots(after)).toEqual({ 1: 120, 2: 120 });
  });

  it('do not go back to an older slot, also within one batch', () => {
    const traces = new PortTraces(db);
    keep(traces, 0, 120, 1);
    keep(traces, 1, 60, 1);
    traces.keep(2, [aReading({ portId: 2, slot: 120 }), aReading({ portId: 2, slot: 60 })])();

    expect(slots(traces)).toEqual({ 1: 120, 2: 120 });
  });

  it('of a batch that was rolled back are kept with the next', () => {
    const traces = new PortTraces(db);
    keep(traces, 0, 60, 1);
    const fail = db.transaction(() => {
      traces.keep(1, [aReading({ portId: 1, slot: 120, resume: 'lost' })]);
      throw new Error('the disk is full');
    });
    expect(fail).toThrowError('the disk is full');
    expect(slots(traces)).toEqual({ 1: 60 });
    keep(traces, 1, 120, 1);

    expect(rows()).toBe(1);
    expect(slots(traces)).toEqual({ 1: 120 });
  });

  it('of earlier versions count until all their ports were read again', () => {
    new PortTraces(db);
    db.exec(`INSERT INTO trace VALUES (1, 60, 'one')`);
    db.exec(`INSERT INTO trace_block VALUES (0, '[[2,60,"two"]]')`);
    const traces = new PortTraces(db);
    expect(slots(traces)).toEqual({ 1: 60, 2: 60 });
    keep(traces, 0, 120, 1);
    expect(slots(traces)).toEqual({ 1: 120, 2: 60 });
    keep(traces, 1, 120, 2);

    expect(db.prepare('SELECT COUNT(*) FROM trace_block').pluck().get()).toBe(0);
    expect(slots(traces)).toEqual({ 1: 120, 2: 120 });
  });

  it('of ports that are no longer read do not hold a row each for ever', () => {
    const traces = new PortTraces(db);
    for (let seq = 0; seq < 300; seq += 1) keep(traces, seq, 60, seq);
    expect(rows()).toBe(300);
    const after = new PortTraces(db);

    expect(rows()).toBe(1);
    expect(after.byPort().size).toBe(300);
  });
});
