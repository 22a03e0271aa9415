import { type CircuitQuery, STALE_AFTER_INTERVALS, statusRank } from '@linewatch/shared';
import type { SortKey } from '../../platform/listing/keyset.js';

/** SQL expressions over `circuit_state cs` that say the same as `presentCircuit` does of a row. Never null. */
export interface PresentSql {
  readonly status: string;
  readonly rank: string;
  readonly since: string;
  /** A rate or share of now, or 0 where `isUnknown` is 1. */
  rate(column: 'in_bps' | 'out_bps' | 'utilisation'): { readonly value: string; readonly isUnknown: string };
}

/** `now` (ms) is the server's own number, so it may stand in the text. */
export function presentSql(now: number): PresentSql {
  const staleFrom = `(cs.sample_at + ${String(STALE_AFTER_INTERVALS * 1_000)} * cs.interval_s)`;
  const isStale = `(cs.sample_at IS NULL OR ${staleFrom} < ${String(Math.trunc(now))})`;
  const hasAged = `(cs.status <> 'stopped' AND ${isStale})`;
  const wentUnknown = `(cs.status <> 'unknown' AND ${hasAged})`;
  return {
    status: `CASE WHEN cs.status IS NULL OR ${hasAged} THEN 'unknown' ELSE cs.status END`,
    rank: `CASE WHEN cs.status IS NULL OR ${hasAged} THEN ${String(statusRank('unknown'))} ELSE cs.status_rank END`,
    since: `COALESCE(CASE WHEN ${wentUnknown} THEN ${staleFrom} ELSE cs.since END, 0)`,
    rate: (column) => {
      const present = `CASE WHEN ${hasAged} THEN NULL ELSE cs.${column} END`;
      return { value: `COALESCE(${present}, 0)`, isUnknown: `CASE WHEN ${present} IS NULL THEN 1 ELSE 0 END` };
    },
  };
}

/** The order of a list. What is not known comes last either way; the code, which is unique, settles ties. */
export function sortKeys({ sort, order }: Pick<CircuitQuery, 'sort' | 'order'>, now: number): SortKey[] {
  const present = presentSql(now);
  const code: SortKey = { sql: 'c.code', type: 'text', direction: 'asc' };
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
