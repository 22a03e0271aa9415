import { createHash } from 'node:crypto';
import type { Database } from '../database/database.js';

/** Tables that move by themselves: who came when, and what jobs make of what is stored elsewhere. */
const MOVING =
  /^(user_session|collector|ingest_batch|job|audit_\w+|sign_in_attempt|rollup_\w+|hourly_use|alarm_watch|fault_turn|ticket_change|mail_in_box)$/;

/** Everything stored that no refused request may change, as a hash. */
export async function storedRows(database: Database): Promise<string> {
  const sql =
    database.dialect === 'sqlite'
      ? "SELECT name AS name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
      : 'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY table_name';
  const hash = createHash('sha256');
  for (const { name } of await database.read<{ name: string }>(sql)) {
    if (!MOVING.test(name)) hash.update(JSON.stringify(await database.read(`SELECT * FROM ${name}`)));
  }
  return hash.digest('hex');
}
