import { type CircuitQuery, STALE_AFTER_INTERVALS, statusRank } from '@linewatch/shared';
import type { Scope } from '../../platform/auth/scope.js';
import type { SortKey } from '../../platform/listing/keyset.js';

/** SQL expressions over `circuit c` and `circuit_state cs` that say the same as `presentCircuit` of a row. Never null. */
export interface PresentSql {
  readonly status: string;
  readonly rank: string;
  readonly since: string;
  /** A rate or share of now, or 0 where `isUnknown` is 1. */
  rate(column: 'in_bps' | 'out_bps' | 'utilisation'): { readonly value: string; readonly isUnknown: string };
}

/** `now` (ms) is the server's own number, so it may stand in the text. */
export function presentSql(now: number): PresentSql {
  const isFresh = (sampleAt: string): string =>
    `(${sampleAt} IS NOT NULL AND ${sampleAt} + ${String(STALE_AFTER_INTERVALS * 1_000)} * cs.interval_s >= ${String(Math.trunc(now))})`;
  const hasAged = `(CASE cs.status
    WHEN 'running' THEN NOT ${isFresh('cs.oldest_end_at')}
    WHEN 'failed' THEN NOT ${isFresh('cs.newest_end_at')}
    WHEN 'degraded' THEN NOT ${isFresh('cs.newest_end_at')}
    ELSE 0 END = 1)`;
  const firstSilence = 'cs.oldest_end_at + 1000 * cs.interval_s';
  return {
    status: `CASE WHEN cs.status IS NULL OR ${hasAged} THEN 'unknown' ELSE cs.status END`,
    rank: `CASE WHEN cs.status IS NULL OR ${hasAged} THEN ${String(statusRank('unknown'))} ELSE cs.status_rank END`,
    since: `COALESCE(CASE WHEN ${hasAged} THEN ${firstSilence} ELSE cs.since END, 0)`,
    rate: (column) => {
      const present = `CASE WHEN ${isFresh('cs.sample_at')} THEN cs.${column} END`;
      return { value: `COALESCE(${present}, 0)`, isUnknown: `CASE WHEN ${present} IS NULL THEN 1 ELSE 0 END` };
    },
  };
}

/** The order of a list. What is not known comes last either way; the code, which is unique, settles ties. */
export function sortKeys(scope: Scope, { sort, order }: Pick<CircuitQuery, 'sort' | 'order'>, now: number): SortKey[] {
  const present = presentSql(now);
  // A cursor carries the values of its keys, and whoever sees some sites only is not shown every code as it is.
  const code: SortKey = { sql: scope.kind === 'sites' ? 'c.id' : 'c.code', type: 'text', direction: 'asc' };
  const rate = (column: Parameters<PresentSql['rate']>[0]): SortKey[] => {
    const { value, isUnknown } = present.rate(column);
    return [
      { sql: isUnknown, type: 'number', direction: 'asc' },
      { sql: value, type: 'number', direction: order },
      code,
    ];
  };
  switch (sort) {
    case 'worst':
      return [
        { sql: present.rank, type: 'number', direction: order },
        { sql: present.since, type: 'number', direction: 'desc' },
        code,
      ];
    case 'code':
      return [{ ...code, direction: order }];
    case 'product':
      return [{ sql: 'c.product', type: 'text', direction: order }, code];
    case 'bandwidth':
      return [{ sql: 'c.contracted_bps', type: 'number', direction: order }, code];
    case 'in':
      return rate('in_bps');
    case 'out':
      return rate('out_bps');
    case 'utilisation':
      return rate('utilisation');
    case 'changed':
      return [
        { sql: `CASE WHEN ${present.since} = 0 THEN 1 ELSE 0 END`, type: 'number', direction: 'asc' },
        { sql: present.since, type: 'number', direction: order },
        code,
      ];
  }
}
