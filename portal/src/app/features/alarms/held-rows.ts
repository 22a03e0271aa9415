import type { AlarmView } from '@linewatch/shared';

/** Rows that keep their places while the world goes on. */
export interface HeldRows {
  readonly rows: readonly AlarmView[];
  /** Alarms that are in the list by now and not on the page. */
  readonly fresh: number;
  /** Rows of the page that are no longer in the list. */
  readonly gone: ReadonlySet<string>;
}

/** The rows as the server has them, each in its place. */
export function placed(rows: readonly AlarmView[]): HeldRows {
  return { rows, fresh: 0, gone: new Set() };
}

/**
 * What is on the page after the list was read again: every row says what is true now, none moves, and what came or
 * went is told. A row that left a list with further pages may only have moved down, so nothing is said of it.
 */
export function kept(held: HeldRows, list: readonly AlarmView[], hasMore: boolean): HeldRows {
  const now = new Map(list.map((alarm) => [alarm.id, alarm]));
  const shown = new Set(held.rows.map(({ id }) => id));
  return {
    rows: held.rows.map((row) => now.get(row.id) ?? row),
    fresh: list.filter(({ id }) => !shown.has(id)).length,
    gone: new Set(hasMore ? [] : held.rows.filter(({ id }) => !now.has(id)).map(({ id }) => id)),
  };
}
