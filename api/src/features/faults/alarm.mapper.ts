import {
  actionsFor,
  ALARM_OPERATOR_LIFE,
  ALARM_TYPES,
  type AlarmAct,
  type AlarmCircuit,
  type AlarmEventView,
  type AlarmFacts,
  type AlarmView,
  isAllowed,
  type Role,
} from '@linewatch/shared';
import type { NamedAlarm, StoredAlarmEvent } from './alarm-list.repository.js';

/** What is read beside an alarm. */
export interface AroundAlarm {
  readonly children: number;
  readonly circuits: { readonly count: number; readonly first: readonly AlarmCircuit[] } | undefined;
}

export function toAlarmView(row: NamedAlarm, { children, circuits }: AroundAlarm, role: Role): AlarmView {
  const { eventType, probableCause } = ALARM_TYPES[row.code];
  const { deviceId, deviceCode, deviceName } = row;
  return {
    id: row.id,
    code: row.code,
    qualifier: row.qualifier,
    eventType,
    probableCause,
    severity: row.severity,
    state: row.state,
    isCleared: row.clearedAt !== null,
    object: { type: row.objectType, id: row.objectId, name: row.objectName },
    device:
      deviceId === null || deviceCode === null || deviceName === null
        ? null
        : { id: deviceId, code: deviceCode, name: deviceName },
    circuits: [...(circuits?.first ?? [])],
    circuitCount: circuits?.count ?? 0,
    facts: row.facts,
    raisedAt: instant(row.raisedAt),
    reportedAt: instant(row.reportedAt),
    lastRaisedAt: instant(row.lastRaisedAt),
    changedAt: instant(row.changedAt),
    clearedAt: orNull(row.clearedAt),
    raiseCount: row.raiseCount,
    duplicateCount: row.duplicateCount,
    operatorState: row.operatorState,
    operatorAt: orNull(row.operatorAt),
    operatorBy: person(row.operatorBy, row.operatorName),
    assignee: person(row.assigneeId, row.assigneeName),
    shelving:
      row.operatorState === 'shelved'
        ? { shelfId: row.shelfId, workId: row.workId, reason: row.shelfReason, until: orNull(row.shelvedUntil) }
        : null,
    parentId: row.parentId,
    isRootCause: row.parentId === null,
    suppressedBy: row.suppressedBy,
    childCount: children,
    commentCount: row.commentCount,
    version: row.version,
    actions: actsOf(row, role),
  };
}

/** The buttons: what the table of the life cycle lets this role do now. */
function actsOf({ operatorState, clearedAt }: NamedAlarm, role: Role): AlarmAct[] {
  if (!isAllowed(role, 'alarms:operate')) return [];
  const moves = actionsFor(ALARM_OPERATOR_LIFE, operatorState, role).filter((act) => act !== 'reRaise');
  // Nobody closes what still stands, but a platform admin who says why.
  const open = moves.filter((act) => act !== 'close' || clearedAt !== null || role === 'PLATFORM_ADMIN');
  return operatorState === 'shelved' ? [...open, 'comment'] : [...open, 'assign', 'comment'];
}

export function toAlarmEventView(row: StoredAlarmEvent): AlarmEventView {
  return {
    id: row.id,
    kind: row.kind,
    at: instant(Number(row.at)),
    recordedAt: instant(Number(row.recordedAt)),
    severity: row.severity,
    by: person(row.byId, row.byName),
    text: row.text,
    facts: JSON.parse(row.facts) as AlarmFacts,
  };
}

function person(id: string | null, name: string | null): { id: string; name: string } | null {
  return id === null || name === null ? null : { id, name };
}

function instant(ms: number): string {
  return new Date(ms).toISOString();
}

function orNull(ms: number | null): string | null {
  return ms === null ? null : instant(ms);
}
