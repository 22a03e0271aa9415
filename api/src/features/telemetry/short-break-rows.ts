import type { LinkTrap } from '@linewatch/shared';
import type { Transaction } from '../../database/database.js';
import { type RowSource, rowsOf } from '../../database/row-source.js';
import { toChunks } from './chunks.js';
import { among } from './hours.js';

/** A break between two readings that both saw the port up (FLAP_UNRESOLVED); ms. */
export interface ShortBreakRow {
  readonly portId: number;
  readonly at: number;
  /** When the readings around it were taken. */
  readonly earlierAt: number;
  readonly laterAt: number;
}

/** Moments (from, to] of a port, ms. */
export interface Told {
  readonly from: number;
  readonly to: number;
}

const IDS_A_QUERY = 400;
const COLUMNS = ['port_id', 'broke_at', 'earlier_at', 'later_at'];
const KEYS = ['port_id', 'broke_at'];
/** snmpTraps.3 and .4 (RFC 2863 section 6). */
const LINK_TRAPS = { '1.3.6.1.6.3.1.1.5.3': 'linkDown', '1.3.6.1.6.3.1.1.5.4': 'linkUp' } as const;
const LINK_OIDS = Object.keys(LINK_TRAPS) as (keyof typeof LINK_TRAPS)[];

interface Stored {
  readonly portId: number;
  readonly at: number | string;
  readonly earlierAt: number | string;
  readonly laterAt: number | string;
}

/** The breaks of some ports with a moment in [from, to), oldest first. */
export async function shortBreaks(
  source: RowSource,
  portIds: readonly number[],
  from: number,
  to: number,
): Promise<ShortBreakRow[]> {
  const found: ShortBreakRow[] = [];
  for (const ids of toChunks(portIds, IDS_A_QUERY)) {
    const rows = await rowsOf<Stored>(
      source,
      `SELECT port_id AS portId, broke_at AS at, earlier_at AS earlierAt, later_at AS laterAt FROM short_break
       WHERE ${among('port_id', ids)} AND broke_at >= ? AND broke_at < ? ORDER BY broke_at, port_id`,
      [...ids, from, to],
    );
    found.push(
      ...rows.map(({ portId, at, earlierAt, laterAt }) => ({
        portId,
        at: Number(at),
        earlierAt: Number(earlierAt),
        laterAt: Number(laterAt),
      })),
    );
  }
  return found;
}

export async function addShortBreaks(tx: Transaction, rows: readonly ShortBreakRow[]): Promise<void> {
  const values = rows.map(({ portId, at, earlierAt, laterAt }) => [portId, at, earlierAt, laterAt]);
  await tx.insertMany('short_break', COLUMNS, KEYS, values, 'ignore');
}

/** Forgets what was noted of moments that are told anew. */
export async function removeShortBreaks(tx: Transaction, told: ReadonlyMap<number, Told>): Promise<void> {
  if (told.size === 0) return;
  const from = Math.min(...[...told.values()].map((one) => one.from));
  const to = Math.max(...[...told.values()].map((one) => one.to));
  const stored = await shortBreaks(tx, [...told.keys()], from, to + 1);
  const gone = stored.filter(({ portId, at }) => {
    const one = told.get(portId);
    return one !== undefined && at > one.from && at <= one.to;
  });
  for (const some of toChunks(gone, IDS_A_QUERY)) {
    const which = some.map(() => '(port_id = ? AND broke_at = ?)').join(' OR ');
    await tx.execute(
      `DELETE FROM short_break WHERE ${which}`,
      some.flatMap(({ portId, at }) => [portId, at]),
    );
  }
}

/** What devices said by themselves of the links of some ports in (from, to], ms. */
export async function linkTraps(
  tx: Transaction,
  portIds: readonly number[],
  { from, to }: Told,
): Promise<Map<number, LinkTrap[]>> {
  const found = new Map<number, LinkTrap[]>();
  for (const ids of toChunks(portIds, IDS_A_QUERY)) {
    const rows = await tx.query<{ portId: number; at: number | string; oid: keyof typeof LINK_TRAPS }>(
      `SELECT ps.port_id AS portId, t.trap_at AS at, t.oid AS oid FROM port_state ps JOIN port p ON p.id = ps.port_id
       JOIN trap t ON t.device_id = p.device_id AND t.if_index = ps.if_index
       WHERE ${among('ps.port_id', ids)} AND ${among('t.oid', LINK_OIDS)} AND t.trap_at > ? AND t.trap_at <= ?
       ORDER BY t.trap_at, t.id`,
      [...ids, ...LINK_OIDS, from, to],
    );
    for (const { portId, at, oid } of rows)
      found.set(portId, [...(found.get(portId) ?? []), { at: Number(at), kind: LINK_TRAPS[oid] }]);
  }
  return found;
}
