const MS_PER_SECOND = 1_000;

/**
 * The slot of a poll: the start of its interval, counted from the epoch, fixed when the poll is scheduled.
 *
 * A poll between two regular ones (after a trap) finds its interval's slot taken and gets the second it was scheduled
 * for, and so does the regular poll after it if that second lies beyond its own interval's start. Where that second is
 * taken too, because a trap came right after a poll, it gets the next one. A slot is never used twice for a port and
 * never decreases: after a clock that stepped back there is a gap, not an overwritten past.
 *
 * @param dueAt ms since the epoch for which the poll was scheduled
 * @param last slot of the port's last reading, or null
 * @returns epoch seconds, or null when no slot is left and the reading cannot be kept
 */
export function slotFor(dueAt: number, intervalS: number, last: number | null): number | null {
  const second = Math.floor(dueAt / MS_PER_SECOND);
  const slot = Math.floor(second / intervalS) * intervalS;
  if (last === null || slot > last) return slot;
  return second < last ? null : Math.max(second, last + 1);
}
