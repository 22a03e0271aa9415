import { type RowSource, rowsOf } from '../../database/row-source.js';
import { blockOf, blocksOf } from './port-blocks.js';
import { type PortFigures, PortPage, type StoredPage } from './port-page.js';

export type { PortFigures } from './port-page.js';

/** Far below the variable limit of SQLite (32,766); a block is some kilobytes. */
const BLOCKS_A_QUERY = 500;

/**
 * What the newest reading of each of some ports said. Every reading changes it, and so it lies in `port_block` alone:
 * `port_state` says when a port was read only as it was when its status last changed.
 *
 * @returns ports that were never read are left out
 */
export async function readPortFigures(source: RowSource, portIds: Iterable<number>): Promise<Map<number, PortFigures>> {
  const wanted = new Map<number, number[]>();
  for (const portId of new Set(portIds)) {
    const block = blockOf(portId);
    const own = wanted.get(block);
    if (own === undefined) wanted.set(block, [portId]);
    else own.push(portId);
  }
  const blocks = blocksOf([...wanted.values()].flat());
  const found = new Map<number, PortFigures>();
  for (let from = 0; from < blocks.length; from += BLOCKS_A_QUERY) {
    const some = blocks.slice(from, from + BLOCKS_A_QUERY);
    const rows = await rowsOf<StoredPage>(
      source,
      `SELECT block, ports, body FROM port_block WHERE block IN (${some.map(() => '?').join(',')})`,
      some,
    );
    for (const row of rows) {
      for (const portId of wanted.get(row.block) ?? []) {
        const figures = PortPage.figuresIn(row, portId);
        if (figures !== null) found.set(portId, figures);
      }
    }
  }
  return found;
}

/** The newer of what a row of `port_state` and what the port's page say; the row's unless the page is newer. */
export function figuresAmong(
  pages: ReadonlyMap<number, PortFigures>,
  portId: number | null,
  row: PortFigures,
): PortFigures {
  const page = portId === null ? undefined : pages.get(portId);
  return page !== undefined && (page.sampleAt ?? -1) >= (row.sampleAt ?? -1) ? page : row;
}

/** The same for who asks only when a port was read; ms, and null where it never was. */
export function readAtAmong(
  pages: ReadonlyMap<number, PortFigures>,
  portId: number,
  storedAt: number | string | null,
): number | null {
  const row = { sampleAt: storedAt === null ? null : Number(storedAt), inBps: null, outBps: null };
  return figuresAmong(pages, portId, row).sampleAt;
}
