/** Setting that holds another word after every change of the tables below, whoever made it. */
export const TOPOLOGY_VERSION = 'topology.version';

/** What says which ports there are, how often they are asked, and which circuits they carry. */
const TABLES = new Set(['circuit', 'circuit_end', 'device', 'poll_profile', 'port']);
const WRITES = /^\s*(?:INSERT\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+[`"]?(\w+)/i;
/** Of a device only this counts; how it answers is written with every batch. */
const DEVICE_COLUMN = /\bpoll_profile_id\b/;

export function tableOfTopology(table: string): boolean {
  return TABLES.has(table);
}

/**
 * Whether a statement changes what ingest keeps at hand (see Topology). Seen here and not told by those who write, so
 * that none of them can forget it.
 */
export function changesTopology(sql: string): boolean {
  const table = WRITES.exec(sql)?.[1]?.toLowerCase();
  if (table === undefined || !TABLES.has(table)) return false;
  return table !== 'device' || !/^\s*UPDATE/i.test(sql) || DEVICE_COLUMN.test(sql);
}
