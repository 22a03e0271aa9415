import {
  FAULT_SEGMENTS,
  HOLD_REASONS,
  isPausing,
  LEVELS,
  RESPONSIBILITIES,
  SHIFTS,
  type TicketActionName,
  type TicketType,
  WORK_GROUPS,
} from '@linewatch/shared';
import type { ActWish } from './ticket-store';

/** What a person fills in for an act. */
export interface ActField {
  readonly name: Exclude<keyof ActWish, 'action'>;
  readonly type: 'paragraph' | 'line' | 'choice' | 'instant';
  readonly isNeeded: boolean;
  /** Of a choice: codes, and the part of the catalogues that has their words. */
  readonly choices?: readonly string[];
  readonly words?: string;
  readonly longest?: number;
}

const text = (isNeeded: boolean): ActField => ({ name: 'text', type: 'paragraph', isNeeded, longest: 4_000 });
const choice = (name: ActField['name'], choices: readonly string[], words: string, isNeeded = true): ActField => ({
  name,
  type: 'choice',
  isNeeded,
  choices,
  words,
});

const FIELDS: Readonly<Record<TicketActionName, readonly ActField[]>> = {
  dispatch: [choice('workGroup', WORK_GROUPS, 'workGroup'), choice('shift', SHIFTS, 'shift', false), text(false)],
  accept: [],
  reject: [text(true)],
  cancel: [text(true)],
  requestInformation: [text(true)],
  provideInformation: [text(true)],
  hold: [choice('holdReason', HOLD_REASONS, 'holdReason'), text(false)],
  resume: [],
  resolve: [
    { name: 'restoredAt', type: 'instant', isNeeded: true },
    { name: 'faultCause', type: 'line', isNeeded: true, longest: 200 },
    choice('faultSegment', FAULT_SEGMENTS, 'segment'),
    choice('responsibility', RESPONSIBILITIES, 'responsibility'),
    { name: 'solution', type: 'paragraph', isNeeded: false, longest: 2_000 },
  ],
  confirm: [],
  rejectResolution: [text(true)],
  setPriority: [choice('impact', LEVELS, 'impact'), choice('urgency', LEVELS, 'urgency'), text(true)],
  setExternalId: [{ name: 'externalId', type: 'line', isNeeded: false, longest: 80 }],
  logCall: [text(true)],
  urge: [],
  escalate: [],
};

/** What was done about a wish. */
const DONE: readonly ActField[] = [{ name: 'solution', type: 'paragraph', isNeeded: true, longest: 2_000 }];

/** What an act asks for; nothing: it is done at a press. */
export function fieldsOf(action: TicketActionName, ticketType: TicketType = 'incident'): readonly ActField[] {
  return action === 'resolve' && ticketType === 'request' ? DONE : FIELDS[action];
}

/** Acts that bring a ticket on, in the order in which its page offers them first. */
const MAIN: readonly TicketActionName[] = [
  'confirm',
  'rejectResolution',
  'provideInformation',
  'dispatch',
  'accept',
  'resume',
  'resolve',
];

/** The buttons of a ticket: those that bring it on, and the others. */
export function arrangeActs(actions: readonly TicketActionName[]): {
  main: TicketActionName[];
  other: TicketActionName[];
} {
  return {
    main: MAIN.filter((action) => actions.includes(action)),
    other: actions.filter((action) => !MAIN.includes(action)),
  };
}

/** Key of what a choice means for the clock, where people would wonder. */
export function hintOf(field: ActField, value: string): string | undefined {
  if (field.name !== 'holdReason') return undefined;
  const reason = HOLD_REASONS.find((each) => each === value);
  if (reason === undefined) return undefined;
  if (reason === 'FORCE_MAJEURE') return 'ticket.hold.byContract';
  return isPausing(reason) ? 'ticket.hold.pauses' : 'ticket.hold.runs';
}

/**
 * What the filled-in form wishes.
 *
 * @param said by name of the field; empty: nothing
 * @param instantOf reads what an input of type `datetime-local` says, ms
 */
export function wishOf(
  action: TicketActionName,
  said: ReadonlyMap<string, string>,
  instantOf: (text: string) => number | undefined,
  ticketType?: TicketType,
): ActWish {
  const values = fieldsOf(action, ticketType).flatMap(({ name, type }): [string, string | null][] => {
    const value = said.get(name)?.trim() ?? '';
    if (type === 'instant') {
      const ms = instantOf(value);
      return ms === undefined ? [] : [[name, new Date(ms).toISOString()]];
    }
    if (value !== '') return [[name, value]];
    return name === 'externalId' ? [[name, null]] : [];
  });
  return { action, ...Object.fromEntries(values) };
}
