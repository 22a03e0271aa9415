import type Database from 'better-sqlite3';
import type { Reading } from '@linewatch/shared';

/** What the last committed reading of a port was. */
export interface SpooledTrace {
  readonly slot: number;
  readonly resume: string;
}

/** `trace` is what earlier versions wrote, a row a port. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS trace (port_id INTEGER PRIMARY KEY, slot INTEGER NOT NULL, resume TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS trace_block (block INTEGER PRIMARY KEY, ports TEXT NOT NULL);
`;
const PORTS_A_BLOCK = 32;

type Trace = readonly [portId: number, slot: number, resume: string];

/**
 * The traces of all ports, neighbours in one row, since each reading changes one. What is in the rows is at hand here
 * too, so that a row is written without being read.
 */
export class PortTraces {
  private readonly blocks = new Map<number, Map<number, Trace>>();
  private readonly write: Database.Statement;

  constructor(db: Database.Database) {
    db.exec(SCHEMA);
    this.write = db.prepare(
      'INSERT INTO trace_block (block, ports) VALUES (?, ?) ON CONFLICT (block) DO UPDATE SET ports = excluded.ports',
    );
    for (const trace of db.prepare('SELECT port_id, slot, resume FROM trace').raw().all() as Trace[]) this.learn(trace);
    for (const text of db.prepare('SELECT ports FROM trace_block').pluck().all() as string[]) {
      for (const trace of JSON.parse(text) as Trace[]) this.learn(trace);
    }
  }

  /** Keeps the traces of readings, within the transaction that commits them. Rolled back, they are written again later. */
  keep(readings: readonly Reading[]): void {
    const touched = new Set<number>();
    for (const { portId, slot, resume } of readings) touched.add(this.learn([portId, slot, resume]));
    for (const block of touched) this.write.run(block, JSON.stringify([...(this.blocks.get(block)?.values() ?? [])]));
  }

  /** The last slot and baseline of each port. */
  byPort(): ReadonlyMap<number, SpooledTrace> {
    const traces = [...this.blocks.values()].flatMap((block) => [...block.values()]);
    return new Map(traces.map(([portId, slot, resume]) => [portId, { slot, resume }]));
  }

  /** @returns the block that it lies in */
  private learn(trace: Trace): number {
    const [portId, slot] = trace;
    const number = Math.floor(portId / PORTS_A_BLOCK);
    let block = this.blocks.get(number);
    if (block === undefined) this.blocks.set(number, (block = new Map<number, Trace>()));
    if (slot >= (block.get(portId)?.[1] ?? slot)) block.set(portId, trace);
    return number;
  }
}
