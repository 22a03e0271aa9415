import { Injectable } from '@nestjs/common';
import {
  type CircuitPage,
  type CircuitQuery,
  type CircuitView,
  DomainError,
  type OperatingStatus,
  type Role,
} from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import { AuditTrail } from '../../platform/audit/audit-trail.js';
import type { Scope } from '../../platform/auth/scope.js';
import { Clock } from '../../platform/clock/clock.js';
import { positionOf, readCursor, writeCursor } from '../../platform/listing/keyset.js';
import { WorksCover } from '../works-cover/index.js';
import { sortKeys } from './circuit-order.js';
import { toCircuitRow, toCircuitView } from './circuit.mapper.js';
import { CircuitRepository } from './circuit.repository.js';

/** What people read of circuits. Knows neither HTTP nor SQL. */
@Injectable()
export class CircuitsService {
  constructor(
    private readonly circuits: CircuitRepository,
    private readonly clock: Clock,
    private readonly audit: AuditTrail,
    private readonly database: Database,
    private readonly works: WorksCover,
  ) {}

  /** @throws DomainError `list.cursor-invalid` */
  async list(scope: Scope, query: CircuitQuery): Promise<CircuitPage> {
    const now = this.clock.now();
    const { cursor, limit, ...selection } = query;
    const keys = sortKeys(scope, query, now);
    const position = readCursor(selection, keys, cursor);
    // Before the rows, so that a change between the two is pushed again rather than missed.
    const feeds = await this.circuits.findFeedHeads(scope);
    const [found, counts, sites, products] = await Promise.all([
      this.circuits.findPage(scope, query, position, limit + 1, now),
      this.circuits.countByStatus(scope, query, now),
      this.circuits.findSites(scope),
      this.circuits.findProducts(scope),
    ]);
    const rows = found.slice(0, limit);
    const ids = rows.map(({ id }) => id);
    const [ends, works] = await Promise.all([
      this.circuits.findEnds(ids),
      this.works.runningOn(this.database, ids, now),
    ]);
    const last = found.length > limit ? rows.at(-1) : undefined;
    return {
      items: rows.map((row) =>
        toCircuitRow(scope, row, { ends: ends.get(row.id) ?? [], work: works.get(row.id), now }),
      ),
      total: [...counts.values()].reduce((sum, count) => sum + count, 0),
      counts: countsOfAll(counts),
      nextCursor: last === undefined ? null : writeCursor(selection, positionOf(last, keys)),
      sites,
      products,
      feeds,
    };
  }

  /** @throws DomainError `circuit.not-found`, the same for one that is unknown, malformed or somebody else's */
  async view(scope: Scope, role: Role, id: string): Promise<CircuitView> {
    const row = z.uuid().safeParse(id).success ? await this.circuits.findOne(scope, id) : undefined;
    if (row === undefined) throw new DomainError('circuit.not-found', 'There is no such circuit');
    const now = this.clock.now();
    const ends = await this.circuits.findEnds([row.id]);
    const works = await this.works.runningOn(this.database, [row.id], now);
    const object = { type: 'circuit', id: row.id, name: row.code };
    this.audit.look({ action: 'circuit.viewed', customerId: row.customerId, object });
    return toCircuitView(scope, role, row, { ends: ends.get(row.id) ?? [], work: works.get(row.id), now });
  }
}

/** The counts of every status, those without a circuit too. */
export function countsOfAll(counts: ReadonlyMap<string, number>): CircuitPage['counts'] {
  const of = (status: OperatingStatus): number => counts.get(status) ?? 0;
  return {
    failed: of('failed'),
    degraded: of('degraded'),
    unknown: of('unknown'),
    running: of('running'),
    stopped: of('stopped'),
  };
}
