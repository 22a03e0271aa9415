import type { AlarmOperatorState } from '../life-cycles/alarm-operator.js';
import type { AlarmResourceState } from '../life-cycles/alarm-resource.js';
import type { Severity } from './severity.js';

/** The part of an alarm that its resource decides. Times are those of the events in ms, not of their arrival. */
export interface AlarmLife {
  readonly state: AlarmResourceState;
  /** The last one that was seen; it stays readable after the clear. */
  readonly severity: Severity;
  readonly text: string;
  readonly raisedAt: number;
  readonly lastRaisedAt: number;
  readonly changedAt: number;
  readonly clearedAt: number | null;
  readonly raiseCount: number;
  readonly duplicateCount: number;
  readonly operatorState: AlarmOperatorState;
}

/** What the resource says of one key. */
export type AlarmEvent =
  | { readonly kind: 'raise'; readonly at: number; readonly severity: Severity; readonly text: string }
  | { readonly kind: 'clear'; readonly at: number };

/**
 * What an event did:
 * - `raised` a new row; with an earlier one it is linked to that
 * - `re-raised` the cleared row lives again
 * - `changed` severity or text are others than before
 * - `duplicate` the alarm stands already, and the same
 * - `cleared` the condition is gone
 * - `late` the event is older than what is known: kept in the history, changes nothing
 * - `nothing` a clear without an alarm
 */
export type AlarmOutcome = 'raised' | 're-raised' | 'changed' | 'duplicate' | 'cleared' | 'late' | 'nothing';

export interface AlarmStep {
  readonly outcome: AlarmOutcome;
  /** The row after the event; undefined where there is none. */
  readonly life: AlarmLife | undefined;
}

/** Raised again so soon after its clear, it is the same alarm. */
export const REOPEN_WINDOW_MS = 300_000;

/**
 * The life of one key (resource, alarm type, qualifier), event by event (rule P-ALARM, after RFC 8632 section 4.2).
 *
 * @param life the newest row of the key, or undefined when there never was one
 */
export function alarmAfter(
  life: AlarmLife | undefined,
  event: AlarmEvent,
  reopenWindowMs: number = REOPEN_WINDOW_MS,
): AlarmStep {
  if (life !== undefined && event.at < life.changedAt) return { outcome: 'late', life };
  if (event.kind === 'clear') return clear(life, event.at);
  if (life === undefined) return { outcome: 'raised', life: newLife(event) };
  if (life.clearedAt === null) return repeat(life, event);
  if (event.at - life.clearedAt > reopenWindowMs) return { outcome: 'raised', life: newLife(event) };
  return { outcome: 're-raised', life: reRaise(life, event) };
}

type Raise = Extract<AlarmEvent, { kind: 'raise' }>;

function newLife({ at, severity, text }: Raise): AlarmLife {
  return {
    state: 'raised',
    severity,
    text,
    raisedAt: at,
    lastRaisedAt: at,
    changedAt: at,
    clearedAt: null,
    raiseCount: 1,
    duplicateCount: 0,
    operatorState: 'none',
  };
}

function reRaise(life: AlarmLife, { at, severity, text }: Raise): AlarmLife {
  return {
    ...life,
    state: 'raised',
    severity,
    text,
    lastRaisedAt: at,
    changedAt: at,
    clearedAt: null,
    raiseCount: life.raiseCount + 1,
    operatorState: life.operatorState === 'closed' ? 'none' : life.operatorState,
  };
}

/** A repeat is no news to a customer, unless it says something else. */
function repeat(life: AlarmLife, { at, severity, text }: Raise): AlarmStep {
  if (severity === life.severity && text === life.text) {
    return { outcome: 'duplicate', life: { ...life, duplicateCount: life.duplicateCount + 1, lastRaisedAt: at } };
  }
  return { outcome: 'changed', life: { ...life, state: 'updated', severity, text, changedAt: at } };
}

function clear(life: AlarmLife | undefined, at: number): AlarmStep {
  if (life?.clearedAt !== null) return { outcome: 'nothing', life };
  return { outcome: 'cleared', life: { ...life, state: 'cleared', changedAt: at, clearedAt: at } };
}
