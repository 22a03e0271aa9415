import { type CircuitRow, type CircuitSort, type OperatingStatus, statusRank } from '@linewatch/shared';
import { shownSince, shownStatus } from '../live/shown-status';
import type { CircuitFilter } from './circuit-filter';

type SortKey = string | number | null;

function sortKey(row: CircuitRow, sort: CircuitSort, now: number): SortKey {
  switch (sort) {
    case 'worst':
      return statusRank(shownStatus(row, now));
    case 'code':
      return row.code;
    case 'product':
      return row.product;
    case 'bandwidth':
      return row.contractedBps;
    case 'in':
      return row.inBps;
    case 'out':
      return row.outBps;
    case 'utilisation':
      return row.utilisation;
    case 'changed':
      return shownSince(row, now);
  }
}

function compare(one: SortKey, other: SortKey): number {
  if (one === other) return 0;
  // Without a value there is nothing to compare: last in either direction.
  if (one === null) return 1;
  if (other === null) return -1;
  return one < other ? -1 : 1;
}

function inOrder(one: CircuitRow, other: CircuitRow, filter: CircuitFilter, now: number): number {
  const [a, b] = [sortKey(one, filter.sort, now), sortKey(other, filter.sort, now)];
  const direction = filter.order === 'desc' && a !== null && b !== null ? -1 : 1;
  return direction * compare(a, b);
}

/** Ids of the rows to show, in order, by what can be shown of them now. Ties go by code. */
export function arrange(rows: Iterable<CircuitRow>, filter: CircuitFilter, now: number): string[] {
  return [...rows]
    .filter((row) => filter.status === undefined || shownStatus(row, now) === filter.status)
    .sort((one, other) => inOrder(one, other, filter, now) || compare(one.code, other.code))
    .map(({ id }) => id);
}

/** Whether rows that kept their places no longer stand as the filter would have them. */
export function isOutdated(rows: readonly CircuitRow[], filter: CircuitFilter, now: number): boolean {
  return rows.some((row, index) => {
    if (filter.status !== undefined && shownStatus(row, now) !== filter.status) return true;
    const before = rows[index - 1];
    return before !== undefined && inOrder(before, row, filter, now) > 0;
  });
}

export type StatusCounts = Readonly<Record<OperatingStatus, number>>;

/**
 * How many circuits are in each state as they can be shown now: what the server counted, corrected by the rows at
 * hand, which may have changed or gone stale since.
 *
 * @param counted the server's counts, made when the rows had the states of `countedAs`
 */
export function shownCounts(
  counted: StatusCounts,
  countedAs: ReadonlyMap<string, OperatingStatus>,
  rows: Iterable<CircuitRow>,
  now: number,
): StatusCounts {
  const counts = { ...counted };
  for (const row of rows) {
    const then = countedAs.get(row.id);
    if (then === undefined) continue;
    counts[then]--;
    counts[shownStatus(row, now)]++;
  }
  return counts;
}
