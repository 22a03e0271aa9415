import type { TicketRow } from '@linewatch/shared';

/** The order of the queue: what was passed first and then what is due first; what stands still comes last. */
export function byTimeLeft(rows: Iterable<TicketRow>): TicketRow[] {
  const due = ({ nextDue }: TicketRow): number =>
    nextDue === null ? Number.POSITIVE_INFINITY : Date.parse(nextDue.dueAt);
  return [...rows].sort((one, other) => due(one) - due(other) || one.number.localeCompare(other.number));
}

/**
 * The rows as they are now, in the places that the reader knows; what is new comes at the end, what is over has gone.
 *
 * @param places ids in the order shown
 */
export function keepPlaces(rows: readonly TicketRow[], places: readonly string[]): TicketRow[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const known = places.flatMap((id) => byId.get(id) ?? []);
  const shown = new Set(places);
  return [...known, ...byTimeLeft(rows.filter(({ id }) => !shown.has(id)))];
}
