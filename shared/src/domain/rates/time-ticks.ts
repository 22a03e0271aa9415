/** TimeTicks are hundredths of a second. */
export const MS_PER_TICK = 10;

/** sysUpTime and its kin start again at zero after 497 days (RFC 2578 section 7.1.8). */
const TICKS_SPAN = 2 ** 32;

/** Ticks from one TimeTicks value to a later one, across the wrap. */
export function ticksBetween(earlier: number, later: number): number {
  return (((later - earlier) % TICKS_SPAN) + TICKS_SPAN) % TICKS_SPAN;
}

/** The shorter way between two TimeTicks values on their circle. */
export function ticksApart(one: number, other: number): number {
  const forward = ticksBetween(one, other);
  return Math.min(forward, TICKS_SPAN - forward);
}
