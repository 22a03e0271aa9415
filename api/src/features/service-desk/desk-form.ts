import {
  type DeskTicketForm,
  type DeskTicketPatch,
  DomainError,
  type Level,
  type TicketActionName,
  type TicketForm,
  type TicketView,
} from '@linewatch/shared';

const IMPACTS: Readonly<Record<DeskTicketForm['severity'], Level>> = { Critical: 'high', Major: 'medium', Minor: 'low' };
const URGENCIES: Readonly<Record<NonNullable<DeskTicketForm['priority']>, Level>> = {
  Critical: 'high',
  High: 'high',
  Medium: 'medium',
  Low: 'low',
};

/** The customer's own number, under whichever name it came. */
export function ownNumberOf(
  form: Pick<DeskTicketForm | DeskTicketPatch, 'externalId' | 'externalIdentifier'>,
): string | undefined {
  return form.externalId ?? form.externalIdentifier?.[0]?.id;
}

/** Circuits as the desk named them: by id or by code. */
export function namedCircuits({ relatedEntity }: DeskTicketForm): string[] {
  return [...new Set(relatedEntity.map((each) => ('entity' in each ? each.entity.id : each.id)))];
}

/** What a desk sends as a ticket of the house. TMF621 knows no symptoms: a critical ticket is a line that is down. */
export function toTicketForm(form: DeskTicketForm, circuitIds: readonly string[]): TicketForm {
  const { description, severity, ticketType, priority = 'Medium' } = form;
  return {
    ...{ circuitIds: [...circuitIds], description, impact: IMPACTS[severity], urgency: URGENCIES[priority] },
    ticketType: ticketType === 'complain' ? 'complaint' : ticketType,
    symptom: severity === 'Critical' ? 'DOWN' : 'OTHER',
    externalId: ownNumberOf(form) ?? null,
    ...{ beganAt: null, contacts: [], mayInterrupt: false, faultId: null, outageId: null, lineTestId: null },
    follows: null,
  };
}

/**
 * The act by which a ticket gets to a status.
 *
 * @returns undefined when it is there already
 * @throws DomainError `ticket.step-impossible`
 */
export function stepTo(
  { status, actions }: Pick<TicketView, 'status' | 'actions'>,
  wanted: DeskTicketPatch['status'],
): TicketActionName | undefined {
  if (wanted === undefined || wanted === status) return undefined;
  const action = actionTo(wanted, status);
  if (!actions.includes(action))
    throw new DomainError('ticket.step-impossible', 'That cannot be done with the ticket as it is', { status });
  return action;
}

function actionTo(
  wanted: NonNullable<DeskTicketPatch['status']>,
  status: TicketView['status'],
): 'cancel' | 'confirm' | 'provideInformation' | 'rejectResolution' {
  if (wanted === 'cancelled') return 'cancel';
  if (wanted === 'closed') return 'confirm';
  return status === 'pending' ? 'provideInformation' : 'rejectResolution';
}
