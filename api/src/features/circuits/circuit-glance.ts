import { Injectable } from '@nestjs/common';
import { type CircuitPage, CircuitQuery, type CircuitRow } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import { Database } from '../../database/database.js';
import { Clock } from '../../platform/clock/clock.js';
import { WorksCover } from '../works-cover/index.js';
import { CircuitGlanceRepository, type SiteCounts } from './circuit-glance.repository.js';
import { toCircuitRow } from './circuit.mapper.js';
import { type CircuitRecord, CircuitRepository } from './circuit.repository.js';
import { countsOfAll } from './circuits.service.js';

/** All that a first page says of the circuits in a scope. */
export interface Glance {
  readonly counts: CircuitPage['counts'];
  /** Those of each status on which a planned work is in progress. */
  readonly inWork: CircuitPage['counts'];
  /** Those that are down, degraded or unknown, worst first. */
  readonly wrong: CircuitRow[];
  /** Those whose utilisation is highest now. */
  readonly busiest: CircuitRow[];
  readonly sites: SiteCounts[];
  readonly feeds: CircuitPage['feeds'];
}

/** The circuits of each customer in a scope, counted. */
export interface CustomersGlance {
  readonly counts: ReadonlyMap<string, CircuitPage['counts']>;
  readonly feeds: CircuitPage['feeds'];
}

/** How much of each is wanted. */
export interface GlanceLimits {
  readonly wrong: number;
  readonly busiest: number;
  readonly sites: number;
}

const FINE: readonly string[] = ['running', 'stopped'];

/** Reads the circuits of a scope at one glance, in a handful of queries however many there are. */
@Injectable()
export class CircuitGlance {
  constructor(
    private readonly circuits: CircuitRepository,
    private readonly places: CircuitGlanceRepository,
    private readonly works: WorksCover,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async read(scope: Scope, limits: GlanceLimits): Promise<Glance> {
    const now = this.clock.now();
    // Before the rows, so that a change between the two is pushed again rather than missed.
    const feeds = await this.circuits.findFeedHeads(scope);
    const everything = CircuitQuery.parse({});
    const [worst, busiest, counts, inWork, sites] = await Promise.all([
      this.circuits.findPage(scope, everything, undefined, limits.wrong, now),
      this.circuits.findPage(
        scope,
        { ...everything, sort: 'utilisation', order: 'desc' },
        undefined,
        limits.busiest,
        now,
      ),
      this.circuits.countByStatus(scope, everything, now),
      this.places.countInWork(scope, now),
      // A list of the sites of all customers would be nobody's.
      scope.kind === 'all' ? [] : this.places.countBySite(scope, limits.sites, now),
    ]);
    const ids = [...new Set([...worst, ...busiest].map(({ id }) => id))];
    const [ends, works] = await Promise.all([
      this.circuits.findEnds(ids),
      this.works.runningOn(this.database, ids, now),
    ]);
    const toRow = (row: CircuitRecord): CircuitRow =>
      toCircuitRow(scope, row, { ends: ends.get(row.id) ?? [], work: works.get(row.id), now });
    return {
      counts: countsOfAll(counts),
      inWork: countsOfAll(inWork),
      wrong: worst.map(toRow).filter(({ status }) => !FINE.includes(status)),
      busiest: busiest.map(toRow).filter(({ utilisation }) => utilisation !== null),
      sites,
      feeds,
    };
  }

  /** How many circuits of each customer are in each status; customers without a circuit are missing. */
  async byCustomer(scope: Scope): Promise<CustomersGlance> {
    const feeds = await this.circuits.findFeedHeads(scope);
    const rows = await this.places.countByCustomer(scope, this.clock.now());
    const own = new Map<string, Map<string, number>>();
    for (const { customerId, status, circuits } of rows) {
      own.set(customerId, (own.get(customerId) ?? new Map<string, number>()).set(status, circuits));
    }
    return { counts: new Map([...own].map(([id, counts]) => [id, countsOfAll(counts)])), feeds };
  }
}
