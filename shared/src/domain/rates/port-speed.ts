/** The value of ifSpeed that says "too fast for this field" (RFC 2863, ifSpeed). */
const IF_SPEED_FULL = 4_294_967_295;
const BPS_PER_MEGABIT = 1_000_000;

/**
 * Speed of a port (rule P-SPEED). ifSpeed is exact where it fits; ifHighSpeed is rounded to whole megabits, so that an
 * E1 of 2.048 Mbit/s reads 2.
 *
 * @param ifSpeed bit/s, null when the agent did not give it
 * @param ifHighSpeed Mbit/s, null when the agent did not give it
 * @returns bit/s, null when unknown
 */
export function portSpeedBps(ifSpeed: number | null, ifHighSpeed: number | null): number | null {
  if (ifSpeed !== null && ifSpeed > 0 && ifSpeed < IF_SPEED_FULL) return ifSpeed;
  return ifHighSpeed !== null && ifHighSpeed > 0 ? ifHighSpeed * BPS_PER_MEGABIT : null;
}
