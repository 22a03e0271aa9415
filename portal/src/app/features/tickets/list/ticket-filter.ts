import { PRIORITIES, type Priority, TICKET_TURNS, type TicketTurn } from '@linewatch/shared';

export const TICKET_STATES = ['open', 'over', 'all'] as const;
export type TicketStateFilter = (typeof TICKET_STATES)[number];

/** Which tickets the list shows; it stands in the address. */
export interface TicketFilter {
  readonly q: string;
  readonly state: TicketStateFilter;
  readonly turn: TicketTurn | undefined;
  readonly priority: Priority | undefined;
  readonly circuit: string | undefined;
}

type Params = Readonly<Record<string, string | undefined>>;

/** What the address says; what it says wrongly is left out. */
export function readFilter({ q, state, turn, priority, circuit }: Params): TicketFilter {
  return {
    q: (q ?? '').trim().slice(0, 80),
    state: TICKET_STATES.find((each) => each === state) ?? 'open',
    turn: TICKET_TURNS.find((each) => each === turn),
    priority: PRIORITIES.find((each) => each === priority),
    circuit: circuit === '' ? undefined : circuit,
  };
}

/** The filter as the API is asked. */
export function questionOf({ q, state, turn, priority, circuit }: TicketFilter): Record<string, string> {
  return {
    ...(q !== '' && { q }),
    ...(state !== 'all' && { state }),
    ...(turn !== undefined && { turn }),
    ...(priority !== undefined && { priority }),
    ...(circuit !== undefined && { circuitId: circuit }),
  };
}

export function isNarrowed({ q, turn, priority, circuit }: TicketFilter): boolean {
  return q !== '' || turn !== undefined || priority !== undefined || circuit !== undefined;
}
