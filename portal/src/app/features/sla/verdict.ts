import type { SlaLedger, SlaMetric, SlaRow } from '@linewatch/shared';

/** How a month stands: kept, nearly used up, missed, or nothing to be held against. */
export type Verdict = 'met' | 'near' | 'missed' | 'none';

/** @param missed promises that were broken; that of the availability is judged by what is left of its allowance */
export function verdictOf({ isMet, allowance, missed }: Pick<SlaRow, 'isMet' | 'allowance' | 'missed'>): Verdict {
  // A month that goes on is missed as soon as more is lost than it may lose, whatever its share is just now.
  if (isMet === false && allowance === null) return 'missed';
  if (allowance !== null && allowance.leftS < 0) return 'missed';
  if (missed.some((metric) => metric !== 'AVAILABILITY')) return 'missed';
  if (isMet === null) return 'none';
  return (allowance?.level ?? 0) >= 80 ? 'near' : 'met';
}

/** Promises of a month that are broken for good: measured ones and tickets are judged when the month is closed. */
export function brokenOf(view: Pick<SlaLedger, 'revision' | 'isRestorationMet' | 'quality' | 'norm'>): SlaMetric[] {
  const broken: SlaMetric[] = view.isRestorationMet === false ? ['RESTORATION'] : [];
  if (view.revision === 0) return broken;
  const measured = (view.quality?.objectives ?? []).filter(({ isMet }) => isMet === false);
  return [
    ...broken,
    ...measured.map(({ metric }) => metric),
    ...(view.norm?.isMet === false ? (['NORM'] as const) : []),
  ];
}

/** Those with the least left first, those without a promise last. */
export function needFirst(one: SlaRow, other: SlaRow): number {
  return left(one) - left(other) || (one.code < other.code ? -1 : 1);
}

function left({ allowance }: SlaRow): number {
  return allowance?.leftS ?? Number.MAX_SAFE_INTEGER;
}
