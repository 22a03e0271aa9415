import type { SlaFigure } from '@linewatch/shared';

/** An arc of the ring of a month: a circle of circumference 100. */
export interface RingArc {
  readonly kind: 'up' | 'down' | 'excluded' | 'unknown';
  readonly length: number;
  readonly offset: number;
}

/** So short an arc could not be seen: a minute of a month is still to be found. */
const SHORTEST = 1;

/** The parts of a month around a ring, beginning at the top. What was there is seen, however short it was. */
export function ringOf({ totalS, upS, downS, excludedS, unknownS }: SlaFigure): RingArc[] {
  if (totalS === 0) return [];
  const parts = [
    { kind: 'down' as const, seconds: downS },
    { kind: 'excluded' as const, seconds: excludedS },
    { kind: 'unknown' as const, seconds: unknownS },
  ].filter(({ seconds }) => seconds > 0);
  const lengths = parts.map(({ seconds }) => Math.max(SHORTEST, (100 * seconds) / totalS));
  const others = Math.min(
    100,
    lengths.reduce((sum, length) => sum + length, 0),
  );
  let offset = 0;
  const arcs: RingArc[] = parts.map(({ kind }, index) => {
    const length = lengths[index] ?? 0;
    offset += length;
    return { kind, length, offset: offset - length };
  });
  return upS > 0 ? [...arcs, { kind: 'up', length: 100 - others, offset: others }] : arcs;
}
