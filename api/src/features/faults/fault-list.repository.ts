import { Injectable } from '@nestjs/common';
import { FAULT_KINDS, type FaultKind, type FaultQuery, type FaultStoryKind, SEVERITIES } from '@linewatch/shared';
import { Database, type SqlValue } from '../../database/database.js';
import { namesMatch, namesSeenBy } from '../../platform/auth/far-ends.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { after, type Keyed, keyColumns, orderBy, type Position, type SortKey } from '../../platform/listing/keyset.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';
import type { FaultRow } from './fault-row.js';
import { SELECT_FAULT, type StoredFault, toFaultRow } from './fault.repository.js';

/** A fault with the names that it is read by. */
export interface NamedFault extends FaultRow {
  readonly circuitCode: string;
  readonly circuitName: string;
  readonly alias: string | null;
  readonly customerZh: string;
  readonly customerEn: string;
}

type Names = Omit<NamedFault, keyof FaultRow>;
type Stored = StoredFault & Names;

export interface StoredStory {
  readonly id: string;
  readonly kind: FaultStoryKind;
  readonly at: number | string;
  readonly side: 'A' | 'Z' | null;
  readonly evidence: string | null;
  readonly severity: FaultRow['severity'] | null;
  readonly facts: string;
  readonly bySide: 'CUSTOMER' | 'OPERATOR' | null;
  readonly byName: string | null;
  readonly text: string | null;
}

/** Worst first, then newest. Past ones by their begin alone. */
const OPEN_ORDER: readonly SortKey[] = [
  { sql: 'f.severity_rank', type: 'number', direction: 'desc' },
  { sql: 'f.since', type: 'number', direction: 'desc' },
  { sql: 'f.id', type: 'text', direction: 'desc' },
];
const PAST_ORDER = OPEN_ORDER.slice(1);
export const faultOrder = ({ show }: Pick<FaultQuery, 'show'>): readonly SortKey[] =>
  show === 'open' ? OPEN_ORDER : PAST_ORDER;

/** The names of a fault. */
export const FAULT_NAMES = `c.code AS circuitCode, c.name AS circuitName, c.alias AS alias, cu.name_zh AS customerZh,
  cu.name_en AS customerEn`;
/** What the names come from. */
export const NAMED_FAULT_TABLES =
  'fault f JOIN circuit c ON c.id = f.circuit_id JOIN customer cu ON cu.id = f.customer_id';
/** Lines of a story that are shown. */
export const MOST_STORY = 500;
const MOST_TOGETHER = 100;

/** Reads faults for people; every question has their scope in it. */
@Injectable()
export class FaultListRepository {
  constructor(private readonly database: Database) {}

  /** At most `limit` faults after a position. */
  async page(
    scope: Scope,
    query: FaultQuery,
    position: Position | undefined,
    limit: number,
  ): Promise<Keyed<NamedFault>[]> {
    const order = faultOrder(query);
    const filter = this.filter(scope, query);
    const rest = position === undefined ? { sql: '1=1', values: [] } : after(order, position);
    const rows = await this.database.read<Keyed<Stored>>(
      `SELECT ${SELECT_FAULT}, ${FAULT_NAMES}, ${keyColumns(order)} FROM ${NAMED_FAULT_TABLES}
       WHERE ${filter.sql} AND ${rest.sql} ORDER BY ${orderBy(order)} LIMIT ?`,
      [...filter.values, ...rest.values, limit],
    );
    return this.asSeenBy(
      scope,
      rows.map((row) => toFaultRow(row) as unknown as Keyed<NamedFault>),
    );
  }

  async count(scope: Scope, query: FaultQuery): Promise<number> {
    const filter = this.filter(scope, query);
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM ${NAMED_FAULT_TABLES} WHERE ${filter.sql}`,
      filter.values,
    );
    return Number(row?.total ?? 0);
  }

  /** The open faults in scope by kind. */
  async openByKind(scope: Scope): Promise<Record<FaultKind, number>> {
    const mine = scopeCondition(scope, FAULT_OWNER);
    const rows = await this.database.read<{ kind: FaultKind; total: number | string }>(
      `SELECT f.kind AS kind, COUNT(*) AS total FROM fault f WHERE f.active_key IS NOT NULL AND ${mine.sql} GROUP BY f.kind`,
      mine.values,
    );
    const counts = new Map(rows.map(({ kind, total }) => [kind, Number(total)]));
    return Object.fromEntries(FAULT_KINDS.map((kind) => [kind, counts.get(kind) ?? 0])) as Record<FaultKind, number>;
  }

  async find(scope: Scope, id: string): Promise<NamedFault | undefined> {
    const mine = scopeCondition(scope, FAULT_OWNER);
    const [row] = await this.database.read<Stored>(
      `SELECT ${SELECT_FAULT}, ${FAULT_NAMES} FROM ${NAMED_FAULT_TABLES} WHERE f.id = ? AND ${mine.sql}`,
      [id, ...mine.values],
    );
    return row?.id === id ? (await this.asSeenBy(scope, [toFaultRow(row) as NamedFault]))[0] : undefined;
  }

  /** The newest lines, newest first. What is internal is left out unless it is asked for. */
  story(faultId: string, withInternal: boolean): Promise<StoredStory[]> {
    const mine = withInternal ? '' : ' AND s.is_internal = ?';
    return this.database.read<StoredStory>(
      `SELECT s.id AS id, s.kind AS kind, s.at AS at, s.side AS side, s.evidence AS evidence, s.severity AS severity,
         s.facts AS facts, s.by_side AS bySide, u.name AS byName, s.body AS text
       FROM fault_story s LEFT JOIN user_account u ON u.id = s.by_id
       WHERE s.fault_id = ?${mine} ORDER BY s.at DESC, s.id DESC LIMIT ${String(MOST_STORY)}`,
      withInternal ? [faultId] : [faultId, false],
    );
  }

  /** How many lines a story has. */
  async storyLength(faultId: string, withInternal: boolean): Promise<number> {
    const [row] = await this.database.read<{ total: number | string }>(
      `SELECT COUNT(*) AS total FROM fault_story s WHERE s.fault_id = ?${withInternal ? '' : ' AND s.is_internal = ?'}`,
      withInternal ? [faultId] : [faultId, false],
    );
    return Number(row?.total ?? 0);
  }

  /** The faults in scope of some network events, one row a fault: those that were open together. */
  async ofEvents(scope: Scope, eventIds: readonly string[]): Promise<NamedFault[]> {
    if (eventIds.length === 0) return [];
    const mine = scopeCondition(scope, FAULT_OWNER);
    const rows = await this.database.read<Stored>(
      `SELECT ${SELECT_FAULT}, ${FAULT_NAMES} FROM ${NAMED_FAULT_TABLES}
       WHERE f.event_id IN (${eventIds.map(() => '?').join(',')}) AND ${mine.sql} ORDER BY f.event_id, c.code, f.id
       LIMIT ${String(MOST_TOGETHER * eventIds.length)}`,
      [...eventIds, ...mine.values],
    );
    return this.asSeenBy(
      scope,
      rows.map((row) => toFaultRow(row) as NamedFault),
    );
  }

  private async asSeenBy<Named extends NamedFault>(scope: Scope, faults: readonly Named[]): Promise<Named[]> {
    const seen = await namesSeenBy(
      this.database,
      scope,
      faults.map(({ circuitId }) => circuitId),
    );
    return faults.map((fault) => ({
      ...fault,
      circuitCode: seen.code(fault.circuitId, fault.circuitCode),
      circuitName: seen.name(fault.circuitId, fault.circuitName),
    }));
  }

  /** How many circuits of each customer some network events hit, by `event:customer`; those in scope alone count. */
  async eventCounts(scope: Scope, eventIds: readonly string[]): Promise<Map<string, number>> {
    if (eventIds.length === 0) return new Map();
    const mine = scopeCondition(scope, FAULT_OWNER);
    const rows = await this.database.read<{ eventId: string; customerId: string; total: number | string }>(
      `SELECT f.event_id AS eventId, f.customer_id AS customerId, COUNT(DISTINCT f.circuit_id) AS total FROM fault f
       WHERE f.event_id IN (${eventIds.map(() => '?').join(',')}) AND ${mine.sql} GROUP BY f.event_id, f.customer_id`,
      [...eventIds, ...mine.values],
    );
    return new Map(rows.map(({ eventId, customerId, total }) => [`${eventId}:${customerId}`, Number(total)]));
  }

  /** How many circuits in service the scope reaches, of one customer each. */
  async circuitsOf(scope: Scope, customerIds: readonly string[]): Promise<Map<string, number>> {
    if (customerIds.length === 0) return new Map();
    const mine = scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' });
    const rows = await this.database.read<{ customerId: string; total: number | string }>(
      `SELECT c.customer_id AS customerId, COUNT(*) AS total FROM circuit c
       WHERE c.customer_id IN (${customerIds.map(() => '?').join(',')}) AND c.state <> 'terminated' AND ${mine.sql}
       GROUP BY c.customer_id`,
      [...customerIds, ...mine.values],
    );
    return new Map(rows.map(({ customerId, total }) => [customerId, Number(total)]));
  }

  private filter(scope: Scope, query: FaultQuery): SqlCondition {
    const conditions: SqlCondition[] = [scopeCondition(scope, FAULT_OWNER)];
    const add = (sql: string, ...values: SqlValue[]): void => {
      conditions.push({ sql, values });
    };
    if (query.show === 'open') add('f.active_key IS NOT NULL');
    if (query.show === 'past') add('f.active_key IS NULL');
    if (query.circuitId !== undefined) add('f.circuit_id = ?', query.circuitId);
    if (query.siteId !== undefined) {
      add('f.circuit_id IN (SELECT fe.circuit_id FROM circuit_end fe WHERE fe.site_id = ?)', query.siteId);
    }
    if (query.kind !== undefined) add('f.kind = ?', query.kind);
    if (query.severity !== undefined) add('f.severity_rank >= ?', SEVERITIES.indexOf(query.severity));
    if (query.from !== undefined) add('(f.until_at IS NULL OR f.until_at > ?)', query.from);
    if (query.to !== undefined) add('f.since < ?', query.to);
    if (query.q !== undefined && query.q !== '') {
      const contains = (column: string): string => containsText(this.database.dialect, column);
      const pattern = likePattern(query.q);
      const named = namesMatch(scope, contains, pattern);
      add(`(${named.sql} OR ${contains('c.alias')})`, ...named.values, pattern);
    }
    return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
  }
}

/** Whose a fault is. */
export const FAULT_OWNER = { customer: 'f.customer_id', circuit: 'f.circuit_id' } as const;
