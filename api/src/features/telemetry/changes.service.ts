import { Injectable } from '@nestjs/common';
import { type ChangedRecord, type ChangesView, DomainError } from '@linewatch/shared';
import { z } from 'zod';
import { Database } from '../../database/database.js';
import type { Scope } from '../../platform/auth/scope.js';
import { CircuitLiveReader, type RoutedCircuit } from '../circuits/index.js';
import { ChangeRepository, type RoutedRecord } from './change.repository.js';

/** A client that missed more entries of all its feeds together reads its lists again, which is cheaper for all. */
const ENTRIES_AN_ANSWER = 500;

/** What a client missed while its socket was away. */
@Injectable()
export class ChangesService {
  constructor(
    private readonly changes: ChangeRepository,
    private readonly circuits: CircuitLiveReader,
    private readonly database: Database,
  ) {}

  /**
   * @param since `feed:seq` pairs joined by commas; feeds outside the scope are left out without a word
   * @throws DomainError `request.invalid` when `since` is not such a list
   */
  async since(scope: Scope, since: string): Promise<ChangesView> {
    const asked = new Map([...parseSince(since)].filter(([feed]) => isInReach(scope, feed)));
    // Before the circuits: they are then at least as new as the heads say.
    const heads = await this.changes.heads([...asked.keys()]);
    const missed = await this.missed(asked, heads);
    const feeds = Object.fromEntries([...asked.keys()].map((feed) => [feed, heads.get(feed) ?? 0]));
    if (missed === undefined) return { complete: false, feeds, circuits: [], records: [] };
    const found = await this.circuits.read([...missed.circuitIds], this.database);
    const circuits = found.filter((one) => isInScope(scope, one)).map(({ live }) => live);
    const records = missed.records.filter(({ siteIds }) => isAtSites(scope, siteIds)).map(({ record }) => record);
    return { complete: true, feeds, circuits, records: onceEach(records) };
  }

  /** @returns undefined when not all entries are there any more, or too many */
  private async missed(
    asked: ReadonlyMap<string, number>,
    heads: ReadonlyMap<string, number>,
  ): Promise<Missed | undefined> {
    const gaps = [...asked].map(([feed, seq]) => ({ feed, seq, head: heads.get(feed) ?? 0 }));
    const missing = gaps.reduce((sum, { seq, head }) => sum + Math.max(0, head - seq), 0);
    // A client that is ahead of us has seen another database.
    if (missing > ENTRIES_AN_ANSWER || gaps.some(({ seq, head }) => seq > head)) return undefined;
    const circuitIds = new Set<string>();
    const records: RoutedRecord[] = [];
    for (const { feed, seq, head } of gaps.filter((gap) => gap.head > gap.seq)) {
      const entries = await this.changes.after(feed, seq, head);
      if (entries.length !== head - seq) return undefined;
      for (const entry of entries) for (const id of entry.circuitIds) circuitIds.add(id);
      records.push(...entries.flatMap((entry) => entry.records));
    }
    return { circuitIds, records };
  }
}

interface Missed {
  readonly circuitIds: ReadonlySet<string>;
  readonly records: readonly RoutedRecord[];
}

function onceEach(records: readonly ChangedRecord[]): ChangedRecord[] {
  return [...new Map(records.map((record) => [`${record.kind} ${record.id}`, record])).values()];
}

const Seq = z.coerce.number().int().nonnegative();
const Feed = z.uuid();

function parseSince(since: string): Map<string, number> {
  const pairs = since === '' ? [] : since.split(',');
  return new Map(
    pairs.map((pair) => {
      const [feed, seq, ...rest] = pair.split(':');
      const parsed = Seq.safeParse(seq);
      const isPair = rest.length === 0 && seq !== undefined && /^\d{1,15}$/.test(seq) && parsed.success;
      if (!isPair || feed === undefined || !Feed.safeParse(feed).success) {
        throw new DomainError('request.invalid', 'since must be feed:seq pairs joined by commas');
      }
      return [feed, parsed.data];
    }),
  );
}

/** Whether a feed, which is a customer, is one that the scope reaches at all. */
function isInReach(scope: Scope, customerId: string): boolean {
  switch (scope.kind) {
    case 'all':
      return true;
    case 'customers':
      return scope.customerIds.includes(customerId);
    case 'customer':
    case 'sites':
      return scope.customerId === customerId;
  }
}

function isInScope(scope: Scope, { customerId, siteIds }: RoutedCircuit): boolean {
  return isInReach(scope, customerId) && isAtSites(scope, siteIds);
}

function isAtSites(scope: Scope, siteIds: readonly string[]): boolean {
  return scope.kind !== 'sites' || siteIds.some((siteId) => scope.siteIds.includes(siteId));
}
