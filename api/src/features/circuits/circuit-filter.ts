import type { CircuitQuery } from '@linewatch/shared';
import type { Dialect, SqlValue } from '../../database/database.js';
import { namesMatch } from '../../platform/auth/far-ends.js';
import { scopeCondition, type SqlCondition } from '../../platform/auth/scope-predicate.js';
import type { Scope } from '../../platform/auth/scope.js';
import { containsText, likePattern } from '../../platform/listing/text-search.js';

/**
 * Which circuits a list is of, all filters but the status. The scope comes first. Sites outside of it cannot be found
 * out by searching or filtering for them either: they match nothing.
 */
export function circuitFilter(scope: Scope, query: CircuitQuery, dialect: Dialect): SqlCondition {
  const conditions = [
    scopeCondition(scope, { customer: 'c.customer_id', circuit: 'c.id' }),
    { sql: query.life === 'ended' ? "c.state = 'terminated'" : "c.state <> 'terminated'", values: [] },
    ...(query.product === undefined ? [] : [{ sql: 'c.product = ?', values: [query.product] }]),
    ...(query.siteId === undefined ? [] : [endsAt(scope, { sql: 's.id = ?', values: [query.siteId] })]),
    ...(query.q === undefined || query.q === '' ? [] : [mentions(scope, query.q, dialect)]),
  ];
  return allOf(conditions);
}

/** All of the conditions, of which there is at least one. */
export function allOf(conditions: readonly SqlCondition[]): SqlCondition {
  return { sql: conditions.map(({ sql }) => sql).join(' AND '), values: conditions.flatMap(({ values }) => values) };
}

function mentions(scope: Scope, text: string, dialect: Dialect): SqlCondition {
  const pattern = likePattern(text);
  const like = (column: string): string => containsText(dialect, column);
  const names: readonly SqlValue[] = [pattern, pattern];
  const named = namesMatch(scope, like, pattern);
  const atSite = endsAt(scope, { sql: `(${like('s.name_zh')} OR ${like('s.name_en')})`, values: names });
  return {
    sql: `(${named.sql} OR ${like('c.alias')} OR ${atSite.sql})`,
    values: [...named.values, pattern, ...atSite.values],
  };
}

/** Circuits with an end at a site that lies in the scope and meets the condition. */
function endsAt(scope: Scope, condition: SqlCondition): SqlCondition {
  const inScope = scopeCondition(scope, { customer: 's.customer_id', site: 's.id' });
  return {
    sql: `c.id IN (SELECT e.circuit_id FROM circuit_end e JOIN site s ON s.id = e.site_id
      WHERE ${condition.sql} AND ${inScope.sql})`,
    values: [...condition.values, ...inScope.values],
  };
}
