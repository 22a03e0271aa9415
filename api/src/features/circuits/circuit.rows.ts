import { type RowSource, rowsOf } from '../../database/row-source.js';
import { figuresAmong, readPortFigures } from '../port-pages/index.js';

/** bigint columns come as text from mysql2 and as numbers from better-sqlite3. */
type Big = number | string;

/** A circuit's stored state, as the queries of this feature select it. All of it is null while nothing was stored. */
export interface StateRow {
  readonly id: string;
  readonly customerId: string;
  readonly status: string | null;
  readonly since: Big | null;
  readonly sampleAt: Big | null;
  readonly intervalS: number | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
  readonly utilisation: number | null;
}

/** The columns of a StateRow; needs `circuit c` and `circuit_state cs`. */
export const STATE_COLUMNS = `c.id AS id, c.customer_id AS customerId, cs.status AS status, cs.since AS since,
  cs.sample_at AS sampleAt, cs.interval_s AS intervalS, cs.in_bps AS inBps, cs.out_bps AS outBps,
  cs.utilisation AS utilisation`;

/** One end with its site, its port's state and the device behind it. */
export interface EndRow {
  readonly id: string;
  readonly circuitId: string;
  readonly side: 'A' | 'Z';
  readonly siteId: string | null;
  /** Null: nobody watches this end. */
  readonly portId: number | null;
  readonly siteCode: string | null;
  readonly siteNameZh: string | null;
  readonly siteNameEn: string | null;
  readonly address: string | null;
  readonly accessType: string;
  readonly portType: string | null;
  readonly monitoring: string;
  readonly portName: string | null;
  readonly deviceId: string | null;
  readonly deviceCode: string | null;
  readonly deviceName: string | null;
  readonly status: string | null;
  readonly since: Big | null;
  readonly sampleAt: Big | null;
  readonly inBps: number | null;
  readonly outBps: number | null;
}

/** Far below the variable limit of SQLite (32,766) and past the point of gain. */
const IDS_A_QUERY = 1_000;

/** `?,?,?` for a list of values. */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(',');
}

/** The stored states of some circuits, in no order; unknown ids are left out. */
export function readStates(source: RowSource, circuitIds: readonly string[]): Promise<StateRow[]> {
  return inChunks(circuitIds, (ids) =>
    rowsOf<StateRow>(
      source,
      `SELECT ${STATE_COLUMNS} FROM circuit c LEFT JOIN circuit_state cs ON cs.circuit_id = c.id
       WHERE c.id IN (${placeholders(ids)})`,
      ids,
    ),
  );
}

/** All ends of some circuits, by circuit, A before Z, in their order, with the newest reading of each. */
export async function readEnds(source: RowSource, circuitIds: readonly string[]): Promise<Map<string, EndRow[]>> {
  const rows = await readEndRows(source, circuitIds);
  const pages = await readPortFigures(
    source,
    rows.flatMap(({ portId }) => portId ?? []),
  );
  return byCircuit(
    rows.map((row) => {
      const { sampleAt, inBps, outBps } = row;
      const stored = { sampleAt: sampleAt === null ? null : Number(sampleAt), inBps, outBps };
      return { ...row, ...figuresAmong(pages, row.portId, stored) };
    }),
  );
}

/** The same for who asks only where the ends are: their figures are those with which their status changed. */
export async function readPlaces(source: RowSource, circuitIds: readonly string[]): Promise<Map<string, EndRow[]>> {
  return byCircuit(await readEndRows(source, circuitIds));
}

function readEndRows(source: RowSource, circuitIds: readonly string[]): Promise<EndRow[]> {
  return inChunks(circuitIds, (ids) =>
    rowsOf<EndRow>(
      source,
      `SELECT e.id AS id, e.circuit_id AS circuitId, e.side AS side, e.site_id AS siteId, e.port_id AS portId, s.code AS siteCode, s.name_zh AS siteNameZh,
         s.name_en AS siteNameEn, s.address AS address, e.access_type AS accessType, e.port_type AS portType,
         e.monitoring AS monitoring, p.if_name AS portName, d.id AS deviceId, d.code AS deviceCode,
         d.name AS deviceName, ps.status AS status, ps.since AS since, ps.sample_at AS sampleAt,
         ps.in_bps AS inBps, ps.out_bps AS outBps
       FROM circuit_end e
         LEFT JOIN site s ON s.id = e.site_id
         LEFT JOIN port p ON p.id = e.port_id
         LEFT JOIN device d ON d.id = p.device_id
         LEFT JOIN port_state ps ON ps.port_id = e.port_id
       WHERE e.circuit_id IN (${placeholders(ids)})
       ORDER BY e.circuit_id, e.side, e.seq`,
      ids,
    ),
  );
}

function byCircuit(rows: readonly EndRow[]): Map<string, EndRow[]> {
  const ends = new Map<string, EndRow[]>();
  for (const row of rows) {
    const known = ends.get(row.circuitId);
    if (known === undefined) ends.set(row.circuitId, [row]);
    else known.push(row);
  }
  return ends;
}

async function inChunks<Row>(
  ids: readonly string[],
  read: (chunk: readonly string[]) => Promise<Row[]>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (let start = 0; start < ids.length; start += IDS_A_QUERY) {
    rows.push(...(await read(ids.slice(start, start + IDS_A_QUERY))));
  }
  return rows;
}
