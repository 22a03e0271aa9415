import type { TicketTurn } from '@linewatch/shared';

/** Key of the words for whose turn it is, as its reader would say it. */
export function turnWord(turn: TicketTurn | null, isStaff: boolean): string {
  if (turn === null) return 'ticketTurn.NOBODY';
  return `ticketTurn.${turn}${isStaff ? '_staff' : ''}`;
}
