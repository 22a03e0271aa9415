import type {
  FaultSegment,
  HoldReason,
  Level,
  NoteVisibility,
  Priority,
  Responsibility,
  Role,
  Symptom,
  TicketChannel,
  TicketContact,
  TicketEventKind,
  TicketType,
  TimerKind,
  TroubleTicketState,
  WorkGroup,
} from '@linewatch/shared';

/** A ticket as it is stored. Times in ms. */
export interface Ticket {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly ticketType: TicketType;
  readonly symptom: Symptom;
  readonly description: string;
  readonly impact: Level;
  readonly urgency: Level;
  readonly priority: Priority;
  readonly grade: string;
  readonly channel: TicketChannel;
  readonly status: TroubleTicketState;
  readonly holdReason: HoldReason | null;
  readonly statusReason: string | null;
  readonly externalId: string | null;
  readonly workGroup: WorkGroup | null;
  readonly assigneeId: string | null;
  readonly reporterId: string | null;
  readonly reporterRole: Role | null;
  readonly contacts: readonly TicketContact[];
  readonly mayInterrupt: boolean;
  readonly beganAt: number | null;
  readonly reportedAt: number;
  readonly dispatchedAt: number | null;
  readonly acceptedAt: number | null;
  readonly firstResponseAt: number | null;
  readonly restoredAt: number | null;
  readonly resolvedAt: number | null;
  readonly confirmedAt: number | null;
  readonly closedAt: number | null;
  readonly faultId: string | null;
  readonly outageId: string | null;
  readonly lineTestId: string | null;
  readonly faultCause: string | null;
  readonly faultSegment: FaultSegment | null;
  readonly responsibility: Responsibility | null;
  readonly solution: string | null;
  readonly reopenCount: number;
  readonly escalationLevel: number;
  readonly urgedAt: number | null;
  readonly breaches: number;
  readonly nextDueAt: number | null;
  readonly nextDueKind: TimerKind | null;
  readonly normVersion: number;
  /** Names the fault, or the request that may come twice, that made it; unique. */
  readonly madeByKey: string | null;
  /** Hash of that request. */
  readonly madeFrom: string | null;
  readonly updatedAt: number;
  readonly version: number;
}

/** Who acts: a person, or the product itself. */
export interface Actor {
  readonly role: Role | 'SYSTEM';
  readonly userId: string | null;
}

export const SYSTEM: Actor = { role: 'SYSTEM', userId: null };

/** A line of the history that is to be written. */
export interface NewEvent {
  readonly kind: TicketEventKind;
  readonly visibility: NoteVisibility;
  readonly actor: Actor;
  readonly at: number;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reason?: string | null;
  readonly timer?: TimerKind;
}

export interface NewNote {
  readonly visibility: NoteVisibility;
  readonly text: string;
  readonly actor: Actor;
  readonly at: number;
}

/** The column of each field. */
export const TICKET_COLUMNS: Readonly<Record<keyof Ticket, string>> = {
  id: 'id',
  number: 'number',
  customerId: 'customer_id',
  ticketType: 'ticket_type',
  symptom: 'symptom',
  description: 'description',
  impact: 'impact',
  urgency: 'urgency',
  priority: 'priority',
  grade: 'grade',
  channel: 'channel',
  status: 'status',
  holdReason: 'hold_reason',
  statusReason: 'status_reason',
  externalId: 'external_id',
  workGroup: 'work_group',
  assigneeId: 'assignee_id',
  reporterId: 'reporter_id',
  reporterRole: 'reporter_role',
  contacts: 'contacts',
  mayInterrupt: 'may_interrupt',
  beganAt: 'began_at',
  reportedAt: 'reported_at',
  dispatchedAt: 'dispatched_at',
  acceptedAt: 'accepted_at',
  firstResponseAt: 'first_response_at',
  restoredAt: 'restored_at',
  resolvedAt: 'resolved_at',
  confirmedAt: 'confirmed_at',
  closedAt: 'closed_at',
  faultId: 'fault_id',
  outageId: 'outage_id',
  lineTestId: 'line_test_id',
  faultCause: 'fault_cause',
  faultSegment: 'fault_segment',
  responsibility: 'responsibility',
  solution: 'solution',
  reopenCount: 'reopen_count',
  escalationLevel: 'escalation_level',
  urgedAt: 'urged_at',
  breaches: 'breaches',
  nextDueAt: 'next_due_at',
  nextDueKind: 'next_due_kind',
  normVersion: 'norm_version',
  madeByKey: 'made_by_key',
  madeFrom: 'made_from',
  updatedAt: 'updated_at',
  version: 'version',
};

/** States that nothing leaves. */
export const OVER: ReadonlySet<TroubleTicketState> = new Set<TroubleTicketState>(['rejected', 'cancelled', 'closed']);
