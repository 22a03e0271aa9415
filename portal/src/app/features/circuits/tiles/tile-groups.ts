import { type CircuitRow, type OperatingStatus, statusRank } from '@linewatch/shared';
import { shownStatus } from '../live/shown-status';

/** One circuit as a tile. */
export interface Tile {
  readonly row: CircuitRow;
  readonly status: OperatingStatus;
}

/** The tiles of one site. */
export interface TileGroup {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly tiles: readonly Tile[];
  /** How many of them are not well. */
  readonly troubled: number;
}

/**
 * Circuits by their far site, which is the branch where there is one, or by the near one where the far one is not the
 * reader's. Sites and tiles keep the order of the rows, which
 * come worst first: nothing jumps under the reader's eyes until somebody sorts.
 *
 * @param own names of the reader's own sites; empty: any
 * @param now ms; a reading that is too old says nothing of it
 */
export function tileGroups(rows: readonly CircuitRow[], own: ReadonlySet<string>, now: number): TileGroup[] {
  const groups = new Map<string, { nameZh: string; nameEn: string; tiles: Tile[] }>();
  for (const row of rows) {
    const isAtZ = row.zSiteZh !== '' && (own.has(row.zSiteZh) || !own.has(row.aSiteZh));
    const [nameZh, nameEn] = isAtZ ? [row.zSiteZh, row.zSiteEn] : [row.aSiteZh, row.aSiteEn];
    const tile = { row, status: shownStatus(row, now) };
    const known = groups.get(nameZh);
    if (known === undefined) groups.set(nameZh, { nameZh, nameEn, tiles: [tile] });
    else known.tiles.push(tile);
  }
  return [...groups.values()].map((group) => ({
    ...group,
    troubled: group.tiles.filter(({ status }) => statusRank(status) < statusRank('running')).length,
  }));
}
