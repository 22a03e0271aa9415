import { ALARM_CODES, ALARM_SHOWS, type AlarmCode, SEVERITIES, type Severity } from '@linewatch/shared';

type Show = (typeof ALARM_SHOWS)[number];
/** What operators made of an alarm, as the console can be narrowed to it. */
export const CONSOLE_STATES = ['none', 'ack', 'closed'] as const;
export type ConsoleState = (typeof CONSOLE_STATES)[number];

/** What the console is narrowed to; all of it stands in the address bar. */
export interface AlarmFilter {
  readonly show: Show;
  readonly severity: Severity | undefined;
  readonly code: AlarmCode | undefined;
  readonly state: ConsoleState | undefined;
  readonly assigned: 'me' | 'nobody' | undefined;
  readonly isShelved: boolean;
  /** Whether alarms that another one explains stand under it and not in the list. */
  readonly isGrouped: boolean;
  readonly q: string;
}

/** Reads the address bar. What makes no sense there counts as not said. */
export function readAlarmFilter(params: Readonly<Record<string, string | undefined>>): AlarmFilter {
  const { show, severity, code, state, assigned, shelved, flat, q } = params;
  return {
    show: ALARM_SHOWS.find((known) => known === show) ?? 'active',
    severity: SEVERITIES.find((known) => known === severity),
    code: ALARM_CODES.find((known) => known === code),
    state: CONSOLE_STATES.find((known) => known === state),
    assigned: (['me', 'nobody'] as const).find((known) => known === assigned),
    isShelved: shelved === '1',
    isGrouped: flat !== '1',
    q: (q ?? '').trim().slice(0, 80),
  };
}

/** The query of the API. */
export function alarmParams(filter: AlarmFilter): Record<string, string> {
  return {
    show: filter.show,
    shelved: filter.isShelved ? 'yes' : 'no',
    roots: filter.isGrouped ? 'yes' : 'no',
    ...(filter.severity !== undefined && { severity: filter.severity }),
    ...(filter.code !== undefined && { code: filter.code }),
    ...(filter.state !== undefined && { operatorState: filter.state }),
    ...(filter.assigned !== undefined && { assigned: filter.assigned }),
    ...(filter.q !== '' && { q: filter.q }),
  };
}

/** Whether anything is left out that the console shows by itself. */
export function isNarrowed({ show, severity, code, state, assigned, isShelved, q }: AlarmFilter): boolean {
  return (
    isShelved || show !== 'active' || q !== '' || [severity, code, state, assigned].some((each) => each !== undefined)
  );
}
