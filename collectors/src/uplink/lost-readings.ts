import type { Batch } from '@linewatch/shared';
import type Database from 'better-sqlite3';
import { readingsOf } from './batch-body.js';

/** What was lost of one port: how many readings, of which slots (epoch seconds), and when the last of them went (ms). */
export interface LostPort {
  readonly portId: number;
  readonly readings: number;
  readonly firstSlot: number;
  readonly lastSlot: number;
  readonly at: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lost (
    port_id INTEGER PRIMARY KEY, readings INTEGER NOT NULL, first_slot INTEGER NOT NULL, last_slot INTEGER NOT NULL,
    at INTEGER NOT NULL
  );
`;
const ADD = `
  INSERT INTO lost (port_id, readings, first_slot, last_slot, at) VALUES (?, 1, ?, ?, ?)
  ON CONFLICT (port_id) DO UPDATE SET readings = readings + 1, first_slot = MIN(first_slot, excluded.first_slot),
    last_slot = MAX(last_slot, excluded.last_slot), at = excluded.at
`;

/**
 * The readings that the spool had to drop, counted by port: what an operator is asked about when a customer's line was
 * unknown for an hour. The API needs no word of it, since a time without readings is unknown by itself.
 */
export class LostReadings {
  private readonly add: Database.Statement;

  constructor(private readonly db: Database.Database) {
    db.exec(SCHEMA);
    this.add = db.prepare(ADD);
  }

  /** Counts the readings of a batch that is dropped, within the transaction that drops it. @returns their ports */
  count(body: string, now: number): Set<number> {
    const ports = new Set<number>();
    for (const { portId, slot } of readingsOf(JSON.parse(body) as Batch)) {
      this.add.run(portId, slot, slot, now);
      ports.add(portId);
    }
    return ports;
  }

  byPort(): LostPort[] {
    const sql = `SELECT port_id AS portId, readings, first_slot AS firstSlot, last_slot AS lastSlot, at
      FROM lost ORDER BY port_id`;
    return this.db.prepare(sql).all() as LostPort[];
  }
}
