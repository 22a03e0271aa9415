import type { FeedChange } from '@linewatch/shared';

/** How far each feed has been applied: feed id to sequence number. */
export type Positions = Readonly<Record<string, number>>;

/** What a pushed change means to a view that stands at some positions. */
export type Step = 'next' | 'known' | 'gap';

/**
 * Whether a change follows what was applied, was applied before, or leaves something out.
 * A feed never heard of starts with its first change: a customer that is new in the scope.
 */
export function stepOf(positions: Positions, change: Pick<FeedChange, 'feed' | 'seq'>): Step {
  const position = positions[change.feed];
  if (position === undefined || change.seq === position + 1) return 'next';
  return change.seq <= position ? 'known' : 'gap';
}

/** Moves one feed on. */
export function advance(positions: Positions, { feed, seq }: Pick<FeedChange, 'feed' | 'seq'>): Positions {
  return { ...positions, [feed]: seq };
}

/** Whether the server has gone further than these positions in any feed. */
export function isBehind(positions: Positions, heads: Positions): boolean {
  return Object.entries(heads).some(([feed, seq]) => seq > (positions[feed] ?? -1));
}

/** The greater position of each feed. */
export function furthest(one: Positions, other: Positions): Positions {
  const merged: Record<string, number> = { ...one };
  for (const [feed, seq] of Object.entries(other)) merged[feed] = Math.max(seq, merged[feed] ?? seq);
  return merged;
}

/** Longest `since` that still fits into a request line; with more feeds than that, reading anew is cheaper anyway. */
const SINCE_LIMIT = 6_000;

/** The query of `GET /api/v1/changes`, or `undefined` when there is nothing to start from or too much to name. */
export function sinceQuery(positions: Positions): string | undefined {
  const since = Object.entries(positions)
    .map(([feed, seq]) => `${feed}:${String(seq)}`)
    .join(',');
  return since === '' || since.length > SINCE_LIMIT ? undefined : since;
}
