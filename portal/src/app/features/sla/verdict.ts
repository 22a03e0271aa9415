import type { SlaRow } from '@linewatch/shared';

/** How a month stands: kept, nearly used up, missed, or nothing to be held against. */
export type Verdict = 'met' | 'near' | 'missed' | 'none';

export function verdictOf({ isMet, allowance }: Pick<SlaRow, 'isMet' | 'allowance'>): Verdict {
  // A month that goes on is missed as soon as more is lost than it may lose, whatever its share is just now.
  if (isMet === false && allowance === null) return 'missed';
  if (allowance !== null && allowance.leftS < 0) return 'missed';
  if (isMet === null) return 'none';
  return (allowance?.level ?? 0) >= 80 ? 'near' : 'met';
}

/** Those with the least left first, those without a promise last. */
export function needFirst(one: SlaRow, other: SlaRow): number {
  return left(one) - left(other) || (one.code < other.code ? -1 : 1);
}

function left({ allowance }: SlaRow): number {
  return allowance?.leftS ?? Number.MAX_SAFE_INTEGER;
}
