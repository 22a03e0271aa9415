import type { DeskEventType } from '@linewatch/shared';
import type { TicketChangeKind } from '../tickets/index.js';

/** What TMF621 calls that which happens to tickets. */
export const DESK_EVENT_OF: Readonly<Record<TicketChangeKind, DeskEventType>> = {
  CREATED: 'TroubleTicketCreateEvent',
  CHANGED: 'TroubleTicketAttributeValueChangeEvent',
  MOVED: 'TroubleTicketStatusChangeEvent',
  RESOLVED: 'TroubleTicketResolvedEvent',
  ASKED: 'TroubleTicketInformationRequiredEvent',
};
