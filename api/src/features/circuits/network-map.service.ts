import { Injectable } from '@nestjs/common';
import { CircuitQuery, type MapLine, type MapSite, type NetworkMap } from '@linewatch/shared';
import { Database } from '../../database/database.js';
import { isFar } from '../../platform/auth/far-ends.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { WorksCover } from '../works-cover/index.js';
import { toCircuitLive } from './circuit-live.mapper.js';
import { CircuitRepository } from './circuit.repository.js';
import type { EndRow } from './circuit.rows.js';

/** More than one drawing can show apart. */
const LINES = 500;

/** The circuits of a scope as a drawing of sites and the lines between them. */
@Injectable()
export class NetworkMapService {
  constructor(
    private readonly circuits: CircuitRepository,
    private readonly works: WorksCover,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(scope: Scope): Promise<NetworkMap> {
    const now = this.clock.now();
    const everything = CircuitQuery.parse({});
    // Before the rows, so that a change between the two is pushed again rather than missed.
    const feeds = await this.circuits.findFeedHeads(scope);
    const [rows, counts] = await Promise.all([
      this.circuits.findPage(scope, everything, undefined, LINES, now),
      this.circuits.countByStatus(scope, everything, now),
    ]);
    const ids = rows.map(({ id }) => id);
    const [ends, works] = await Promise.all([
      this.circuits.findEnds(ids),
      this.works.runningOn(this.database, ids, now),
    ]);
    const sites = new Map<string, MapSite>();
    for (const { siteId: id, siteNameZh, siteNameEn } of [...ends.values()]
      .flat()
      .filter((end) => !isFar(scope, end))) {
      if (id !== null) sites.set(id, { id, nameZh: siteNameZh ?? '', nameEn: siteNameEn ?? '' });
    }
    const lines = rows.map((row): MapLine => {
      const own = ends.get(row.id) ?? [];
      return {
        ...toCircuitLive(row, own, now, works.get(row.id)),
        code: row.code,
        name: row.name,
        alias: row.alias,
        aPlaces: placesOf(scope, own, 'A'),
        zPlaces: placesOf(scope, own, 'Z'),
      };
    });
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    return { sites: [...sites.values()], lines, total, feeds };
  }
}

function placesOf(scope: Scope, ends: readonly EndRow[], side: EndRow['side']): MapLine['aPlaces'] {
  const places = ends
    .filter((end) => end.side === side)
    .map((end) => (isFar(scope, end) ? 'elsewhere' : (end.siteId ?? 'operator')));
  return [...new Set(places)];
}
