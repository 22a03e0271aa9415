/** What a ticket is about (TMF621 ticketType). */
export const TICKET_TYPES = ['incident', 'complaint', 'request'] as const;
export type TicketType = (typeof TICKET_TYPES)[number];

/** What a customer may wish to have changed of a circuit: its bandwidth, the place of an end, or that it ends. */
export const CHANGE_KINDS = ['BANDWIDTH', 'MOVE', 'CEASE'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
/** By which way a ticket came. */
export const TICKET_CHANNELS = ['PORTAL', 'PHONE', 'AUTO', 'ACCOUNT_MANAGER', 'API', 'MAIL'] as const;
export type TicketChannel = (typeof TICKET_CHANNELS)[number];

/** What the customer noticed, in words that need no knowledge of networks. */
export const SYMPTOMS = [
  'DOWN',
  'INTERMITTENT',
  'SLOW',
  'LOSS',
  'DELAY',
  'ONE_WAY',
  'BACKUP_LOST',
  'SINGLE_APPLICATION',
  'QUESTION',
  'OTHER',
] as const;
export type Symptom = (typeof SYMPTOMS)[number];

/** Who may read a note or a file: the customer too, or the NOC alone. */
export const NOTE_VISIBILITIES = ['CUSTOMER', 'INTERNAL'] as const;
export type NoteVisibility = (typeof NOTE_VISIBILITIES)[number];

/** Where the cause lay. */
export const FAULT_SEGMENTS = ['CUSTOMER', 'ACCESS', 'TRANSPORT', 'NODE', 'POWER', 'OTHER'] as const;
export type FaultSegment = (typeof FAULT_SEGMENTS)[number];

/** Who answers for it; decides whether a restoration counts for the operator's means. */
export const RESPONSIBILITIES = ['OPERATOR', 'CUSTOMER', 'THIRD_PARTY', 'FORCE_MAJEURE', 'NO_FAULT_FOUND'] as const;
export type Responsibility = (typeof RESPONSIBILITIES)[number];

/** Steps of a ticket that the customer rates from 1 (bad) to 5 (good). */
export const RATED_STEPS = ['RESPONSE', 'COMMUNICATION', 'RESTORATION', 'OVERALL'] as const;
export type RatedStep = (typeof RATED_STEPS)[number];

/** A rating so low or lower makes somebody call the customer back. */
export const CALL_BACK_RATING = 2;

/** How far viewers of a customer see its tickets: not at all, those of the sites they are bound to, or all in their scope. */
export const TICKET_SHARINGS = ['NONE', 'SITES', 'ALL'] as const;
export type TicketSharing = (typeof TICKET_SHARINGS)[number];

export const TICKET_LINKS = ['DUPLICATE_OF', 'CHILD_OF', 'CAUSED_BY', 'RELATED'] as const;
export type TicketLink = (typeof TICKET_LINKS)[number];

export const WORK_ORDER_STATES = ['OPEN', 'ACCEPTED', 'DONE', 'CANCELLED'] as const;
export type WorkOrderState = (typeof WORK_ORDER_STATES)[number];

/** Which shift of a group a work order goes to. */
export const SHIFTS = ['DAY', 'EVENING', 'NIGHT'] as const;
export type Shift = (typeof SHIFTS)[number];

/** Groups of the operator that work orders go to. */
export const WORK_GROUPS = ['NOC_DUTY', 'TRANSMISSION', 'DATA', 'ACCESS', 'POWER', 'FIELD'] as const;
export type WorkGroup = (typeof WORK_GROUPS)[number];

/** Steps of escalation: shift leader, head of the NOC, director. */
export const ESCALATION_LEVELS = 3;
