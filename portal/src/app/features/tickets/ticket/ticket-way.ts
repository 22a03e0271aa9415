import type { TicketView, TimerKind } from '@linewatch/shared';
import { TICKET_STEPS, type TicketStep, type TicketStepName } from './ticket-steps';

/** The clock that each step is held against. */
const CLOCK_OF: Readonly<Record<TicketStepName, TimerKind | undefined>> = {
  filed: undefined,
  dispatched: 'DISPATCH',
  accepted: 'ACCEPT',
  restored: 'RESTORE',
  closed: undefined,
};

/** The way of a ticket as far as it has come. One that was rejected or cancelled goes no further. */
export function wayOf(ticket: TicketView): TicketStep[] {
  const taken: Readonly<Record<TicketStepName, string | null>> = {
    filed: ticket.reportedAt,
    dispatched: ticket.dispatchedAt,
    accepted: ticket.acceptedAt,
    restored:
      ticket.status === 'resolved' || ticket.status === 'closed' ? (ticket.restoredAt ?? ticket.resolvedAt) : null,
    closed: ticket.closedAt,
  };
  const isOver = ticket.turn === null;
  const next = TICKET_STEPS.find(
    (name, index) => taken[name] === null && TICKET_STEPS.slice(index).every((later) => taken[later] === null),
  );
  return TICKET_STEPS.map((name) => {
    const kind = CLOCK_OF[name];
    return {
      name,
      at: taken[name],
      state:
        taken[name] !== null || (next !== undefined && TICKET_STEPS.indexOf(name) < TICKET_STEPS.indexOf(next))
          ? 'done'
          : name === next && !isOver
            ? 'now'
            : 'ahead',
      isLate: ticket.clocks.some((clock) => clock.kind === kind && clock.breachedAt !== null),
    };
  });
}
